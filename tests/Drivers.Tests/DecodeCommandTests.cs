using System.Text;

namespace Drivers.Tests;

public class DecodeCommandTests
{
    [Fact]
    public void Run_RawBytes_WritesOneObjectAFrameAndTheCutRestAsIncomplete()
    {
        byte[] input = [.. "\u000201.250N\r\u0002?A\r\u000202.3"u8];
        (int exit, string output, string error) = Run("toledo_8217", input);
        Assert.Equal((0, ""), (exit, error));
        Assert.Equal(
            """
            {"protocol":"toledo_8217","weight":"1.250","unit":"kg","stable":true,"net_gross":"net","error":null,"flags":[]}
            {"protocol":"toledo_8217","weight":null,"unit":null,"stable":false,"net_gross":"gross","error":null,"flags":["motion"]}
            {"protocol":"toledo_8217","weight":null,"unit":null,"stable":null,"net_gross":null,"error":["incomplete"],"flags":[]}

            """, output);
    }

    [Fact]
    public void Run_Hex_JoinsTheLines()
    {
        (int exit, string output, _) = Run("toledo_8217", "02 30 31 2E\n\n32 35 30 0d\n"u8.ToArray(), hex: true);
        Assert.Equal(0, exit);
        Assert.Contains("\"weight\":\"1.250\"", output);
    }

    [Theory]
    [InlineData("02 3")]
    [InlineData("xx")]
    public void Run_BadHex_NamesTheLine(string line)
    {
        (int exit, _, string error) = Run("toledo_8217", Encoding.ASCII.GetBytes("02\n" + line), hex: true);
        Assert.Equal(1, exit);
        Assert.Contains("line 2 is not hex", error);
    }

    [Fact]
    public void Run_UnknownProtocol_ListsTheKnownOnes()
    {
        (int exit, string output, string error) = Run("toledo", []);
        Assert.Equal((2, ""), (exit, output));
        Assert.Contains("'toledo' is no protocol known here; known are toledo_8217, toledo_continuous", error);
    }

    [Fact]
    public void Run_ProfileWithMistakes_ListsEachOne()
    {
        (int exit, _, string error) = Run("toledo_continuous", [], profile: new() { ["unit"] = "stone", ["checksun"] = "none", ["form"] = "tall" });
        Assert.Equal(2, exit);
        Assert.Equal(3, error.Split('\n', StringSplitOptions.RemoveEmptyEntries).Length);
        Assert.Contains("profile.checksun: toledo_continuous knows no such setting; it knows unit, checksum, form, unit_bit, expanded, zero_bit", error);
    }

    [Fact]
    public void Run_Unit_IsTheOneGiven()
    {
        (_, string output, _) = Run("toledo_8217", [.. "\u000201.62\r"u8], profile: new() { ["unit"] = "lb" });
        Assert.Contains("\"weight\":\"1.62\",\"unit\":\"lb\"", output);
    }

    [Fact]
    public void Run_NoInput_WritesNothing() => Assert.Equal((0, "", ""), Run("toledo_continuous", []));

    private static (int Exit, string Output, string Error) Run(
        string protocol, byte[] input, bool hex = false, Dictionary<string, string>? profile = null)
    {
        var output = new StringWriter { NewLine = "\n" };
        var error = new StringWriter { NewLine = "\n" };
        int exit = DecodeCommand.Run(protocol, new MemoryStream(input), output, error, new DecodeOptions(hex, profile ?? []));
        return (exit, output.ToString(), error.ToString());
    }
}
