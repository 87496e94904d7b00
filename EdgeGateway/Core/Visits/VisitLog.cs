using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using Cloud.Contracts;
using EdgeGateway.Core.Events;

namespace EdgeGateway.Core.Visits;

/// <summary>Makes visits of what cameras see and of cards and codes that are shown. No I/O, no clock; one thread's own.</summary>
/// <remarks>
/// A stay is one person in one zone: <c>visit.started</c> and <c>visit.ended</c>, anonymous unless a member was recognised meanwhile. A member
/// arrives once a visit: <c>vip.arrived</c> comes again only when the member was out of sight for the re-entry gap. People are counted by hour, staff are not.
/// </remarks>
public sealed class VisitLog
{
    /// <summary>Stays at once; beyond it the oldest is ended as cut short.</summary>
    private const int MostStays = 512;

    private const int HoursKept = 48;

    private static readonly TimeSpan s_hour = TimeSpan.FromHours(1);

    private readonly VisitOptions _options;
    private readonly Func<DateTimeOffset, Guid> _newId;

    /// <summary>Begins with nobody there.</summary>
    /// <param name="options">What counts as one visit.</param>
    public VisitLog(VisitOptions options)
        : this(options, new VisitsKept(), DrawnIds.At)
    {
    }

    internal VisitLog(VisitOptions options, VisitsKept kept, Func<DateTimeOffset, Guid> newId) => (_options, Kept, _newId) = (options, kept, newId);

    internal VisitsKept Kept { get; }

    /// <summary>Takes what a camera saw, in order.</summary>
    public VisitStep Take(Presence presence) => presence switch
    {
        PresenceBegan began => Begin(began),
        PresenceRecognised recognised => Recognise(recognised),
        PresenceEnded ended => End(ended),
        _ => VisitStep.Nothing,
    };

    /// <summary>A member was identified without a face.</summary>
    /// <param name="member">The member's id.</param>
    /// <param name="how">One of <see cref="RecognisedBy"/>.</param>
    /// <param name="zone">Where.</param>
    /// <param name="time">When.</param>
    public VisitStep Identify(string member, string how, string zone, DateTimeOffset time) => Arrive(_newId(time), member, how, zone, time, null);

    /// <summary>Ends the hours that are over, and forgets who was out of sight for the re-entry gap.</summary>
    public VisitStep Tick(DateTimeOffset now)
    {
        foreach (var (member, _) in Kept.Members.Where(one => !IsHere(one.Key) && !IsSameVisit(one.Value.At, now)).ToList())
        {
            Kept.Members.Remove(member);
        }

        return new VisitStep([.. Counted(count => HourOf(count.From) != HourOf(now), now)], []);
    }

    /// <summary>Ends the stays that another run of the gateway left open: they were at least as long as until the log was kept last.</summary>
    public VisitStep Resume() => EndAll(Kept.At, _ => false);

    /// <summary>Ends everything: the gateway stops.</summary>
    /// <param name="now">When.</param>
    public VisitStep Stop(DateTimeOffset now) => EndAll(now, _ => true);

    /// <summary>Forgets a member who no longer wants to be recognised: what the face had been seen with stays without a name.</summary>
    public void Forget(string member)
    {
        Kept.Members.Remove(member);
        for (var i = 0; i < Kept.Stays.Count; i++)
        {
            Kept.Stays[i] = Kept.Stays[i].Member == member ? Kept.Stays[i] with { Member = null } : Kept.Stays[i];
        }
    }

    private VisitStep EndAll(DateTimeOffset now, Func<PeopleCount, bool> isOver)
    {
        var events = Kept.Stays.ConvertAll(stay => Ended(stay, now, cutShort: true));
        foreach (var stay in Kept.Stays.Where(stay => stay.Member is not null))
        {
            See(stay.Member!, now);
        }

        Kept.Stays.Clear();
        return new VisitStep([.. events, .. Counted(isOver, now)], []);
    }

    private VisitStep Begin(PresenceBegan began)
    {
        var events = new List<EventDraft>();
        if (Kept.Stays.Count >= MostStays)
        {
            events.Add(Ended(Kept.Stays[0], began.Time, cutShort: true));
            Kept.Stays.RemoveAt(0);
        }

        var stay = new Stay(_newId(began.Time), began.Camera, began.Zone, began.Track, began.Time);
        Kept.Stays.Add(stay);
        events.Add(new EventDraft(EventTypes.VisitStarted, stay.Camera, began.Time, DraftJson.Write(json =>
        {
            json.WriteString("zone"u8, stay.Zone);
            json.WriteString("visit"u8, stay.Visit);
            json.WriteString("camera"u8, stay.Camera);
        }), OriginOf(EventTypes.VisitStarted, stay.Visit.ToString())));
        return new VisitStep(events, []);
    }

    private VisitStep Recognise(PresenceRecognised recognised)
    {
        var index = IndexOf(recognised);
        if (index >= 0)
        {
            Kept.Stays[index] = Kept.Stays[index] with { Member = recognised.IsStaff ? null : recognised.Subject, IsStaff = recognised.IsStaff };
        }

        return recognised.IsStaff
            ? VisitStep.Nothing
            : Arrive(
                index >= 0 ? Kept.Stays[index].Visit : _newId(recognised.Time),
                recognised.Subject, RecognisedBy.Face, recognised.Zone, recognised.Time, recognised);
    }

    private VisitStep End(PresenceEnded ended)
    {
        var index = IndexOf(ended);
        if (index < 0)
        {
            return VisitStep.Nothing;
        }

        var stay = Kept.Stays[index];
        Kept.Stays.RemoveAt(index);
        if (stay.Member is { } member)
        {
            See(member, ended.Time);
        }

        List<EventDraft> events = [Ended(stay, ended.Time, cutShort: false)];
        if (ended.Counts && !stay.IsStaff)
        {
            events.AddRange(Count(stay, ended.Time));
        }

        return new VisitStep(events, []);
    }

