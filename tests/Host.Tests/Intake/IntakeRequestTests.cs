using System.Globalization;
using System.Text;
using EdgeGateway.Intake;

namespace Host.Tests.Intake;

public sealed class IntakeRequestTests
{
    private const string Id = "0198c0de-5f1a-7cc3-98c4-dc0c0c07398f";

    private static readonly DateTimeOffset s_now = new(2026, 11, 21, 8, 0, 0, TimeSpan.Zero);

    [Theory]
    [InlineData("", "", "not JSON")]
    [InlineData("{", "", "not JSON")]
    [InlineData("[]", "", "came 0 events; expected 1 to 1000 in one request")]
    [InlineData("7", "", "came 7; expected an object")]
    [InlineData("""{"id":1,"type":"scan.read","data":{"symbology":"a","text":"b"}}""", "id", "came 1; expected a UUID")]
    [InlineData("""{"id":"00000000-0000-0000-0000-000000000000","type":"scan.read","data":{"symbology":"a","text":"b"}}""", "id", "came \"00000000")]
    [InlineData("""{"id":"ID","type":"scan.red","data":{}}""", "type", "came \"scan.red\"; expected one of stock.item.taken")]
    [InlineData("""{"id":"ID","type":"buffer.gap","data":{}}""", "type", "buffer.gap is said by the gateway itself")]
    [InlineData("""{"id":"ID","type":"scan.read","time":"2026-11-21","data":{"symbology":"a","text":"b"}}""", "time", "came \"2026-11-21\"; expected RFC 3339")]
    [InlineData("""{"id":"ID","type":"scan.read","time":"2026-11-21T10:00:00","data":{"symbology":"a","text":"b"}}""", "time", "came \"2026-11-21T10:00:00\"")]
    [InlineData("""{"id":"ID","type":"scan.read","device":"Till 1","data":{"symbology":"a","text":"b"}}""", "device", "came \"Till 1\"; expected 1 to 64")]
    [InlineData("""{"id":"ID","type":"scan.read","extra":1,"data":{"symbology":"a","text":"b"}}""", "extra", "is not a member of an event")]
    [InlineData("""{"id":"ID","type":"scan.read"}""", "data", "is missing; expected an object")]
    [InlineData("""{"id":"ID","type":"scan.read","data":[]}""", "data", "came an array; expected an object")]
    [InlineData("""{"id":"ID","type":"scan.read","data":{"symbology":"a"}}""", "data.text", "is missing; expected a text that is not empty")]
    [InlineData("""{"id":"ID","type":"scan.read","data":{"symbology":"a","text":""}}""", "data.text", "came \"\"; expected a text")]
    [InlineData("""{"id":"ID","type":"visit.counted","data":{"zone":"a","count":1.5}}""", "data.count", "came 1.5; expected a whole number")]
    [InlineData("""{"id":"ID","type":"goods.weighed","data":{"net":1.25,"unit":"kg"}}""", "data.net", "came 1.25; expected a decimal number in quotes")]
    [InlineData("""{"id":"ID","type":"goods.weighed","data":{"net":"1,25","unit":"kg"}}""", "data.net", "came \"1,25\"; expected a decimal number in quotes")]
    [InlineData("""{"id":"ID","type":"scan.read","data":{"symbology":"a","text":"\ud800"}}""", "data.text", "holds half of a surrogate pair")]
    [InlineData("""{"id":"ID","type":"scan.read","data":{"symbology":"a","text":"b","x":[{"y":"\u0000"}]}}""", "data.x[0].y", "holds half of a surrogate pair or a NUL")]
    [InlineData("""{"id":"ID","id":"ID","type":"scan.read","data":{"symbology":"a","text":"b"}}""", "", "not JSON")]
    public void Event_Wrong_SaysWhatCameAndWhatWasExpected(string body, string path, string message)
    {
        var request = Read(body);

        Assert.Empty(request.Events);
        var error = Assert.Single(request.Errors);
        Assert.Equal(path, error.Path);
        Assert.StartsWith(message, error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void EveryMistake_IsListedWithItsIndex()
    {
        var request = Read($$"""
            [ {"id":"{{Id}}","type":"visit.counted","data":{"zone":"a","count":1} },
              {"id":"no","type":"visit.counted","device":"-","data":{"zone":3} },
              {"id":"{{Id}}","type":"scan.read","data":{"symbology":"a","text":"b"} } ]
            """);

        Assert.Equal(
            ["1 id", "1 device", "1 data.zone", "1 data.count", "2 id"],
            request.Errors.Select(e => string.Create(CultureInfo.InvariantCulture, $"{e.Index} {e.Path}")));
        Assert.Equal("came twice in this request, first at index 0; expected each event once", request.Errors[^1].Message);
    }

    [Fact]
    public void Event_WithoutTime_GetsNow()
    {
        var request = Read("""{"id":"ID","type":"scan.read","data":{"symbology":"a","text":"b"}}""");

        Assert.Equal(s_now, Assert.Single(request.Events).Time);
    }

    [Fact]
    public void TooManyEvents_AreRefusedAsAWhole()
    {
        var request = Read($"[{string.Join(',', Enumerable.Repeat("0", IntakeRequest.MaxEvents + 1))}]");

        Assert.StartsWith("came 1001 events", Assert.Single(request.Errors).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void DataTooLarge_IsRefused()
    {
        var request = Read($$"""{"id":"{{Id}}","type":"scan.read","data":{"symbology":"a","text":"{{new string('x', 65_000)}}"} }""");

        Assert.Equal("data", Assert.Single(request.Errors).Path);
    }

    [Fact]
    public void TooDeep_IsRefused()
    {
        var request = Read($$"""{"id":"{{Id}}","type":"scan.read","data":{"symbology":"a","text":"b","x":{{new string('[', 40)}}{{new string(']', 40)}} } }""");

        Assert.StartsWith("not JSON", Assert.Single(request.Errors).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void NotUtf8_IsRefused()
    {
        var request = IntakeRequest.Read(new byte[] { (byte)'"', 0xC3, 0x28, (byte)'"' }, s_now);

        Assert.Equal("the body is not UTF-8 text", Assert.Single(request.Errors).Message);
    }

    [Fact]
    public void MistakesWithoutEnd_StopAtTheLimit()
    {
        var members = string.Join(',', Enumerable.Range(0, 5000).Select(i => $"\"x{i.ToString(CultureInfo.InvariantCulture)}\":0"));

        Assert.Equal(IntakeRequest.MaxErrors, Read($"{{{members}}}").Errors.Count);
    }

    private static IntakeRequest Read(string body) => IntakeRequest.Read(Encoding.UTF8.GetBytes(body.Replace("ID", Id, StringComparison.Ordinal)), s_now);
}
