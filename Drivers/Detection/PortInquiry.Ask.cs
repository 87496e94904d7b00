using Drivers.Ports;

namespace Drivers.Detection;

/// <content>Asking: the questions in the order of their harm, until something answers.</content>
internal sealed partial class PortInquiry
{
    private const int EchoesThatTell = 3;

    private static readonly LineSettings s_usual = new(9600, 8, Parity.None, 1);
    private static readonly int[] s_guardedSpeeds = [9600, 19200, 38400, 115200, 4800, 2400];

    private static readonly ProbeStage[] s_stages = [ProbeStage.Quiet, ProbeStage.Line, ProbeStage.Echo, ProbeStage.Letter, ProbeStage.Last, ProbeStage.NoPowerSupply];

    private readonly List<(Probe Probe, TimeSpan At)> _asked = [];

    private IEnumerable<DetectionStep> Ask()
    {
        if (Record.IsOver)
            yield break;
        if (_request.Probe == ProbeScope.None)
        {
            Record.Unknown("nothing came, and nothing was sent: a scale that has to be asked cannot be told from an empty port");
            yield break;
        }
        Record.Stage = InquiryStage.Probing;
        ProbePlan plan = ProbePlan.Of(_candidates, _request);
        foreach (IGrouping<LineSettings?, Probe> round in plan.Rounds)
        {
            _asked.Clear();
            _puzzled = false;
            Tune(round.Key);
            foreach (DetectionStep step in AskRound(round))
            {
                yield return step;
                if (Record.IsOver)
                    yield break;
            }
        }
        string refused = plan.Refused.Count == 0 ? "" : $"; not asked: {string.Join("; ", plan.Refused)}";
        Record.Unknown($"no scale answered any question{Record.Heard()}{refused}");
    }

    private IEnumerable<DetectionStep> AskRound(IGrouping<LineSettings?, Probe> round)
    {
        foreach (ProbeStage stage in s_stages)
        {
            List<Probe> probes = [.. round.Where(probe => probe.Stage == stage).OrderBy(probe => probe.Asked[0].View.ToString(), StringComparer.Ordinal)];
            if (probes.Count == 0)
                continue;
            foreach (DetectionStep step in Prepare(stage, probes))
                yield return step;
            if (Record.IsOver)
                yield break;
            LineView? spoken = null;
            foreach (Probe probe in probes)
            {
                LineView view = probe.Asked[0].View;
                if (stage is not (ProbeStage.Quiet or ProbeStage.Letter) && view != spoken)
                {
                    byte[] end = view.Write(Guard.EndLine);
                    yield return Send(end, "ends a line that a scale may have begun", Now + TimeFor(end.Length));
                    spoken = view;
                }
                _asked.Add((probe, Now));
                TimeSpan next = Now + Max(InquiryTimes.BetweenQuestions, TimeFor(probe.Bytes.Length));
                yield return Send(probe.Bytes, probe.Why, () => _activity > 0 ? Now : next);
                foreach (DetectionStep step in AwaitAnswer(TimeSpan.Zero))
                    yield return step;
                if (Record.IsOver)
                    yield break;
            }
        }
        foreach (DetectionStep step in AwaitAnswer(InquiryTimes.Answer))
            yield return step;
    }

