using System.Globalization;
using System.Text.Json;
using Cloud.Uplink;

namespace EdgeGateway.Host.Running;

/// <summary>The section <c>health</c> of headquarters' desired configuration: <c>{"reportEvery": "00:05:00"}</c>, in place of the configuration file's.</summary>
/// <param name="own">What the configuration file says.</param>
internal sealed class HealthTwin(TimeSpan own)
{
    /// <summary>The section's name.</summary>
    internal const string Member = "health";

    private const string Every = "reportEvery";

    private static readonly TimeSpan s_least = TimeSpan.FromSeconds(10);
    private static readonly TimeSpan s_most = TimeSpan.FromDays(1);

    private volatile Wanted? _wanted;

    private sealed record Wanted(TimeSpan Every, string Text);

    /// <summary>How often health is told where nothing changes. Any thread.</summary>
    internal TimeSpan ReportEvery => _wanted?.Every ?? own;

    /// <summary>How headquarters sets it.</summary>
    internal TwinSection Section => new(
        section => Read(section, out _),
        (section, _) =>
        {
            if (section is not { } wanted)
            {
                _wanted = null;
                return new([]);
            }

            var mistakes = Read(wanted, out var every);
            _wanted = mistakes.Count == 0 ? new Wanted(every, wanted.GetRawText()) : _wanted;
            return new(mistakes);
        },
        () => _wanted?.Text);

    private static List<TwinMistake> Read(JsonElement section, out TimeSpan every)
    {
        every = default;
        if (section.ValueKind != JsonValueKind.Object)
        {
            return [new TwinMistake("", $"came {section.ValueKind}; expected an object with {Every}")];
        }

        var mistakes = section.EnumerateObject().Where(member => member.Name != Every).Select(member => new TwinMistake(member.Name, $"is not a member here; expected {Every}")).ToList();
        if (!section.TryGetProperty(Every, out var value)
            || value.ValueKind != JsonValueKind.String
            || !TimeSpan.TryParseExact(value.GetString(), "c", CultureInfo.InvariantCulture, out every)
            || every < s_least || every > s_most)
        {
            var came = value.ValueKind == JsonValueKind.Undefined ? "is missing" : $"came {value.GetRawText()}";
            mistakes.Add(new TwinMistake(Every, $"{came}; expected a length of time in quotes from \"{s_least:c}\" to \"{s_most:c}\", such as \"00:05:00\""));
        }

        return mistakes;
    }
}
