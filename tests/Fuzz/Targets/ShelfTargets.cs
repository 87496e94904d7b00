using System.Text;
using System.Text.Json;
using Cloud.Contracts;
using Cloud.Crm.Planograms;
using Drivers.Shelves.Nodes;
using EdgeGateway.Core.Devices;
using EdgeGateway.Core.Shelves;
using EdgeGateway.Core.Shelves.Live;
using EdgeGateway.Host.Verbs;

namespace Fuzz.Targets;

/// <summary>Shelf nodes' messages, planograms and recorded traces.</summary>
internal static class ShelfTargets
{
    private static readonly byte[] s_planogram =
        [.. """{"plates":[{"plate":"p1","counts_per_gram":12.5,"zero_counts":100,"sample_hz":10,"capacity_g":5000,"items":[{"sku":"A1","unit_g":330,"sigma_g":2.5},{"sku":"B2","unit_g":500,"sigma_g":3}],"start":[{"sku":"A1","count":4}]}]}"""u8];

    private static readonly byte[] s_live =
        [.. """{"version":"7","plates":[{"plate":"p1","items":[{"sku":"A1","name":"Tea","unit_g":330,"sigma_g":2.5,"pack":6,"low":2,"restored":4}]}]}"""u8];

    public static IReadOnlyList<FuzzTarget> All { get; } =
    [
        new("node-samples", "a shelf node's samples (MQTT)", input => Documented(() => NodeSamples.Read(input)), () =>
        [
            [.. """{"node":"n1","plate":"a1","boot":"b7","sequence":41,"temperature_c":21.5,"samples":[{"uptime_ms":1000,"counts":83886,"grams":330.5,"stable":true},{"uptime_ms":1100,"counts":83887,"fault":"over_range"}]}"""u8],
        ]),
        new("node-state", "a shelf node's state (MQTT)", input => Documented(() => NodeState.Read(input)), () => [[.. """{"state":"online","boot":"b7"}"""u8], [.. """{"state":"offline"}"""u8]]),
        new("planogram", "a planogram of a recorded trace", input =>
        {
            List<PlanogramError> errors = [];
            FuzzTarget.Promise(PlanogramReader.Read(input, errors) is null == errors.Count > 0, "a planogram with mistakes was taken, or one without was not");
        }, () => [s_planogram]),
        new("planogram-live", "a gateway's planogram, with the same document held to headquarters' rules", FeedLive, () => [s_live, s_planogram]),
        new("shelf-trace", "a recorded trace of plates", FeedTrace, () => [[.. "t_ms,plate,counts\n0,p1,100\n100,p1,-4\n"u8], [.. "t_ms,plate,counts,temp_c\n0,p1,100,21.5\n100,p2,9007199254740993,\n"u8]]),
    ];

    private static void Documented(Action read)
    {
        try
        {
            read();
        }
        catch (DeviceException)
        {
            // As documented: it is not what the schema says.
        }
    }

    private static void FeedLive(byte[] input)
    {
        List<PlanogramError> errors = [];
        var read = LivePlanogramReader.Read(input, errors);
        FuzzTarget.Promise(read is null == errors.Count > 0, "a planogram with mistakes was taken, or one without was not");
        try
        {
            // As headquarters reads a body.
            using var body = SoundJson.Parse(input);
            var mistakes = PlanogramRules.Check(body.RootElement, PlanogramRules.SkusOf(body.RootElement), null);
            FuzzTarget.Promise(mistakes.Count > 0 || read is not null, $"headquarters takes a planogram that the gateway refuses: {(errors.Count > 0 ? errors[0] : null)}");
        }
        catch (JsonException)
        {
            FuzzTarget.Promise(read is null, "the gateway takes a planogram that is no JSON at headquarters");
        }
    }

    private static void FeedTrace(byte[] input)
    {
        var lines = Encoding.UTF8.GetString(input).Split('\n');
        if (!ShelfTrace.TryHeader(lines[0], out var temperature, out _))
        {
            temperature = input.Length % 2 == 0;
        }

        foreach (var line in lines)
        {
            FuzzTarget.Promise(ShelfTrace.TryRow(line, temperature, out _, out _, out var problem) == (problem.Length == 0), "a row was refused without a reason");
        }
    }
}
