using System.Globalization;
using Drivers.Ports;
using EdgeGateway.Core.Setup;

namespace Drivers.Detection;

/// <summary>How far an inquiry is.</summary>
internal enum InquiryStage
{
    /// <summary>It listens.</summary>
    Listening,

    /// <summary>It asks.</summary>
    Probing,
}

/// <summary>What one inquiry has seen, sent and found; bounded.</summary>
internal sealed class InquiryRecord(DateTimeOffset start)
{
    private const int MostKept = 256;
    private const int MostEvidence = 40;
    private const int MostSent = 400;
    private const int FramesShown = 4;

    private readonly List<DetectionEvidence> _evidence = [];
    private readonly List<DetectionSent> _sent = [];
    private readonly List<byte> _tail = [];
    private readonly List<byte> _answer = [];
    private int _damaged;
    private IReadOnlyList<DetectionCandidate> _candidates = [];
    private DetectionState? _verdict;
    private string? _reason;
    private string? _line;
    private Dictionary<string, string> _profile = new(StringComparer.Ordinal);

    public InquiryStage Stage { get; set; }

    public LineSettings? Setting { get; set; }

    /// <summary>Whether there is a verdict.</summary>
    public bool IsOver => _verdict is not null;

    /// <summary>The protocol recognised, or null.</summary>
    public Candidate? Protocol { get; private set; }

    /// <summary>What came since <see cref="BeginAnswer"/>.</summary>
    public IReadOnlyList<byte> Answer => _answer;

    public void BeginAnswer() => _answer.Clear();

    public void Came(byte value)
    {
        if (_tail.Count == MostKept)
            _tail.RemoveAt(0);
        _tail.Add(value);
        if (_answer.Count < MostKept)
            _answer.Add(value);
    }

    public void CameDamaged() => _damaged++;

    public void Sent(LineSettings? line, byte[] bytes, string why)
    {
        if (_sent.Count < MostSent)
            _sent.Add(new DetectionSent(line?.ToString(), Convert.ToHexStringLower(bytes), why));
    }

    /// <summary>Keeps a candidate's frames as evidence.</summary>
    public void Evidence(Candidate candidate)
    {
        foreach (SoundFrame frame in candidate.Sound.TakeLast(FramesShown))
        {
            if (_evidence.Count == MostEvidence)
                _evidence.RemoveAt(0);
            _evidence.Add(new DetectionEvidence(
                start + frame.At,
                Setting?.ToString(),
                Convert.ToHexStringLower(frame.Raw),
                DecodedFrame.Of(candidate.Protocol.Name, candidate.AsksUnit ? frame.Frame with { Unit = null } : frame.Frame)));
        }
    }

    /// <summary>Nothing is claimed.</summary>
    public void Unknown(string reason)
    {
        if (IsOver)
            return;
        if (_tail.Count > 0 && _evidence.Count < MostEvidence)
            _evidence.Add(new DetectionEvidence(start, Setting?.ToString(), Convert.ToHexStringLower(_tail.ToArray()), null));
        (_verdict, _reason) = (DetectionState.Unknown, reason);
    }

    /// <summary>Recognised, or ambiguous where another protocol explains it as well.</summary>
    public void Decide(Ranking judgement, bool sendsByItself)
    {
        string how = sendsByItself ? "it sends by itself" : "it answers";
        Candidate best = judgement.Best!;
        Evidence(best);
        List<Candidate> others = [.. judgement.Rivals.Where(rival => rival.Protocol != best.Protocol)];
        _candidates = [.. others.Prepend(best).DistinctBy(candidate => candidate.Protocol.Name).Select(candidate => new DetectionCandidate(
            candidate.Protocol.DriverName, candidate.Line?.ToString(), Reason(candidate)))];
        if (others.Count > 0)
        {
            _verdict = DetectionState.Ambiguous;
            _reason = $"{how}, and {string.Join(" and ", _candidates.Select(candidate => candidate.Protocol))} read it equally well; choose by the scale's manual";
            return;
        }
        Protocol = best;
        _profile = new Dictionary<string, string>(best.Profile, StringComparer.Ordinal);
        if (sendsByItself && best.StreamSetting is { } setting)
            _profile[setting.Key] = setting.Value;
        _line = best.Line?.ToString();
        _verdict = DetectionState.Recognised;
        string missing = best.Missing.Count == 0 ? "" : $"; to be said by a person: {string.Join(", ", best.Missing)}";
        string noLine = best.Line is null ? "; this port shows neither speed nor parity (a pty or network box), so the line setting is not proven" : "";
        _reason = $"{how}: {Reason(best)}{noLine}{missing}";
    }

    /// <summary>What came and was not understood, for a reason; empty where nothing came.</summary>
    public string Heard()
    {
        if (_tail.Count == 0 && _damaged == 0)
            return "";
        string what = BystanderSigns.Describe(_tail) is string sign ? $"; it looks like {sign}" : "";
        return string.Create(CultureInfo.InvariantCulture, $" ({_tail.Count} bytes came last, {_damaged} damaged){what}");
    }

    /// <summary>The state so far, for the page and the verb.</summary>
    public PortDetection Snapshot(TimeSpan took) => new(
        _verdict ?? (Stage == InquiryStage.Listening ? DetectionState.Listening : DetectionState.Probing),
        Protocol?.Protocol.DriverName, _line, _candidates, [.. _evidence], [.. _sent], _reason, took)
    {
        Profile = _profile,
    };

    private static string Reason(Candidate candidate) => string.Create(
        CultureInfo.InvariantCulture,
        $"{candidate.SoundCount} sound frames of {candidate.Protocol.DriverName} at {candidate.Line?.ToString() ?? "this port"}, {candidate.Damaged} damaged, "
            + $"{candidate.Explained} of {candidate.Heard} bytes explained, {candidate.Score:0} bits of evidence");
}
