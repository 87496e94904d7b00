using System.Reflection;
using System.Text.Json;
using EdgeGateway.Console;
using EdgeGateway.Core.Weighing;

namespace Host.Tests.Console;

public sealed class WeighingPageTests
{
    private static readonly Dictionary<string, string> s_english = JsonSerializer.Deserialize<Dictionary<string, string>>(PageFile.LoadAll()["/strings/en.json"].Bytes)!;

    [Fact]
    public void EveryReason_HasWords() => Assert.All(
        typeof(WeighingReason).GetFields(BindingFlags.Public | BindingFlags.Static).Select(field => $"weighing.reason.{field.GetRawConstantValue()}")
            .Except(["weighing.reason.captured"]),
        key => Assert.Contains(key, s_english.Keys));

    [Fact]
    public void EveryUnitOfAPrice_HasWords() => Assert.All(MassUnit.PricedNames, unit => Assert.Contains($"unit.{unit}", s_english.Keys));

    [Theory]
    [InlineData("weighing.state.", "unknown", "idle", "placed", "captured")]
    [InlineData("weighing.tare.", "key", "plu", "scale")]
    public void EveryStateAndSource_HasWords(string prefix, params string[] names) => Assert.All(names, name => Assert.Contains(prefix + name, s_english.Keys));
}
