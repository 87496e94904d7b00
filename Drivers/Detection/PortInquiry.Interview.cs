using Drivers.Ports;

namespace Drivers.Detection;

/// <content>Something answered: each candidate that may be meant is asked by itself, at its own setting, twice or oftener.</content>
internal sealed partial class PortInquiry
{
    private const int MostQuestions = 6;
    private const int MostPuzzled = 3;

    private static readonly TimeSpan s_recently = TimeSpan.FromMilliseconds(400);

    private IEnumerable<DetectionStep> Inquire()
    {
        foreach (Candidate candidate in Suspects())
        {
            if (_interviews++ >= MostInterviews)
            {
                Record.Unknown($"something answers, but in no protocol known here{Record.Heard()}");
                yield break;
            }
            foreach (DetectionStep step in Interview(candidate))
            {
                yield return step;
                if (Record.IsOver)
                    yield break;
            }
        }
    }

    /// <summary>
    /// Who may have answered: whose frames it is, then who would have gone on with the conversation. Where nobody made anything of
    /// it, those who were asked just now, for once: the answer may have come damaged.
    /// </summary>
    private List<Candidate> Suspects()
    {
        List<Candidate> able =
        [
            .. _active.Where(candidate => candidate.SoundCount > 0).OrderByDescending(candidate => candidate.Score).ThenBy(candidate => candidate.Rank)
                .Concat(_asked.SelectMany(asked => asked.Probe.Asked).Reverse().Where(candidate => candidate.WantsToReply))
                .Distinct(),
        ];
        if (able.Count > 0)
            return able;
        List<Candidate> asked = [.. _asked.Where(asked => Now - asked.At < s_recently).Reverse().SelectMany(asked => asked.Probe.Asked)];
        if (_damage > 0)
        {
            // A character with a bit more than this setting has: the same question at the same speed, with parity.
            return [.. _candidates.Where(candidate => !_active.Contains(candidate) && candidate.Line?.Speed == _setting?.Speed
                && asked.Exists(other => other.Question.AsSpan().SequenceEqual(candidate.Question))).Take(MostPuzzled)];
        }
        if (_puzzled)
            return [];
        _puzzled = true;
        return [.. asked.Take(MostPuzzled)];
    }

    private IEnumerable<DetectionStep> Interview(Candidate candidate)
    {
        TuneDirectly(candidate.Line);
        if (candidate.Question.Length == 0)
        {
            yield return Wait(ListenUntil);
            if (Judge().Best is not null)
                Record.Decide(Judge(), sendsByItself: true);
            yield break;
        }
        if (EndsLine(candidate.Question))
            yield return Send(Guard.EndLine, "ends a line that a scale may have begun", Now + TimeFor(Guard.EndLine.Length));
        for (int asked = 0; asked < MostQuestions; asked++)
        {
            int before = candidate.SoundCount;
            foreach (DetectionStep step in Put(candidate))
                yield return step;
            // A line that something else had begun swallows the first question; its end clears the way for the second.
            if (candidate.SoundCount == before && (asked > candidate.SoundCount || !EndsLine(candidate.Question) || _firstActivity is null))
                yield break;
            if (candidate.SoundCount >= Ranking.FewestFrames && candidate.Score >= Ranking.FewestBits)
                break;
        }
        var heardOut = new HashSet<Candidate> { candidate };
        while (Other(candidate, heardOut) is Candidate other)
        {
            heardOut.Add(other);
            int before = other.SoundCount;
            if (EndsLine(other.Question))
                yield return Send(Guard.EndLine, "ends a line that a scale may have begun", Now + TimeFor(Guard.EndLine.Length));
            foreach (DetectionStep step in Put(other))
                yield return step;
            if (other.SoundCount == before)
                _active.Remove(other);
            _judgedAt = -1;
        }
        if (Judge().Best is not null)
            Record.Decide(Judge(), sendsByItself: false);
    }

    private static bool EndsLine(byte[] question) => question[^1] is (byte)'\r' or (byte)'\n';

    /// <summary>
    /// One who reads the same answers as well or better, is asked otherwise, and has not been heard out: it must answer to its own question too.
    /// Null where there is none left.
    /// </summary>
    private Candidate? Other(Candidate asked, HashSet<Candidate> heardOut)
    {
        Ranking heard = Judge();
        return heard.Best is null ? null : heard.Rivals.Prepend(heard.Best).FirstOrDefault(other =>
            !heardOut.Contains(other) && other.Question.Length > 0 && !other.Question.AsSpan().SequenceEqual(asked.Question));
    }

    /// <summary>Puts one question and waits for its answer, going on in the conversation where there is one.</summary>
    private IEnumerable<DetectionStep> Put(Candidate candidate)
    {
        int before = candidate.SoundCount;
        _asker = candidate;
        byte[] question = candidate.Ask().ToArray();
        TimeSpan asked = Now;
        _firstActivity = null;
        TimeSpan sent = Now + TimeFor(question.Length);
        yield return Send(question, $"asks {candidate.Protocol.DriverName} for a weight", () =>
            _firstActivity is null ? sent + InquiryTimes.Answer : _lastActivity + InquiryTimes.AnswerOver + TimeFor(2));
        FallSilent();
        if (candidate.SoundCount == before && _firstActivity is not null)
        {
            yield return Wait(() => candidate.SoundCount > before
                ? _lastActivity + InquiryTimes.AnswerOver
                : Min(_lastActivity + InquiryTimes.Answer + TimeFor(LongFrames / 2), asked + InquiryTimes.LongestAnswer));
            FallSilent();
        }
        _asker = null;
    }

    private void FallSilent()
    {
        foreach (Candidate candidate in _active)
            candidate.FallSilent(Now);
        _judgedAt = -1;
    }
}
