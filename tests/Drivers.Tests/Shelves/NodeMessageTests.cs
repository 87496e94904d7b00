using System.Text;
using System.Text.Json;
using Drivers.Shelves.Nodes;
using EdgeGateway.Core.Devices;

namespace Drivers.Tests.Shelves;

/// <summary>What nodes may say, by docs/shelf-node.schema.json, and that the driver and the schema say the same.</summary>
public sealed class NodeMessageTests
{
    private const string Good = """
        {"node":"n-1","plate":"a1","boot":"9f3c21aa","sequence":1200,"rate_hz":10,"temperature_c":23.5,
         "samples":[{"uptime_ms":123400,"counts":8412345,"grams":1234.5,"stable":true},{"uptime_ms":123500,"counts":8412350}]}
        """;

    /// <summary>What is replaced in the good message, by what, and what the driver says of it; null where it is still good.</summary>
    public static TheoryData<string, string, string?> Changes => new()
    {
        { "\"n-1\"", "\"n-1\"", null },
        { "\"rate_hz\":10,", "\"firmware\":{\"a\":1},", null },
        { "23.5", "null", null },
        { "8412350", "-8388608", null },
        { "8412350}", "8412350,\"fault\":\"over_range\"}", null },
        { "\"n-1\"", "\"n/1\"", "message.node: is \"n/1\"; expected a name of letters, digits, - and _" },
        { "\"n-1\"", "7", "message.node: is 7; expected a text of 1 to 64 characters" },
        { "\"boot\":\"9f3c21aa\",", "", "message.boot: is not there; expected a text of 1 to 32 characters" },
        { "1200", "-1", "message.sequence: is -1; expected a whole number from 0" },
        { "1200", "1200.5", "message.sequence: is 1200.5; expected a whole number" },
        { "23.5", "230", "message.temperature_c: is 230; expected a number from -60 to 150" },
        { "1234.5", "\"1234.5\"", "message.samples[0].grams: is \"1234.5\"; expected a number" },
        { "true", "\"yes\"", "message.samples[0].stable: is \"yes\"; expected true or false" },
        { "8412350", "8412350.5", "message.samples[1].counts: is 8412350.5; expected a whole number" },
        { "8412350", "99999999999", "message.samples[1].counts" },
        { "[{", "[7,{", "message.samples[0]: is Number; expected an object" },
    };

    [Theory]
    [MemberData(nameof(Changes))]
    public void Samples_DriverAndSchema_SayTheSame(string what, string by, string? mistake)
    {
        string text = Good.Replace(what, by, StringComparison.Ordinal);
        Assert.Equal(mistake is null, Schema().Check(JsonDocument.Parse(text).RootElement).Count == 0);
        if (mistake is null)
        {
            NodeSamples read = NodeSamples.Read(Encoding.UTF8.GetBytes(text));
            Assert.Equal(("n-1", "a1", "9f3c21aa", 1200, 2), (read.Node, read.Plate, read.Boot, read.Sequence, read.Samples.Count));
            Assert.Equal(new NodeSample(123400, 8412345, 1234.5m, true, null), read.Samples[0]);
        }
        else
        {
            Assert.StartsWith(mistake, Assert.Throws<DeviceException>(() => NodeSamples.Read(Encoding.UTF8.GetBytes(text))).Message);
        }
    }

    [Theory]
    [InlineData("")]
    [InlineData("{")]
    [InlineData("[]")]
    [InlineData("7")]
    [InlineData("{\"samples\":[]}")]
    public void Samples_NoMessageAtAll_IsADeviceException(string text) =>
        Assert.Throws<DeviceException>(() => NodeSamples.Read(Encoding.UTF8.GetBytes(text)));

    [Theory]
    [InlineData("1200", "0", null)]
    [InlineData("1200", "9007199254740992", null)]
    [InlineData("1200", "9007199254740993", "message.sequence")]
    [InlineData("23.5", "-60", null)]
    [InlineData("23.5", "150", null)]
    [InlineData("23.5", "150.1", "message.temperature_c")]
    [InlineData("9f3c21aa", "12345678901234567890123456789012", null)]
    [InlineData("9f3c21aa", "123456789012345678901234567890123", "message.boot")]
    [InlineData("9f3c21aa", "a\\u0007b", "message.boot")]
    [InlineData("true", "false", null)]
    public void Samples_AtTheEdgesOfTheSchema_AreRead(string what, string by, string? mistake)
    {
        byte[] message = Encoding.UTF8.GetBytes(Good.Replace(what, by, StringComparison.Ordinal));
        if (mistake is null)
            Assert.Equal(2, NodeSamples.Read(message).Samples.Count);
        else
            Assert.StartsWith(mistake, Assert.Throws<DeviceException>(() => NodeSamples.Read(message)).Message, StringComparison.Ordinal);
    }

