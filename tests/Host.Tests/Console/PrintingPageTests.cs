using System.Text.Json;
using EdgeGateway.Console;
using EdgeGateway.Core.Labels;
using EdgeGateway.Core.Printing.Documents;
using EdgeGateway.Core.Printing.Jobs;

namespace Host.Tests.Console;

public sealed class PrintingPageTests
{
    private static readonly Dictionary<string, string> s_english = JsonSerializer.Deserialize<Dictionary<string, string>>(PageFile.LoadAll()["/strings/en.json"].Bytes)!;

    [Fact]
    public void EveryStateOfAJob_HasWords() =>
        Assert.All(Enum.GetValues<JobState>(), state => Assert.Contains($"printing.state.{JobText.Of(state)}", s_english.Keys));

    [Fact]
    public void EveryAnswer_HasWords() =>
        Assert.All(Enum.GetValues<JobAnswer>(), answer => Assert.Contains($"printing.answered.{JobText.Of(answer)}", s_english.Keys));

    [Fact]
    public void EveryShippedTemplate_HasAName()
    {
        using var renderer = new DocumentRenderer(null, LabelLayouts.Of(new LabelOptions()), TimeProvider.System);

        Assert.All(renderer.Templates, template => Assert.Contains($"printing.template.{template}", s_english.Keys));
    }

    [Theory]
    [InlineData("printing.printer.", "unproven", "ready", "printing", "silent", "blocked", "unreachable")]
    [InlineData("printing.paper.", "present", "near_end", "out")]
    [InlineData("printing.source.", "console", "mqtt", "cli", "weighing")]
    [InlineData("printing.fault.", "cutter", "overheated", "unrecoverable", "recoverable", "ribbon_out", "jam", "paused", "corrupt_memory")]
    public void EveryStatePaperSourceAndFault_HasWords(string prefix, params string[] names) => Assert.All(names, name => Assert.Contains(prefix + name, s_english.Keys));
}