    private VisitStep Arrive(Guid visit, string member, string how, string zone, DateTimeOffset time, PresenceRecognised? face)
    {
        var isSame = Kept.Members.TryGetValue(member, out var seen) && (IsHere(member, visit) || IsSameVisit(seen.At, time));
        Kept.Members[member] = new SeenMember(isSame ? seen.Visit : visit, time);
        if (isSame)
        {
            return VisitStep.Nothing;
        }

        var draft = new EventDraft(EventTypes.VipArrived, face?.Camera, time, DraftJson.Write(json =>
        {
            json.WriteString("member"u8, member);
            json.WriteString("how"u8, how);
            json.WriteString("visit"u8, visit);
            json.WriteString("zone"u8, zone);
            if (face is not null)
            {
                json.WriteString("camera"u8, face.Camera);
                json.WriteString("confidence"u8, face.Confidence.ToString("0.00", CultureInfo.InvariantCulture));
                json.WriteNumber("frame_ms"u8, (long)(face.Time - face.FrameTime).TotalMilliseconds);
            }
        }), OriginOf(EventTypes.VipArrived, visit.ToString()));
        return new VisitStep([draft], [new Arrival(visit, member, how, zone, time, face?.Confidence)]);
    }

    /// <summary>Whether a member is still in another stay than the one that was just named.</summary>
    private bool IsHere(string member, Guid but = default) => Kept.Stays.Exists(stay => stay.Member == member && stay.Visit != but);

    /// <summary>A clock that was set back makes no second visit.</summary>
    private bool IsSameVisit(DateTimeOffset last, DateTimeOffset now) => now - last < _options.ReentryGap;

    private void See(string member, DateTimeOffset time)
    {
        if (Kept.Members.TryGetValue(member, out var seen))
        {
            Kept.Members[member] = seen with { At = time };
        }
    }

    private int IndexOf(Presence presence) => Kept.Stays.FindIndex(stay => stay.Track == presence.Track && stay.Camera == presence.Camera && stay.Zone == presence.Zone);

    private List<EventDraft> Count(Stay stay, DateTimeOffset time)
    {
        var events = Counted(count => HourOf(count.From) != HourOf(time), time).ToList();
        Remember(stay, HourOf(time));
        var index = Kept.Counts.FindIndex(count => count.Camera == stay.Camera && count.Zone == stay.Zone);
        if (index < 0)
        {
            Kept.Counts.Add(new PeopleCount(stay.Camera, stay.Zone, time, 1));
        }
        else
        {
            Kept.Counts[index] = Kept.Counts[index] with { Count = Kept.Counts[index].Count + 1 };
        }

        return events;
    }

    private void Remember(Stay stay, DateTimeOffset hour)
    {
        Kept.Hours.RemoveAll(one => hour - one.From > TimeSpan.FromHours(HoursKept));
        var index = Kept.Hours.FindIndex(one => one.Camera == stay.Camera && one.From == hour);
        if (index < 0)
        {
            Kept.Hours.Add(new PeopleCount(stay.Camera, stay.Zone, hour, 1));
        }
        else
        {
            Kept.Hours[index] = Kept.Hours[index] with { Count = Kept.Hours[index].Count + 1 };
        }
    }

    /// <summary>Takes out the counts that are over, each as its event.</summary>
    private IEnumerable<EventDraft> Counted(Func<PeopleCount, bool> isOver, DateTimeOffset now)
    {
        foreach (var count in Kept.Counts.Where(isOver).ToList())
        {
            Kept.Counts.Remove(count);
            var end = HourOf(count.From) + s_hour;
            var until = now < end && now >= count.From ? now : end;
            yield return new EventDraft(EventTypes.VisitCounted, count.Camera, until, DraftJson.Write(json =>
            {
                json.WriteString("zone"u8, count.Zone);
                json.WriteNumber("count"u8, count.Count);
                json.WriteString("camera"u8, count.Camera);
                json.WriteString("from"u8, count.From.UtcDateTime);
                json.WriteString("until"u8, until.UtcDateTime);
            }), OriginOf(EventTypes.VisitCounted, $"{count.Camera} {count.Zone} {count.From:O}"));
        }
    }

    private static EventDraft Ended(Stay stay, DateTimeOffset time, bool cutShort) => new(EventTypes.VisitEnded, stay.Camera, time, DraftJson.Write(json =>
    {
        json.WriteString("zone"u8, stay.Zone);
        json.WriteNumber("dwell_seconds"u8, Math.Max(0, (long)(time - stay.Began).TotalSeconds));
        json.WriteString("visit"u8, stay.Visit);
        json.WriteString("camera"u8, stay.Camera);
        if (stay.Member is not null)
        {
            json.WriteString("member"u8, stay.Member);
        }

        if (stay.IsStaff)
        {
            json.WriteBoolean("staff"u8, true);
        }

        if (cutShort)
        {
            json.WriteBoolean("cut_short"u8, true);
        }
    }), OriginOf(EventTypes.VisitEnded, stay.Visit.ToString()));

    private static DateTimeOffset HourOf(DateTimeOffset time) => new(time.UtcTicks - (time.UtcTicks % s_hour.Ticks), TimeSpan.Zero);

    /// <summary>The same thing told again has the same origin, so that the outbox keeps it once.</summary>
    private static Guid OriginOf(string type, string what)
    {
        Span<byte> hash = stackalloc byte[SHA256.HashSizeInBytes];
        SHA256.HashData(Encoding.UTF8.GetBytes($"{type} {what}"), hash);
        return new Guid(hash[..16]);
    }
}