    /// <summary>A thousand samples are the most, and a list of none is no message, whatever the list is otherwise.</summary>
    [Theory]
    [InlineData(1, true)]
    [InlineData(1000, true)]
    [InlineData(1001, false)]
    public void Samples_AreOneToAThousand(int count, bool isGood)
    {
        byte[] message = Encoding.UTF8.GetBytes($$"""{"node":"n","plate":"a","boot":"b","sequence":0,"samples":[{{string.Join(',', Enumerable.Repeat("""{"uptime_ms":0,"counts":1,"stable":false}""", count))}}]}""");
        if (!isGood)
        {
            Assert.StartsWith("message.samples: is ", Assert.Throws<DeviceException>(() => NodeSamples.Read(message)).Message, StringComparison.Ordinal);
            return;
        }
        NodeSamples read = NodeSamples.Read(message);
        Assert.Equal(count, read.Samples.Count);
        Assert.All(read.Samples, sample => Assert.Equal(new NodeSample(0, 1, null, false, null), sample));
    }

    [Theory]
    [InlineData("[]")]
    [InlineData("{}")]
    [InlineData("null")]
    [InlineData("\"x\"")]
    public void Samples_ThatAreNoList_AreRefused(string samples) => Assert.StartsWith(
        "message.samples: is ",
        Assert.Throws<DeviceException>(() => NodeSamples.Read(Encoding.UTF8.GetBytes($$"""{"node":"n","plate":"a","boot":"b","sequence":0,"samples":{{samples}}}"""))).Message, StringComparison.Ordinal);

    /// <summary>JSON with half a surrogate pair passes the parser; it is told of when it is read.</summary>
    [Theory]
    [InlineData("{\"node\":\"\\ud800\",\"plate\":\"a\",\"boot\":\"b\",\"sequence\":0,\"samples\":[{\"uptime_ms\":0,\"counts\":1}]}")]
    [InlineData("not json")]
    public void Samples_ThatCannotBeRead_AreADeviceException(string text) =>
        Assert.StartsWith("the message is not JSON: ", Assert.Throws<DeviceException>(() => NodeSamples.Read(Encoding.UTF8.GetBytes(text))).Message, StringComparison.Ordinal);

    [Theory]
    [InlineData("{\"state\":\"\\ud800\"}")]
    [InlineData("not json")]
    public void State_ThatCannotBeRead_IsADeviceException(string text) =>
        Assert.StartsWith("the state is not JSON: ", Assert.Throws<DeviceException>(() => NodeState.Read(Encoding.UTF8.GetBytes(text))).Message, StringComparison.Ordinal);

    [Theory]
    [InlineData(32, true)]
    [InlineData(33, false)]
    public void State_Boot_IsOfThirtyTwoCharactersAtMost(int length, bool isGood)
    {
        byte[] state = Encoding.UTF8.GetBytes($$"""{"state":"online","boot":"{{new string('b', length)}}"}""");
        if (isGood)
            Assert.Equal(length, NodeState.Read(state).Boot!.Length);
        else
            Assert.Contains("a text of 1 to 32 characters", Assert.Throws<DeviceException>(() => NodeState.Read(state)).Message);
    }

    [Fact]
    public void Samples_TimesThatFall_AreRefused() => Assert.Contains(
        "is before that of the sample before",
        Assert.Throws<DeviceException>(() => NodeSamples.Read(Encoding.UTF8.GetBytes(Good.Replace("123500", "123300", StringComparison.Ordinal)))).Message);

    [Theory]
    [InlineData("""{"state":"online","node":"n-1","boot":"9f3c21aa","uptime_ms":10,"firmware":"1.0","plates":["a1"]}""", true, true)]
    [InlineData("""{"state":"offline","node":"n-1"}""", true, false)]
    [InlineData("""{"state":"online","node":"n-1"}""", false, false)]
    [InlineData("""{"state":"asleep","node":"n-1"}""", false, false)]
    public void State_DriverAndSchema_SayTheSame(string text, bool isGood, bool isOnline)
    {
        Assert.Equal(isGood, Schema().Check(JsonDocument.Parse(text).RootElement).Count == 0);
        if (isGood)
            Assert.Equal(isOnline, NodeState.Read(Encoding.UTF8.GetBytes(text)).IsOnline);
        else
            Assert.Throws<DeviceException>(() => NodeState.Read(Encoding.UTF8.GetBytes(text)));
    }

    internal static MiniSchema Schema()
    {
        var folder = new DirectoryInfo(AppContext.BaseDirectory);
        while (!File.Exists(Path.Combine(folder.FullName, "EdgeGateway.sln")))
            folder = folder.Parent!;
        return new MiniSchema(JsonDocument.Parse(File.ReadAllText(Path.Combine(folder.FullName, "docs/shelf-node.schema.json"))).RootElement);
    }
}
