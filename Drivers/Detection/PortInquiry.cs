using Drivers.Ports;
using Drivers.Scales;

namespace Drivers.Detection;

/// <summary>
/// The whole of one detection without its I/O: says step by step what to set and send, is given what arrives and when, and ends
/// with a verdict. Pure but for its own counts; time is what it is told. Not thread-safe.
/// </summary>
/// <remarks>
/// The caller takes a step, sets and sends what it says, then waits until <see cref="WaitUntil"/>, which changes with every
/// arrival, and takes the next. What <see cref="Receive"/> returns is sent at once: it is the host's part of a conversation.
/// </remarks>
internal sealed partial class PortInquiry
{
    private const int MostInterviews = 16;

    private readonly DetectionRequest _request;
    private readonly List<Candidate> _candidates;
    private readonly List<LineView> _guarded = [];
    private readonly EchoFilter _echo = new();
    private readonly List<byte> _arrived = [];
    private List<Candidate> _active = [];
    private Candidate? _asker;
    private LineSettings? _setting;
    private Func<TimeSpan> _until;
    private TimeSpan _begun;
    private TimeSpan? _firstActivity;
    private TimeSpan _lastActivity;
    private int _activity;
    private int _damage;
    private int _interviews;
    private bool _puzzled;
    private Ranking _judgement = Ranking.Nothing;
    private int _judgedAt = -1;

    /// <summary>Prepares the detection of one port.</summary>
    /// <param name="protocols">Every protocol there is.</param>
    /// <param name="request">How far it may go.</param>
    /// <param name="start">The wall clock at the start, for the evidence.</param>
    public PortInquiry(IEnumerable<ScaleProtocol> protocols, DetectionRequest request, DateTimeOffset start)
    {
        _request = request;
        _candidates = Candidates.Of(protocols, request);
        _until = () => _begun;
        Record = new InquiryRecord(start);
    }

    /// <summary>Time since the start; set by the caller before each step and by every arrival.</summary>
    public TimeSpan Now { get; set; }

    /// <summary>Until when the caller waits before it takes the next step.</summary>
    public TimeSpan WaitUntil => Min(_until(), _request.Timeout);

    /// <summary>What has been found so far.</summary>
    public InquiryRecord Record { get; }

    /// <summary>Every step. Ends once there is a verdict.</summary>
    public IEnumerable<DetectionStep> Steps()
    {
        foreach (DetectionStep step in Listen().Concat(Ask()))
        {
            yield return step;
            if (Record.IsOver)
                break;
            if (Now >= _request.Timeout)
            {
                Record.Unknown($"no protocol was proven within {_request.Timeout.TotalSeconds:0.#} s{Record.Heard()}");
                break;
            }
        }
        foreach (LineView view in Record.Protocol is null ? Enumerable.Reverse(_guarded) : [])
        {
            Set(view.Carrier);
            byte[] lower = view.Write(Guard.Lower);
            yield return Send(lower, "puts printers and displays back", Now + TimeFor(lower.Length + 1));
        }
    }

    /// <summary>Takes what arrived.</summary>
    /// <returns>What is to be sent at once; empty for nothing.</returns>
    public ReadOnlyMemory<byte> Receive(TimeSpan now, ReadOnlySpan<byte> bytes)
    {
        Now = now;
        _arrived.Clear();
        foreach (byte value in bytes)
            _echo.Take(value, now, _arrived);
        var replies = new List<byte>();
        foreach (byte value in _arrived)
        {
            NoteActivity();
            Record.Came(value);
            foreach (Candidate candidate in _active)
            {
                ReadOnlyMemory<byte> reply = candidate.Take(value, now, candidate == _asker);
                if (candidate == _asker)
                    replies.AddRange(reply.Span);
            }
        }
        if (replies.Count == 0)
            return default;
        // Not given to the echo filter: some protocols have the host give a frame back, and the scale's next frame may be the same.
        byte[] sent = [.. replies];
        Record.Sent(_setting, sent, $"goes on in the conversation of {_asker!.Protocol.DriverName}");
        return sent;
    }

    /// <summary>A byte came damaged.</summary>
    public void Damage(TimeSpan now)
    {
        Now = now;
        NoteActivity();
        Record.CameDamaged();
        _damage++;
        foreach (Candidate candidate in _active)
            candidate.Break();
    }

    private static TimeSpan Min(TimeSpan one, TimeSpan other) => one < other ? one : other;

    private static TimeSpan Max(TimeSpan one, TimeSpan other) => one > other ? one : other;

    private void NoteActivity()
    {
        _activity++;
        _firstActivity ??= Now;
        _lastActivity = Now;
    }

    /// <summary>Sets the port so that it carries every candidate of that carrier, and begins to count.</summary>
    private void Tune(LineSettings? carrier, bool atStart = true)
    {
        Set(carrier);
        _active = [.. _candidates.Where(candidate => carrier is null || (candidate.Line is LineSettings line && LineView.CarrierOf(line) == carrier))];
        foreach (Candidate candidate in _active)
            candidate.Begin(new LineView(candidate.Line, carrier), atStart);
    }

    /// <summary>Sets the port to one line setting and begins to count for the candidates of that setting.</summary>
    private void TuneDirectly(LineSettings? line, bool atStart = true)
    {
        Set(line);
        _active = [.. _candidates.Where(candidate => candidate.Line == line)];
        foreach (Candidate candidate in _active)
            candidate.Begin(LineView.Direct(line), atStart);
    }

    private void Set(LineSettings? setting)
    {
        if (_setting != setting)
            _echo.Clear();
        _setting = setting;
        Record.Setting = setting;
        _asker = null;
        Rest();
    }

    /// <summary>Forgets what came so far as activity.</summary>
    private void Rest()
    {
        _begun = Now;
        Record.BeginAnswer();
        _firstActivity = null;
        _activity = 0;
        _damage = 0;
        _judgedAt = -1;
        _judgement = Ranking.Nothing;
    }

    private DetectionStep Wait(Func<TimeSpan> until)
    {
        _until = until;
        return new DetectionStep(_setting, default);
    }

    private DetectionStep Send(byte[] bytes, string why, TimeSpan waitUntil) => Send(bytes, why, () => waitUntil);

    private DetectionStep Send(byte[] bytes, string why, Func<TimeSpan> until)
    {
        _until = until;
        _echo.Sent(bytes, Now);
        Record.Sent(_setting, bytes, why);
        return new DetectionStep(_setting, bytes);
    }

    /// <summary>What the counts say now; weighed anew only when something came.</summary>
    private Ranking Judge()
    {
        if (_judgedAt != _activity)
        {
            _judgedAt = _activity;
            _judgement = Ranking.Of(_active);
        }
        return _judgement;
    }
}