    /// <summary>What comes before the questions of a stage: a printer shows itself, answers are awaited, the guard is raised.</summary>
    private IEnumerable<DetectionStep> Prepare(ProbeStage stage, List<Probe> probes)
    {
        bool first = _asked.Count == 0 && _guarded.Count == 0;
        if (first && (_setting == s_usual || _setting is null))
        {
            TimeSpan next = Now + InquiryTimes.BetweenQuestions;
            yield return Send(Guard.AskPrinter, "asks a receipt printer for its status, which prints nothing", () => _activity > 0 ? Now : next);
        }
        bool mustGuard = stage != ProbeStage.Quiet && _request.Probe == ProbeScope.Safe;
        // What answers a question without a guard is heard out before the port is set to other speeds for the guard; and nothing that could
        // adjust a scale is sent before the scales that were asked so far have had their time.
        if (stage == ProbeStage.Last || (mustGuard && _guarded.Count == 0))
        {
            foreach (DetectionStep step in AwaitAnswer(InquiryTimes.Answer))
                yield return step;
        }
        if (mustGuard && !Record.IsOver)
        {
            foreach (DetectionStep step in RaiseGuard(probes))
                yield return step;
        }
        if (stage == ProbeStage.NoPowerSupply && _request.Probe == ProbeScope.Safe && !Record.IsOver)
        {
            foreach (DetectionStep step in AwaitAnswer(InquiryTimes.Answer))
                yield return step;
            Record.BeginAnswer();
            TimeSpan end = Now + InquiryTimes.Answer;
            byte[] question = [.. Guard.EndLine, .. Guard.AskPowerSupply];
            yield return Send(question, "asks a power supply for its state, which changes nothing", () => Max(end, _lastActivity + InquiryTimes.AnswerOver));
            if (Guard.IsPowerSupply(Record.Answer))
                Record.Unknown("a power supply answered (Megatec Q1); it is no scale, and nothing more was sent");
            Rest();
        }
    }

    /// <summary>Waits so long for an answer, and where one comes, finds out whose it is.</summary>
    private IEnumerable<DetectionStep> AwaitAnswer(TimeSpan patience)
    {
        LineSettings? carrier = _setting;
        if (patience > TimeSpan.Zero && _activity == 0)
        {
            TimeSpan end = Now + patience;
            yield return Wait(() => _activity > 0 ? Now : end);
        }
        if (_echo.Echoes >= EchoesThatTell && _activity == 0)
        {
            Record.Unknown("the port gives back what it is sent: a loopback plug, or a modem or converter that echoes");
            yield break;
        }
        if (_activity == 0)
            yield break;
        TimeSpan longest = Now + InquiryTimes.LongestAnswer;
        // Answers to the questions that were under way come first, so that none is taken for the answer to a question of the interviews.
        TimeSpan drained = _asked.Count == 0 ? Now : _asked[^1].At + InquiryTimes.Answer;
        yield return Wait(() => Min(Max(drained, _lastActivity + InquiryTimes.AnswerOver + TimeFor(2)), longest));
        FallSilent();
        if (_guarded.Count == 0 && Guard.IsPrinter(Record.Answer))
        {
            Record.Unknown("an ESC/POS printer answered (DLE EOT 1); it is no scale, and nothing more was sent");
            yield break;
        }
        foreach (DetectionStep step in Inquire())
        {
            yield return step;
            if (Record.IsOver)
                yield break;
        }
        Tune(carrier);
    }

    /// <summary>
    /// Takes printers and displays out wherever the questions that follow could reach them: first at the settings printers and displays
    /// are delivered with or commonly set to, then at each setting just before it is spoken.
    /// </summary>
    private IEnumerable<DetectionStep> RaiseGuard(List<Probe> probes)
    {
        LineSettings? carrier = _setting;
        IEnumerable<LineView> common = _guarded.Count > 0 || carrier is null ? []
            : s_guardedSpeeds.Select(speed => LineView.Direct(new LineSettings(speed, 8, Parity.None, 1)));
        List<LineView> wanted = [.. common.Concat(probes.SelectMany(probe => probe.Asked).Select(candidate => candidate.View)).Distinct().Except(_guarded)];
        foreach (LineView view in wanted)
        {
            if (_setting != view.Carrier)
                Set(view.Carrier);
            byte[] guard = view.Write(view.Line == s_usual || view.Line is null ? Guard.Raise : Guard.RaiseAndEmpty);
            _guarded.Add(view);
            yield return Send(guard, "takes ESC/POS printers and displays out (ESC =)", Now + TimeFor(guard.Length + 2));
        }
        if (_setting != carrier)
            Tune(carrier);
    }
}
