using Cloud.Crm.Effects;

namespace Cloud.Crm.Visits;

/// <summary>People and stays by hour, to be added to what stands there.</summary>
internal sealed class VisitTally
{
    /// <summary>The longest time that a count may speak of: a clock that was stepped between its beginning and its end makes longer ones.</summary>
    private static readonly TimeSpan s_longest = TimeSpan.FromHours(2);

    private const string AddHours = "INSERT INTO visit_hour (store, hour, zone, people, stays, dwell_seconds) ";

    private const string OrMoreOfThem =
        """
         ON CONFLICT (store, hour, zone) DO UPDATE SET people = visit_hour.people + excluded.people, stays = visit_hour.stays + excluded.stays,
               dwell_seconds = visit_hour.dwell_seconds + excluded.dwell_seconds
        """;

    private const string AddZoneHours = "INSERT INTO visit_hour_zone (time_zone, hour, shard, people) ";

    private const string OrMorePeople = " ON CONFLICT (time_zone, hour, shard) DO UPDATE SET people = visit_hour_zone.people + excluded.people";

    private readonly SortedDictionary<(string Store, DateTime Hour, string Zone), (long People, long Stays, long Seconds)> _hours = new(
        Comparer<(string Store, DateTime Hour, string Zone)>.Create(static (one, other) =>
            string.CompareOrdinal(one.Store, other.Store) is not 0 and var store ? store
            : one.Hour.CompareTo(other.Hour) is not 0 and var hour ? hour
            : string.CompareOrdinal(one.Zone, other.Zone)));

    private readonly SortedDictionary<(int Gateway, string Store, DateTime Hour), long> _counts = [];

    /// <summary>Adds what an event counted, or with -1 takes it away.</summary>
    internal void Add(in EffectRow row, int times)
    {
        switch (row.Effect)
        {
            case PeopleCounted counted:
                var hour = HourOf(BeginOf(row, counted));
                Add((row.Store, hour, counted.Zone), (times * counted.Count, 0, 0));
                _counts[(row.Gateway, row.Store, hour)] = _counts.GetValueOrDefault((row.Gateway, row.Store, hour)) + (times * counted.Count);
                break;
            case StayEnded { IsStaff: false } stay:
                Add((row.Store, HourOf(row.At.AddSeconds(-stay.Seconds)), stay.Zone), (0, times, times * stay.Seconds));
                break;
        }
    }

    /// <summary>The statements: hours in which nothing changes are left alone.</summary>
    internal IEnumerable<EffectStatement> Statements()
    {
        var hours = _hours.Where(h => h.Value != (0, 0, 0)).ToList();
        if (hours.Count > 0)
        {
            yield return new EffectStatement(
                AddHours + "SELECT * FROM unnest($1, $2, $3, $4, $5, $6)" + OrMoreOfThem,
                AddHours + "VALUES (@p1, @p2, @p3, @p4, @p5, @p6)" + OrMoreOfThem,
                hours.Select(h => h.Key.Store).ToArray(), hours.Select(h => h.Key.Hour).ToArray(), hours.Select(h => h.Key.Zone).ToArray(),
                hours.Select(h => h.Value.People).ToArray(), hours.Select(h => h.Value.Stays).ToArray(), hours.Select(h => h.Value.Seconds).ToArray());
        }

        var counts = _counts.Where(c => c.Value != 0).ToList();
        if (counts.Count > 0)
        {
            yield return new EffectStatement(
                AddZoneHours +
                """
                SELECT s.time_zone, n.hour, g.shard, sum(n.people) FROM unnest($1, $2, $3, $4) AS n (gateway, store, hour, people)
                JOIN store s ON s.store = n.store JOIN gateway g ON g.id = n.gateway GROUP BY s.time_zone, n.hour, g.shard ORDER BY s.time_zone, n.hour, g.shard
                """ + OrMorePeople,
                AddZoneHours + "SELECT s.time_zone, @p3, g.shard, @p4 FROM store s JOIN gateway g ON g.id = @p1 WHERE s.store = @p2" + OrMorePeople,
                counts.Select(c => c.Key.Gateway).ToArray(), counts.Select(c => c.Key.Store).ToArray(), counts.Select(c => c.Key.Hour).ToArray(), counts.Select(c => c.Value).ToArray());
        }
    }

    /// <summary>When a count began: as its clock said, moved as far as the event itself was.</summary>
    private static DateTime BeginOf(in EffectRow row, PeopleCounted counted)
    {
        if (counted.From is not { } from)
        {
            return row.At;
        }

        if (row.Event.ClockSynced)
        {
            return from < row.At ? from : row.At;
        }

        var length = row.Event.Time - from;
        return length >= TimeSpan.Zero && length <= s_longest && row.At - DateTime.UnixEpoch > length ? row.At - length : row.At;
    }

    private static DateTime HourOf(DateTime moment) => new(moment.Ticks - (moment.Ticks % TimeSpan.TicksPerHour), DateTimeKind.Utc);

    private void Add((string Store, DateTime Hour, string Zone) key, (long People, long Stays, long Seconds) more)
    {
        var known = _hours.GetValueOrDefault(key);
        _hours[key] = (known.People + more.People, known.Stays + more.Stays, known.Seconds + more.Seconds);
    }
}
