using System.Globalization;
using Drivers.Detection;
using EdgeGateway.Core.Setup;
using Simulators.Bystanders;
using Simulators.Line;
using Simulators.Session;

namespace Tests.Shared.Detection;

/// <summary>One detection on a device that is no scale, and what it did to it.</summary>
internal sealed record BystanderTrial(string Kind, string Line, int Seed, PortDetection Found, IReadOnlyList<string> Effects, string? Left, IReadOnlyList<byte> Received)
{
    private static readonly string[] s_lines =
        ["9600-8N1", "9600-7E1", "4800-8N1", "4800-7E1", "2400-8N1", "2400-7E1", "19200-8N1", "38400-8N1", "115200-8N1", "9600-7O1", "1200-7O1", "9600-8E1"];

    /// <summary>Whether anything was taken for a scale.</summary>
    public bool IsFalseClaim => Found.State is not (DetectionState.Unknown or DetectionState.Failed);

    /// <summary>Whether it did something that a person would notice.</summary>
    public bool IsHarm => Effects.Count > 0 || Left is not null;

    /// <summary>Runs one.</summary>
    public static BystanderTrial Run(BystanderKind kind, string lineSetting, int seed, DetectionRequest request)
    {
        var random = new Random(seed);
        var clock = new ModelClock { Now = TimeSpan.FromSeconds(1) };
        using var truth = new GroundTruth(null, clock);
        Bystander device = kind.Create(truth, random);
        TimeSpan delay = TimeSpan.FromMilliseconds(1 + random.Next(60));
        var line = new ModelledLine(device, WireFormat.Parse(lineSetting), WireFormat.Parse("9600-8N1"), () => kind.Verb == "loopback" ? TimeSpan.Zero : delay, clock);
        PortDetection found = ModelledDetection.Run(line, clock, request);
        for (int after = 0; after < 100; after++)
        {
            clock.Now += TimeSpan.FromMilliseconds(1);
            line.Run([]);
        }
        return new BystanderTrial(kind.Verb, lineSetting, seed, found, device.Effects, device.Left, device.Received);
    }

    /// <summary>So many trials over all kinds, each mostly at its usual line, else at any.</summary>
    public static IEnumerable<BystanderTrial> RunMany(int count, int seed)
    {
        var random = new Random(seed);
        for (int trial = 0; trial < count; trial++)
        {
            BystanderKind kind = Bystanders.All[trial % Bystanders.All.Count];
            // The Megatec protocol has one setting only.
            string line = kind.Verb != "ups" && random.Next(3) == 0 ? s_lines[random.Next(s_lines.Length)] : kind.Line;
            yield return Run(kind, line, random.Next(), new DetectionRequest());
        }
    }

    public override string ToString() => string.Create(CultureInfo.InvariantCulture,
        $"{Kind} at {Line} #{Seed}: {Found.State} {Found.Protocol} {string.Join(" or ", Found.Candidates.Select(candidate => candidate.Protocol))}; {Found.Reason}; evidence {string.Join(" ", Found.Evidence.Select(each => each.Hex))}; effects {string.Join(", ", Effects)} {Left}");
}
