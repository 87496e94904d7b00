using Drivers.Ports;

namespace Drivers.Detection;

/// <content>Listening: which setting makes sense of a device that sends by itself.</content>
internal sealed partial class PortInquiry
{
    private const int EnoughToJudge = 16;
    private const int LongFrames = 40;
    private const int ListeningRounds = 2;

    private static readonly TimeSpan s_pause = TimeSpan.FromMilliseconds(10);

    private IEnumerable<DetectionStep> Listen()
    {
        Record.Stage = InquiryStage.Listening;
        List<LineSettings?> carriers = ListeningOrder();
        if (carriers.Count == 0)
        {
            Record.Unknown("no protocol is known for this line setting");
            yield break;
        }
        for (int round = 0; round < ListeningRounds; round++)
        {
            foreach (LineSettings? carrier in carriers)
            {
                Tune(carrier, atStart: false);
                yield return Wait(ListenUntil);
                if (round == 0 && carrier == carriers[0] && _activity == 0)
                    yield break;
                foreach (DetectionStep step in Claim())
                    yield return step;
                if (Record.IsOver)
                    yield break;
            }
        }
        Record.Unknown($"something sends by itself, but no protocol known here makes sense of it at any usual setting{Record.Heard()}");
    }

    /// <summary>Where most protocols that send by themselves are at home first.</summary>
    private List<LineSettings?> ListeningOrder() =>
    [
        .. _candidates.GroupBy(candidate => candidate.Line is LineSettings line ? LineView.CarrierOf(line) : (LineSettings?)null)
            .OrderByDescending(carrier => carrier.Where(candidate => candidate.Question.Length == 0)
                .Select(candidate => candidate.Protocol.Name).Distinct(StringComparer.Ordinal).Count())
            .ThenByDescending(carrier => carrier.Count())
            .Select(carrier => carrier.Key),
    ];

    private TimeSpan ListenUntil()
    {
        if (Judge().IsClaim)
            return Now;
        if (_active.Exists(candidate => candidate.SoundCount > 0))
            return _begun + InquiryTimes.Promising;
        if (_firstActivity is TimeSpan first && _activity >= EnoughToJudge)
        {
            // A burst that began behind a pause was seen from its start: when it is over, this setting has had its chance. What was under way
            // when the setting was made, or never pauses, is given the time of the next burst.
            bool fromStart = first - _begun > s_pause + TimeFor(2);
            TimeSpan chance = first + Max(fromStart ? TimeSpan.Zero : InquiryTimes.Hopeless, TimeFor(LongFrames));
            return Min(Max(chance, _lastActivity + s_pause + TimeFor(2)), first + InquiryTimes.Hopeless + InquiryTimes.Hopeless + TimeFor(LongFrames));
        }
        return _begun + InquiryTimes.Silence;
    }

    private TimeSpan TimeFor(int characters) =>
        _setting is LineSettings setting ? TimeSpan.FromSeconds(10d * characters / setting.Speed) : TimeSpan.Zero;

    /// <summary>Makes a claim of what was heard: sees it again at the setting itself where a carrier was used.</summary>
    private IEnumerable<DetectionStep> Claim()
    {
        Ranking heard = Judge();
        if (heard.Best is not Candidate best)
            yield break;
        if (best.Line != _setting)
        {
            Record.Evidence(best);
            TuneDirectly(best.Line, atStart: false);
            yield return Wait(ListenUntil);
            heard = Judge();
            if (heard.Best is null)
                yield break;
        }
        Record.Decide(heard, sendsByItself: true);
    }
}
