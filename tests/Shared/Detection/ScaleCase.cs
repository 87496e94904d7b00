using System.Globalization;
using Drivers.Detection;
using Drivers.Ports;
using Drivers.Scales;
using EdgeGateway.Core.Setup;
using Simulators.Line;
using Simulators.Scales;
using Simulators.Session;

namespace Tests.Shared.Detection;

/// <summary>One cell of the detection matrix: a simulated scale at a line setting, in a state, with a seed.</summary>
internal sealed record ScaleCase(string Driver, string Line, string State, int Seed)
{
    public static readonly string[] States = ["loaded", "light", "zero", "moving", "over", "net"];

    private static readonly TimeSpan s_longestDelay = TimeSpan.FromMilliseconds(200);

    /// <summary>Every protocol that there is a simulator of, at each of its settings, in each state.</summary>
    public static IEnumerable<ScaleCase> All(int seeds) =>
        from protocol in ScaleProtocols.All
        where protocol.OpenPort is null && SimulatedScales.All.Any(kind => kind.Verb == protocol.DriverName)
        from line in protocol.Lines
        from state in States
        from seed in Enumerable.Range(1, seeds)
        select new ScaleCase(protocol.DriverName, line, state, seed);

    /// <summary>Detects it.</summary>
    public PortDetection Detect(ProbeScope scope = ProbeScope.Safe) => Detect(new DetectionRequest { Probe = scope }, null);

    private PortDetection Detect(DetectionRequest request, string? only)
    {
        var random = new Random(Driver.Concat(Line).Aggregate(Seed, (sum, character) => unchecked((sum * 31) + character)));
        var clock = new ModelClock();
        using var truth = new GroundTruth(null, clock);
        var pan = new ScalePan(ScaleShape.Counter, clock, truth);
        ISimulatedDevice scale = SimulatedScales.All.Single(kind => kind.Verb == Driver).Create(pan);
        Load(pan, clock, random);
        TimeSpan delay = TimeSpan.FromMilliseconds(5) + (s_longestDelay * random.NextDouble());
        var line = new ModelledLine(scale, WireFormat.Parse(Line), WireFormat.Parse("9600-8N1"), () => delay, clock);
        return ModelledDetection.Run(line, clock, request, only);
    }

    /// <summary>What became of it: right, ambiguous with the right one among the candidates, missed or wrong.</summary>
    public string Outcome(PortDetection found) => found.State switch
    {
        DetectionState.Recognised when IsRead(found.Protocol!) && IsSameLine(found.Line!) => "right",
        DetectionState.Recognised when IsRead(found.Protocol!) => "line",
        DetectionState.Recognised => "wrong",
        DetectionState.Ambiguous when found.Candidates.Any(candidate => candidate.Protocol == Driver) => "ambiguous",
        DetectionState.Ambiguous => "wrong",
        _ => Speaks() ? "missed" : "silent",
    };

    /// <summary>Whether the scale in this state gives frames at all to one who knows its protocol and setting and may ask what he likes.</summary>
    private bool Speaks() => Detect(new DetectionRequest { Probe = ProbeScope.All, Line = LineSettings.Parse(Line) }, Driver).State == DetectionState.Recognised;

    /// <summary>Its own protocol, or one whose driver reads it rightly by its description.</summary>
    private bool IsRead(string driver) =>
        driver == Driver || driver == ScaleProtocols.All.Single(protocol => protocol.DriverName == Driver).ReadBy?.Replace('_', '-');

    /// <summary>The same setting, or one with another number of stop bits, which a receiver cannot tell and need not.</summary>
    private bool IsSameLine(string found) => found[..^1] == Line[..^1];

    public override string ToString() => string.Create(CultureInfo.InvariantCulture, $"{Driver} {Line} {State} #{Seed}");

    private void Load(ScalePan pan, ModelClock clock, Random random)
    {
        decimal load = pan.Shape.Round((decimal)(0.1 + (random.NextDouble() * 14)));
        switch (State)
        {
            case "loaded":
                pan.Place(load);
                break;
            case "light":
                pan.Place(pan.Shape.Round(0.02m + (load / 100)));
                break;
            case "moving":
                pan.Place(load);
                clock.Now += TimeSpan.FromSeconds(1);
                pan.Shake(TimeSpan.FromSeconds(20));
                return;
            case "over":
                pan.Place(pan.Shape.Capacity * 1.1m);
                break;
            case "net":
                pan.Place(0.25m);
                clock.Now += TimeSpan.FromSeconds(1);
                pan.TakeTare();
                pan.Place(load);
                break;
        }
        clock.Now += TimeSpan.FromSeconds(1);
    }
}
