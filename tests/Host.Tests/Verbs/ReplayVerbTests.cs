using System.Text;
using System.Text.Json;

namespace Host.Tests.Verbs;

public sealed class ReplayVerbTests : IDisposable
{
    private const string Planogram = """
        {"plates":[{"plate":"A1","counts_per_gram":430.0,"zero_counts":8388608,"sample_hz":10,
        "capacity_g":10000,"items":[{"sku":"6901234567892","unit_g":330.5,"sigma_g":1.8}],"start":[{"sku":"6901234567892","count":12}]}]}
        """;

    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    private string PlanogramFile(string json = Planogram)
    {
        var file = Path.Combine(_folder.Path, "planogram.json");
        File.WriteAllText(file, json);
        return file;
    }

    private static string Rows(int from, int to, double grams)
    {
        var rows = new StringBuilder();
        for (var i = from; i < to; i++)
        {
            rows.Append(i * 100).Append(",A1,").Append(8388608 + (long)(grams * 430) + (i * 7919 % 41) - 20).Append('\n');
        }

        return rows.ToString();
    }

    private async Task<(int Code, string Output, string Error)> ReplayAsync(string trace, params string[] file) =>
        await CommandRun.EndAsync(["replay", "shelf", "--planogram", PlanogramFile(), .. file], Encoding.UTF8.GetBytes(trace));

    [Fact]
    public async Task Replay_OneTake_WritesTheDocumentedMembers()
    {
        var (code, output, error) = await ReplayAsync("t_ms,plate,counts\n" + Rows(0, 50, 3966) + Rows(50, 90, 3635.5));

        Assert.Equal((0, ""), (code, error));
        using var told = JsonDocument.Parse(output);
        Assert.Equal(
            ["t_ms", "at_ms", "plate", "kind", "sku", "count", "grams", "confidence", "candidates"],
            told.RootElement.EnumerateObject().Select(member => member.Name));
        Assert.Equal("A1", told.RootElement.GetProperty("plate").GetString());
        Assert.Equal("taken", told.RootElement.GetProperty("kind").GetString());
        Assert.Equal("6901234567892", told.RootElement.GetProperty("sku").GetString());
        Assert.Equal(1, told.RootElement.GetProperty("count").GetInt32());
        Assert.InRange(told.RootElement.GetProperty("grams").GetDouble(), -330.8, -330.2);
        Assert.Equal(5000, told.RootElement.GetProperty("at_ms").GetInt64());
        Assert.InRange(told.RootElement.GetProperty("t_ms").GetInt64(), 5300, 6500);
    }

    [Fact]
    public async Task Replay_FileWithTemperatureAndCarriageReturns_IsRead()
    {
        var file = Path.Combine(_folder.Path, "trace.csv");
        var rows = (Rows(0, 50, 3966) + Rows(50, 90, 3635.5)).Replace("\n", ",21.5\r\n", StringComparison.Ordinal);
        await File.WriteAllTextAsync(file, "t_ms,plate,counts,temp_c\r\n" + rows, TestContext.Current.CancellationToken);

        var (code, output, _) = await ReplayAsync("", file);

        Assert.Equal(0, code);
        Assert.Contains("\"kind\":\"taken\"", output, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("x,A1,8388608", "-:52: t_ms came x; expected whole milliseconds")]
    [InlineData("-9223372036854775808,A1,8388608", "-:52: t_ms came -9223372036854775808; expected milliseconds within ±2^53")]
    [InlineData("5000,A1,many", "-:52: counts came many; expected a whole number of counts")]
    [InlineData("5000,A1,NaN", "-:52: counts came NaN; expected a whole number of counts")]
    [InlineData("5000,A1,", "-:52: counts came nothing; expected a whole number of counts")]
    [InlineData("5000,B7,8388608", "-:52: plate came B7; expected one of the planogram's plates")]
    [InlineData("5000,A1", "-:52: came 5000,A1; expected t_ms,plate,counts, 3 fields")]
    [InlineData("100,A1,8388608", "-:52: t_ms came 100 with 8388608 counts after 4900 of the same plate; expected a later time")]
    [InlineData("4900,A1,8388608", "-:52: t_ms came 4900 with 8388608 counts after 4900 of the same plate; expected a later time")]
    public async Task Replay_RowThatCannotBeUsed_IsNamedAndTheOthersAreDecided(string row, string expected)
    {
        var (code, output, error) = await ReplayAsync("t_ms,plate,counts\n" + Rows(0, 50, 3966) + row + "\n" + Rows(50, 90, 3635.5));

        Assert.Equal(1, code);
        Assert.Equal(expected, error.Trim());
        Assert.Contains("\"kind\":\"taken\"", output, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Replay_CountsBeyondAnyPlate_AreNoWeight()
    {
        var rows = Rows(0, 50, 3966) + $"5000,A1,{long.MaxValue}\n5100,A1,{long.MinValue}\n" + Rows(52, 90, 3635.5);
        var (code, output, _) = await ReplayAsync("t_ms,plate,counts\n" + rows);

        Assert.Equal(0, code);
        Assert.Contains("\"grams\":-330.", output, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Replay_SameRowTwice_IsNoError()
    {
        var rows = Rows(0, 50, 3966);
        var (code, _, error) = await ReplayAsync("t_ms,plate,counts\n" + rows + rows.Split('\n')[49] + "\n" + Rows(50, 90, 3966));

        Assert.Equal((0, ""), (code, error));
    }

    [Theory]
    [InlineData("")]
    [InlineData("time,plate,counts\n0,A1,1\n")]
    public async Task Replay_WrongHeader_IsRefused(string trace)
    {
        var (code, _, error) = await ReplayAsync(trace);

        Assert.Equal(1, code);
        Assert.StartsWith("-:1: came ", error, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Replay_WrongPlanogram_ListsEveryError()
    {
        var file = PlanogramFile(Planogram.Replace("1.8", "0", StringComparison.Ordinal).Replace("330.5", "-2", StringComparison.Ordinal));
        var (code, _, error) = await CommandRun.EndAsync(["replay", "shelf", "--planogram", file]);

        Assert.Equal(1, code);
        Assert.Contains("planogram.json: plates[0].items[0].sigma_g: came 0", error, StringComparison.Ordinal);
        Assert.Contains("planogram.json: plates[0].items[0].unit_g: came -2", error, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Replay_NoPlanogram_IsBadUsage() => Assert.Equal(2, (await CommandRun.EndAsync(["replay", "shelf"])).Code);

    [Fact]
    public async Task Replay_MissingTrace_Fails()
    {
        var (code, _, error) = await ReplayAsync("", Path.Combine(_folder.Path, "none.csv"));

        Assert.Equal(1, code);
        Assert.Contains("none.csv", error, StringComparison.Ordinal);
    }
}
