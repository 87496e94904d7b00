using System.Globalization;
using System.Text.Json;
using EdgeGateway.Core.Visits;
using Simulation.Store;

namespace Simulation.Faces;

/// <summary>Who really stood before the camera and who had consented to what when, against what staff were told and what the outbox has.</summary>
internal sealed class FaceBook(FacePlan plan, VirtualTime time, Promises promises, Trace trace)
{
    /// <summary>So long somebody must stand there, undisturbed, to be owed an arrival.</summary>
    private static readonly TimeSpan s_enough = TimeSpan.FromSeconds(6);

    /// <summary>How long after somebody has left a picture or a vote of them may still be told.</summary>
    private static readonly TimeSpan s_late = TimeSpan.FromSeconds(3);

    /// <summary>How long the gateway takes to be itself again after a trouble.</summary>
    private static readonly TimeSpan s_recovery = TimeSpan.FromSeconds(10);

    private readonly List<Consent> _consents = [];
    private readonly List<(TimeSpan From, TimeSpan To)> _troubles = [];
    private readonly Dictionary<Guid, (string Member, FaceStay Stay)> _told = [];
    private readonly HashSet<FaceStay> _announced = [];

    /// <summary>Arrivals that were told, stays that had to be, and stays of people whom nobody may know.</summary>
    public (int Told, int Owed, int Strangers) Counts => (_told.Count, plan.Stays.Count(IsOwed), plan.Stays.Count(stay => stay.Person >= plan.Members));

    public static string NameOf(int person) => string.Create(CultureInfo.InvariantCulture, $"m-{person}");

    public void Trouble(TimeSpan lasts) => _troubles.Add((time.Elapsed, time.Elapsed + lasts + s_recovery));

    /// <summary>Somebody says yes; from now on a name may be said.</summary>
    public void Asked(int person) => _consents.Add(new Consent(person, time.Elapsed));

    /// <summary>The face is in the gallery.</summary>
    public void Enrolled(int person) => _consents.FindLast(one => one.Person == person)!.Enrolled ??= time.Elapsed;

    /// <summary>Somebody begins to withdraw: it is open whether a name is said.</summary>
    public void Withdraws(int person) => Mine(person).ForEach(one => one.Asked ??= time.Elapsed);

    /// <summary>The withdrawal has returned: from now on no name may be said.</summary>
    public void Withdrawn(int person) => Mine(person).ForEach(one => one.Ended ??= time.Elapsed);

    /// <summary>Whether a name may be said now.</summary>
    public bool MayBeKnown(int person) => _consents.Exists(one => one.Person == person && one.Ended is null);

    /// <summary>Staff are told of an arrival.</summary>
    public void Told(Arrival arrival, DateTimeOffset now)
    {
        var at = arrival.Time - now + time.Elapsed;
        trace.Note("arrived", arrival.Member, (long)at.TotalMilliseconds);
        var person = Enumerable.Range(0, plan.Members).FirstOrDefault(member => NameOf(member) == arrival.Member, -1);
        if (person < 0 || !MayBeKnown(person))
        {
            promises.Broken($"{arrival.Member} is told as arrived, and has {(person < 0 ? "never consented" : "withdrawn")}");
            return;
        }

        if (plan.Stays.FirstOrDefault(stay => stay.Person == person && stay.From <= at && at <= stay.To + s_late) is not { } there)
        {
            promises.Broken($"{arrival.Member} is told as arrived at {at}, and was not there");
            return;
        }

        if (!_told.TryAdd(arrival.Visit, (arrival.Member, there)))
        {
            // Told again after a restart, as is said of it.
            return;
        }

        if (!_announced.Add(there) && !_consents.Exists(one => one.Person == person && one.Began > there.From))
        {
            promises.Broken($"{arrival.Member} came once, at {there.From}, and is told to have arrived twice");
        }
    }

    /// <summary>In the end: what the outbox has.</summary>
    public void CheckAll(IReadOnlyList<JsonElement> events)
    {
        var arrived = events.Where(one => one.GetProperty("type").GetString() == "vip.arrived").Select(one => one.GetProperty("data")).ToList();
        foreach (var visit in arrived.CountBy(data => data.GetProperty("visit").GetGuid()).Where(visit => visit.Value > 1))
        {
            promises.Broken($"one arrival is in the outbox {visit.Value} times");
        }

        var kept = arrived.Select(data => (data.GetProperty("visit").GetGuid(), data.GetProperty("member").GetString()!)).ToHashSet();
        if (_told.Select(one => (one.Key, one.Value.Member)).Where(one => !kept.Contains(one)).Select(one => one.Member).FirstOrDefault() is { } lost)
        {
            promises.Broken($"{lost} was told as arrived, and the outbox does not know");
        }

        foreach (var data in events.Select(one => one.GetProperty("data")))
        {
            if (data.TryGetProperty("member", out var member) && member.ValueKind == JsonValueKind.String && !_consents.Exists(one => NameOf(one.Person) == member.GetString()))
            {
                promises.Broken($"an event names {member.GetString()}, who has never consented");
            }
        }

        if (plan.Stays.FirstOrDefault(stay => IsOwed(stay) && !_announced.Contains(stay)) is { } missed)
        {
            promises.Broken($"{NameOf(missed.Person)} stood there from {missed.From} to {missed.To} and was never told");
        }
    }

    private List<Consent> Mine(int person) => _consents.FindAll(one => one.Person == person && one.Ended is null);

    /// <summary>Long enough, under a consent from beginning to end, undisturbed, and the first time for so long that it is another visit.</summary>
    private bool IsOwed(FaceStay stay) =>
        stay.To - stay.From >= s_enough && stay.To <= time.Elapsed
        && _consents.Exists(one => one.Person == stay.Person && one.Enrolled < stay.From && !(one.Asked <= stay.To))
        && !_troubles.Exists(trouble => trouble.From <= stay.To && stay.From <= trouble.To)
        && !plan.Stays.Any(before => before.Person == stay.Person && before.From < stay.From && before.To + FaceGateway.ReentryGap + s_recovery >= stay.From);

    private sealed class Consent(int person, TimeSpan began)
    {
        public int Person => person;

        public TimeSpan Began => began;

        public TimeSpan? Enrolled { get; set; }

        public TimeSpan? Asked { get; set; }

        public TimeSpan? Ended { get; set; }
    }
}
