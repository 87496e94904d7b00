using Drivers.Ports;
using Drivers.Scales;

namespace Drivers.Detection;

/// <summary>Which questions are sent on a silent port, in which order. Pure.</summary>
internal sealed class ProbePlan
{
    private ProbePlan(IReadOnlyList<IGrouping<LineSettings?, Probe>> rounds, IReadOnlyList<string> refused)
    {
        Rounds = rounds;
        Refused = refused;
    }

    /// <summary>The questions, one group for each setting of the port, the setting that reaches most candidates first.</summary>
    public IReadOnlyList<IGrouping<LineSettings?, Probe>> Rounds { get; }

    /// <summary>What is not asked, and why, in words.</summary>
    public IReadOnlyList<string> Refused { get; }

    /// <summary>Makes the plan.</summary>
    public static ProbePlan Of(IReadOnlyList<Candidate> candidates, DetectionRequest request)
    {
        var refused = new List<string>();
        HashSet<LineSettings?> adjustable = [.. candidates.Where(candidate => candidate.Protocol == Toledo8217.Protocol).Select(candidate => candidate.Line)];
        var probes = new List<Probe>();
        foreach (var same in candidates.Where(candidate => candidate.Question.Length > 0)
            .GroupBy(candidate => (Carrier: CarrierOf(candidate), Wire: Convert.ToHexString(ViewOf(candidate).Write(candidate.Question)))))
        {
            Candidate first = same.First();
            if (request.Probe != ProbeScope.All && Refusal(first, request) is string why)
            {
                refused.Add($"{string.Join(", ", same.Select(candidate => candidate.Protocol.DriverName).Distinct(StringComparer.Ordinal))} at "
                    + $"{first.Line?.ToString() ?? "this port"}: {why}");
            }
            else
            {
                ProbeStage stage = StageOf(first, adjustable);
                byte[] question = stage == ProbeStage.Echo ? [.. first.Question, ProbeSafety.EndEcho] : first.Question;
                probes.Add(new Probe(same.Key.Carrier, ViewOf(first).Write(question), [.. same], stage));
            }
        }
        List<IGrouping<LineSettings?, Probe>> rounds =
        [
            .. probes.Where(probe => probe.Stage != ProbeStage.NoPowerSupply).GroupBy(probe => probe.Carrier)
                .OrderByDescending(round => round.SelectMany(probe => probe.Asked).Sum(candidate => candidate.Rank == 0 ? 2 : 1)),
            .. probes.Where(probe => probe.Stage == ProbeStage.NoPowerSupply).GroupBy(probe => probe.Carrier),
        ];
        return new ProbePlan(rounds, refused);
    }

    private static string? Refusal(Candidate candidate, DetectionRequest request)
    {
        if (!request.PlainDisplay)
            return ProbeSafety.Refusal(candidate.Question, candidate.Line);
        if (!ProbeSafety.IsQuiet(ViewOf(candidate).Write(candidate.Question)))
            return "is asked in characters that a plain display would show";
        return candidate.Line is { Speed: not 9600 } ? "is asked at a speed at which a plain display on 9600 would show something" : null;
    }

    private static LineSettings? CarrierOf(Candidate candidate) => candidate.Line is LineSettings line ? LineView.CarrierOf(line) : null;

    private static LineView ViewOf(Candidate candidate) => new(candidate.Line, CarrierOf(candidate));

    private static ProbeStage StageOf(Candidate candidate, HashSet<LineSettings?> adjustable)
    {
        byte[] question = candidate.Question;
        if (ProbeSafety.CouldSwitchPower(question, candidate.Line))
            return ProbeStage.NoPowerSupply;
        if (ProbeSafety.IsQuiet(ViewOf(candidate).Write(question)))
            return ProbeStage.Quiet;
        if (ProbeSafety.CouldAdjust(question) && adjustable.Contains(candidate.Line))
            return ProbeStage.Last;
        if (ProbeSafety.CouldStartEcho(question) && adjustable.Contains(candidate.Line))
            return ProbeStage.Echo;
        return question[^1] is (byte)'\r' or (byte)'\n' ? ProbeStage.Line : ProbeStage.Letter;
    }
}
