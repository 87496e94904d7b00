using System.Text;
using System.Text.Json;

namespace Host.Tests.Verbs;

public sealed class CommandLineTests
{
    [Theory]
    [InlineData("--help", "check-config")]
    [InlineData("run --help", "--config")]
    [InlineData("check-config --help", "FILE")]
    [InlineData("decode --help", "toledo_8217")]
    [InlineData("devices --help", "--config")]
    [InlineData("scan --help", "--layout")]
    [InlineData("outbox --help", "verify")]
    [InlineData("outbox info --help", "FILE")]
    [InlineData("models --help", "verify")]
    public async Task Help_SaysWhatThereIs(string line, string word)
    {
        var (code, output, error) = await CommandRun.EndAsync(line.Split(' '));

        Assert.Equal(0, code);
        Assert.Contains(word, output, StringComparison.Ordinal);
        Assert.Empty(error);
    }

    [Theory]
    [InlineData("")]
    [InlineData("fly")]
    [InlineData("run")]
    [InlineData("run --config")]
    [InlineData("check-config")]
    [InlineData("outbox")]
    [InlineData("outbox info")]
    [InlineData("models")]
    [InlineData("models fetch")]
    [InlineData("decode")]
    [InlineData("devices everything")]
    [InlineData("devices --config")]
    [InlineData("decode morse")]
    [InlineData("decode toledo_8217 --set unit")]
    [InlineData("scan --layout 31IIIIIWWWWWC")]
    [InlineData("scan --layout 21IIIIIWWWWWC:x")]
    [InlineData("scan --layout 21IIIIIWWWWWC --layout 21IIIIIPPPPPC")]
    public async Task BadUsage_Is2WithWordsAndNoData(string line)
    {
        var (code, output, error) = await CommandRun.EndAsync(line.Split(' ', StringSplitOptions.RemoveEmptyEntries));

        Assert.Equal(2, code);
        Assert.Empty(output);
        Assert.NotEmpty(error);
    }

    [Fact]
    public async Task CheckConfig_BadFile_PrintsEveryMistakeOnItsLineAndIs1()
    {
        using var folder = new TemporaryFolder();
        var file = folder.File("gateway.json", "{\n \"store\": \"Store\",\n \"gateway\": \"gw-1\",\n \"datafolder\": \"/d\"\n}");

        var (code, output, error) = await CommandRun.EndAsync(["check-config", file]);

        Assert.Equal(1, code);
        Assert.Empty(output);
        var lines = error.TrimEnd().Split('\n');
        Assert.Equal(3, lines.Length);
        Assert.StartsWith($"{file}:1: dataFolder: is missing", lines[0], StringComparison.Ordinal);
        Assert.StartsWith($"{file}:2: store: came \"Store\"", lines[1], StringComparison.Ordinal);
        Assert.StartsWith($"{file}:4: datafolder: is not a setting; did you mean \"dataFolder\"?", lines[2], StringComparison.Ordinal);
    }

    [Fact]
    public async Task Run_BadFile_PrintsTheSameAndIs1()
    {
        using var folder = new TemporaryFolder();
        var file = folder.File("gateway.json", "{ \"store\": 5 }");

        var check = await CommandRun.EndAsync(["check-config", file]);
        var run = await CommandRun.EndAsync(["run", "--config", file]);

        Assert.Equal(check, run);
        Assert.Equal(1, run.Code);
    }

    [Fact]
    public async Task CheckConfig_GoodFile_PrintsASummaryAndIs0()
    {
        using var folder = new TemporaryFolder();
        var file = folder.File("gateway.json", """{ "store": "s", "gateway": "g", "dataFolder": "/d" }""");

        var (code, output, error) = await CommandRun.EndAsync(["check-config", file]);

        Assert.Equal(0, code);
        Assert.Empty(error);
        using var json = JsonDocument.Parse(output);
        Assert.True(json.RootElement.GetProperty("ok").GetBoolean());
        Assert.Equal("/d/outbox.db", json.RootElement.GetProperty("outbox").GetString());
    }

    [Fact]
    public async Task Decode_Bytes_AreOneJsonObjectAFrame()
    {
        var (code, output, error) = await CommandRun.EndAsync(["decode", "toledo_8217"], Convert.FromHexString("0230312e3235304e0d"));

        Assert.Equal(0, code);
        Assert.Empty(error);
        using var json = JsonDocument.Parse(output);
        Assert.Equal("1.250", json.RootElement.GetProperty("weight").GetString());
        Assert.Equal("net", json.RootElement.GetProperty("net_gross").GetString());
    }

    [Fact]
    public async Task Decode_HexFromAFile_IsRead()
    {
        using var folder = new TemporaryFolder();
        var file = folder.File("frames.hex", "02 30 31 2e 32 35 30 4e 0d\n");

        var (code, output, _) = await CommandRun.EndAsync(["decode", "toledo_8217", file, "--hex"]);

        Assert.Equal(0, code);
        Assert.Contains("\"1.250\"", output, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Scan_Lines_AreOneJsonObjectEach()
    {
        var input = Encoding.UTF8.GetBytes("]E02112345012506\r\n]C1010952123454321310A\u001d21B\n]C1010952123454321310A{GS}21B\n\n]E496385075");
        var (code, output, error) = await CommandRun.EndAsync(["scan", "--layout", "21IIIIIWWWWWC", "--layout", "23IIIIIPPPPPC:2", "--gs", "{GS}"], input);

        Assert.Equal(0, code);
        Assert.Equal("scan: 1 of 4 scans are refused", error.Trim());
        var lines = output.TrimEnd().Split('\n').Select(line => JsonDocument.Parse(line).RootElement).ToArray();
        Assert.Equal([true, true, true, false], lines.Select(line => line.GetProperty("valid").GetBoolean()));
        Assert.Equal(["1.250", null], lines[..2].Select(line => line.GetProperty("weighed").ValueKind == JsonValueKind.Null ? null : line.GetProperty("weighed").GetProperty("weight").GetString()));
        Assert.Equal("(01)09521234543213(10)A(21)B", lines[1].GetProperty("ai").GetString());
        Assert.Equal("^010952123454321310A^21B", lines[2].GetProperty("data").GetString());
        Assert.Equal("check_digit", lines[3].GetProperty("errors")[0].GetProperty("code").GetString());
    }

    [Fact]
    public async Task Scan_MissingFile_Is1()
    {
        var (code, output, error) = await CommandRun.EndAsync(["scan", "/nowhere/scans"]);

        Assert.Equal((1, ""), (code, output));
        Assert.Contains("/nowhere/scans", error, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Decode_MissingFile_Is1()
    {
        var (code, output, error) = await CommandRun.EndAsync(["decode", "toledo_8217", "/nowhere/frames"]);

        Assert.Equal(1, code);
        Assert.Empty(output);
        Assert.Contains("/nowhere/frames", error, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("info")]
    [InlineData("verify")]
    [InlineData("export")]
    public async Task Outbox_NoSuchFile_Is1(string verb)
    {
        var (code, output, error) = await CommandRun.EndAsync(["outbox", verb, "/nowhere/outbox.db"]);

        Assert.Equal(1, code);
        Assert.Empty(output);
        Assert.Contains("/nowhere/outbox.db", error, StringComparison.Ordinal);
    }
}
