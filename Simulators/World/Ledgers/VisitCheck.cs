using System.Globalization;
using System.Text.Json;

namespace Simulators.World.Ledgers;

/// <summary>Compares who came before a camera with the <c>vip.arrived</c> events that came of it.</summary>
internal sealed class VisitCheck
{
    /// <summary>Between a person's leaving as drawn and as seen.</summary>
    private static readonly TimeSpan s_slack = TimeSpan.FromSeconds(4);

    /// <summary>The end of a stay that goes on.</summary>
    private static readonly DateTimeOffset s_open = DateTimeOffset.MaxValue - s_slack;

    private readonly List<(string Member, DateTimeOffset At)> _arrived = [];

    private readonly record struct Stay(string Person, DateTimeOffset From, DateTimeOffset Until)
    {
        /// <summary>Whether an announcement belongs to it.</summary>
        public bool Has(DateTimeOffset at) => at >= From && at <= Until + s_slack;
    }

    /// <summary>Takes a <c>vip.arrived</c> event.</summary>
    public void Add(DateTimeOffset at, string body)
    {
        using var document = JsonDocument.Parse(body);
        _arrived.Add((document.RootElement.GetProperty("member").GetString()!, at));
    }

    /// <summary>How many visits of enrolled people had to be announced, how many were, and what does not fit.</summary>
    public VisitOutcome Compare(IReadOnlyList<CameraTruth> cameras)
    {
        var wrong = new List<string>();
        long visits = 0, announced = 0;
        foreach (var camera in cameras)
        {
            var stays = Stays(camera.Path);
            foreach (var face in camera.Enrolled)
            {
                var own = stays.Where(stay => stay.Person == face.Person && stay.From > face.At).ToList();
                var arrivals = _arrived.Where(one => one.Member == face.Member).Select(one => one.At).ToList();
                var sure = Visits(own, camera.ReentryGap + s_slack).FindAll(visit => visit.Until != s_open);
                visits += sure.Count;
                foreach (var visit in sure)
                {
                    var missed = !arrivals.Exists(visit.Has);
                    announced += missed ? 0 : 1;
                    wrong.AddRange(missed ? [string.Create(CultureInfo.InvariantCulture, $"{face.Member} came at {visit.From:HH:mm:ss} and was not announced")] : []);
                }

                wrong.AddRange(Visits(own, camera.ReentryGap - s_slack)
                    .Where(visit => arrivals.Count(visit.Has) > 1)
                    .Select(visit => string.Create(CultureInfo.InvariantCulture, $"{face.Member} came at {visit.From:HH:mm:ss} and was announced {arrivals.Count(visit.Has)} times")));
                wrong.AddRange(arrivals
                    .Where(at => !stays.Exists(stay => stay.Person == face.Person && stay.Has(at)))
                    .Select(at => string.Create(CultureInfo.InvariantCulture, $"{face.Member} was announced at {at:HH:mm:ss.fff} and was not there")));
            }
        }

        var known = cameras.SelectMany(camera => camera.Enrolled).Select(face => face.Member).ToHashSet(StringComparer.Ordinal);
        wrong.AddRange(_arrived.Where(one => cameras.Count > 0 && !known.Contains(one.Member)).Select(one => $"{one.Member} was announced and is not enrolled"));
        return new VisitOutcome(visits, announced, wrong);
    }

    /// <summary>The visits that one person's stays are, where a shorter absence than the gap makes no new one.</summary>
    private static List<Stay> Visits(List<Stay> stays, TimeSpan gap)
    {
        var visits = new List<Stay>();
        foreach (var stay in stays)
        {
            if (visits.Count > 0 && stay.From - visits[^1].Until <= gap)
            {
                visits[^1] = visits[^1] with { Until = stay.Until };
            }
            else
            {
                visits.Add(stay);
            }
        }

        return visits;
    }

    /// <summary>Those who came and went; whoever is still there is left out.</summary>
    private static List<Stay> Stays(string truth)
    {
        var stays = new List<Stay>();
        (string Person, DateTimeOffset At)? there = null;
        foreach (var line in JsonLines.Read(truth))
        {
            var at = line.GetProperty("at").GetDateTimeOffset();
            switch (line.GetProperty("event").GetString())
            {
                case "comes":
                    there = (line.GetProperty("person").GetString()!, at);
                    break;
                case "gone" when there is { } stayed:
                    stays.Add(new Stay(stayed.Person, stayed.At, at));
                    there = null;
                    break;
            }
        }

        if (there is { } still)
        {
            // May or may not have been recognised yet: it allows an arrival and asks for none.
            stays.Add(new Stay(still.Person, still.At, s_open));
        }

        return stays;
    }
}

/// <summary>What became of the visits before one gateway's cameras.</summary>
/// <param name="Visits">Visits of enrolled people.</param>
/// <param name="Announced">How many of them were announced.</param>
/// <param name="Wrong">What does not fit.</param>
public sealed record VisitOutcome(long Visits, long Announced, IReadOnlyList<string> Wrong)
{
    /// <summary>There is no camera.</summary>
    public static VisitOutcome None { get; } = new(0, 0, []);
}

/// <summary>The ground truth of one camera.</summary>
/// <param name="Device">The camera on its gateway.</param>
/// <param name="Path">Its simulator's log.</param>
/// <param name="Enrolled">Whom the gateway knows.</param>
/// <param name="ReentryGap">How long somebody is away who comes back on another visit.</param>
public sealed record CameraTruth(string Device, string Path, IReadOnlyList<EnrolledFace> Enrolled, TimeSpan ReentryGap);

/// <summary>A drawn person whom a gateway knows.</summary>
/// <param name="Member">The member's id.</param>
/// <param name="Person">The person in the camera's ground truth.</param>
/// <param name="At">Since when.</param>
public sealed record EnrolledFace(string Member, string Person, DateTimeOffset At);
