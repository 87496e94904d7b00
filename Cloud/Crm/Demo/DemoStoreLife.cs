using System.Globalization;
using Cloud.Contracts;

namespace Cloud.Crm.Demo;

/// <summary>A store through the year, day by day: what its gateway and its till say. It keeps what lies there, so that nothing is sold that is not.</summary>
/// <param name="store">The store.</param>
/// <param name="customers">The chain's customers.</param>
/// <param name="seed">The same seed, the same days.</param>
internal sealed class DemoStoreLife(DemoStore store, IReadOnlyList<DemoCustomer> customers, int seed)
{
    /// <summary>Out of a hundred people of a day, by the hour from 8 to 21; at weekends the afternoon is the busiest.</summary>
    private static readonly int[] s_weekday = [6, 7, 5, 5, 8, 7, 5, 5, 6, 9, 14, 12, 8, 3];
    private static readonly int[] s_weekend = [3, 4, 6, 8, 8, 8, 9, 15, 15, 10, 6, 4, 3, 1];
    private static readonly int s_weights = DemoGoods.All.Sum(g => g.Weight);

    private readonly Random _random = new(seed);
    private readonly DemoPlates _plates = new(Enumerable.Range(0, DemoGoods.Plated).Select(goods => OpeningOf(store, goods)));
    private readonly DemoIds _ids = new(store.Store);
    private readonly List<DemoEvent> _events = [];
    private readonly DemoCustomer[] _here = [.. customers.Where(c => DemoStore.All[c.Home].Store == store.Store)];

    /// <summary>What is left to be sold of each of the goods, on plates or not.</summary>
    private readonly long[] _there = [.. Enumerable.Range(0, DemoGoods.All.Count).Select(goods => OpeningOf(store, goods) + (goods < DemoGoods.Plated ? DemoPlates.Holds : 0))];

    private (Guid Sale, int Goods, long Fen)? _regretted;
    private int _day = -1;

    /// <summary>What is there behind the plates on the first morning, in the back room, or on the shelf where it has no plate.</summary>
    internal static long OpeningOf(DemoStore store, int goods) => DemoRule.Of(store, goods).Max;

    /// <summary>How many of the goods the store could still sell.</summary>
    internal long There(int goods) => _there[goods];

    /// <summary>Goods have come in.</summary>
    internal void Receive(int goods, long quantity)
    {
        _there[goods] += quantity;
        if (goods < DemoGoods.Plated)
        {
            _plates.Receive(goods, quantity);
        }
    }

    /// <summary>Everything that is at or below its rule's least comes in, as if ordered in time: for where nothing is ordered.</summary>
    internal void ReceiveAll()
    {
        for (var goods = 0; goods < DemoGoods.All.Count; goods++)
        {
            var rule = DemoRule.Of(store, goods);
            if (_there[goods] <= rule.Min)
            {
                Receive(goods, rule.Max - _there[goods]);
            }
        }
    }

    /// <summary>Lives the next day.</summary>
    /// <param name="day">The day in the store's time.</param>
    /// <returns>What was said, in the order of its times.</returns>
    internal IReadOnlyList<DemoEvent> Live(DateOnly day)
    {
        _day++;
        _events.Clear();
        Consent(day);
        Count(day);
        var isWeekend = day.DayOfWeek is DayOfWeek.Saturday or DayOfWeek.Sunday;
        var share = isWeekend ? s_weekend : s_weekday;
        var sales = Around(store.SalesADay * (isWeekend ? 14 : 10) / 10 * Season(day) / 100);
        for (var hour = 0; hour < share.Length; hour++)
        {
            var begin = DemoTime.Of(day, 8 + hour);
            var here = Around(sales * share[hour] / 100);
            foreach (var seconds in Enumerable.Range(0, here).Select(_ => _random.Next(120, 3500)).Order())
            {
                Sell(begin.AddSeconds(seconds));
            }

            var people = (here * 3) + _random.Next(0, 4);
            Add(
                begin.AddHours(1), EventTypes.VisitCounted, "camera-1",
                $$"""{"zone":"door","count":{{people}},"camera":"camera-1","from":"{{DemoTime.Text(begin)}}","until":"{{DemoTime.Text(begin.AddHours(1))}}"}""");
        }

        return [.. _events.Concat(_plates.Tell(day)).OrderBy(e => e.At)];
    }

    private void Consent(DateOnly day)
    {
        foreach (var customer in _here.Where(c => c.HasFace && c.JoinsOn == _day))
        {
            Add(
                DemoTime.Of(day, 7).AddMinutes(_random.Next(60)), EventTypes.ConsentGiven, null,
                $$"""{"member":"{{customer.Id}}","text_version":"2025-1","who":"staff-{{_random.Next(1, 4)}}","consent":"face","language":"zh-CN","how":"at the till"}""");
        }
    }

    /// <summary>On Mondays before opening a few goods are counted; now and then one is missing.</summary>
    private void Count(DateOnly day)
    {
        if (day.DayOfWeek != DayOfWeek.Monday)
        {
            return;
        }

        foreach (var goods in Enumerable.Range(0, 4).Select(_ => _random.Next(DemoGoods.Plated, DemoGoods.All.Count)).Distinct().Order().Where(g => !DemoGoods.All[g].IsWeighed))
        {
            if (_there[goods] > 0 && _random.Next(3) == 0)
            {
                _there[goods]--;
            }

            Add(
                DemoTime.Of(day, 7).AddMinutes(goods), EventTypes.StockCountRecorded, null,
                $$"""{"location":"shelf","sku":"{{DemoGoods.All[goods].Sku}}","counted":{{_there[goods]}},"who":"staff-1","unit":"piece","session":"{{store.Store}}-{{day:yyyyMMdd}}"}""");
        }
    }

    private void Sell(DateTime at)
    {
        var customer = _random.Next(10) < 6 ? Choose() : null;
        var lines = new SortedDictionary<int, long>();
        for (var i = _random.Next(1, 5); i > 0; i--)
        {
            var goods = customer is not null && _random.Next(10) < 6 ? customer.Usual[_random.Next(customer.Usual.Count)] : Pick();
            var wanted = DemoGoods.All[goods].IsWeighed ? 50L * _random.Next(4, 31) : _random.Next(6) == 0 ? 2 : 1;
            var quantity = Math.Min(wanted, _there[goods]);
            if (quantity > 0)
            {
                _there[goods] -= quantity;
                lines[goods] = lines.GetValueOrDefault(goods) + quantity;
            }
        }

        if (lines.Count == 0)
        {
            return;
        }

        if (customer is { HasFace: true } && _random.Next(10) < 8)
        {
            Arrive(customer, at.AddMinutes(-_random.Next(3, 15)));
        }

        foreach (var (goods, quantity) in lines.Where(l => l.Key < DemoGoods.Plated))
        {
            Take(goods, quantity, at.AddSeconds(-_random.Next(30, 110)));
        }

        Pay(customer, lines, at);
        Regret(at);
    }

    private void Pay(DemoCustomer? customer, SortedDictionary<int, long> lines, DateTime at)
    {
        var id = _ids.Next(at);
        var total = lines.Sum(l => DemoGoods.All[l.Key].Price(l.Value));
        Add(
            at, EventTypes.SaleRecorded, "till-1",
            $$"""{"sale":"{{id}}","till":"till-1","at":"{{DemoTime.Text(at)}}","lines":[{{string.Join(',', lines.Select(l => Line(l.Key, l.Value)))}}],"total_fen":{{total}}{{(customer is null ? "" : $",\"member\":\"{customer.Id}\"")}}}""",
            id);
        if (_regretted is null && _random.Next(60) == 0 && lines.Keys.FirstOrDefault(g => g >= DemoGoods.Plated && !DemoGoods.All[g].IsWeighed, -1) is >= 0 and var goods)
        {
            _regretted = (id, goods, DemoGoods.All[goods].PriceFen);
        }
    }

    /// <summary>Somebody brings back one piece of an earlier sale.</summary>
    private void Regret(DateTime at)
    {
        if (_regretted is { } bought && _random.Next(30) == 0)
        {
            _regretted = null;
            _there[bought.Goods]++;
            var (id, when) = (_ids.Next(at), at.AddSeconds(40));
            Add(
                when, EventTypes.SaleReturned, "till-1",
                $$"""{"sale":"{{id}}","till":"till-1","at":"{{DemoTime.Text(when)}}","original":"{{bought.Sale}}","lines":[{{Line(bought.Goods, 1)}}],"total_fen":{{bought.Fen}}}""", id);
        }
    }

    private void Arrive(DemoCustomer customer, DateTime at)
    {
        var visit = _ids.Next(at);
        Add(at, EventTypes.VipArrived, "camera-1", $$"""{"member":"{{customer.Id}}","how":"face","visit":"{{visit}}","zone":"door","camera":"camera-1"}""");
        if (_random.Next(10) > 0)
        {
            var seconds = _random.Next(3, 55);
            Add(at.AddSeconds(seconds), EventTypes.VipClaimed, null, $$"""{"member":"{{customer.Id}}","staff":"staff-{{_random.Next(1, 4)}}","visit":"{{visit}}","seconds":{{seconds}}}""");
        }

        var dwell = _random.Next(120, 1500);
        Add(at.AddSeconds(dwell), EventTypes.VisitEnded, "camera-1", $$"""{"zone":"door","dwell_seconds":{{dwell}},"visit":"{{visit}}","member":"{{customer.Id}}","camera":"camera-1"}""");
    }

    private void Take(int goods, long quantity, DateTime at)
    {
        for (var i = 0; i < quantity; i++)
        {
            _plates.Take(goods, at.AddSeconds(i));
            if (_random.Next(33) == 0)
            {
                // Looked at and put back, then taken after all.
                _plates.PutBack(goods, at.AddSeconds(i + 4));
                _plates.Take(goods, at.AddSeconds(i + 9));
            }
        }

        if (_random.Next(400) == 0 && _there[goods] > 0)
        {
            // Taken and never paid for.
            _there[goods]--;
            _plates.Take(goods, at.AddSeconds(quantity + 15));
        }
    }

    private DemoCustomer? Choose()
    {
        // Who comes often is met often.
        for (var i = 0; i < 20 && _here.Length > 0; i++)
        {
            var customer = _here[_random.Next(_here.Length)];
            if (customer.JoinsOn <= _day && _random.Next(150) < customer.VisitsAYear)
            {
                return customer;
            }
        }

        return null;
    }

    private int Pick()
    {
        var at = _random.Next(s_weights);
        var goods = 0;
        while ((at -= DemoGoods.All[goods].Weight) >= 0)
        {
            goods++;
        }

        return goods;
    }

    private static string Line(int goods, long quantity) => string.Create(
        CultureInfo.InvariantCulture,
        $$"""{"sku":"{{DemoGoods.All[goods].Sku}}","quantity":{{quantity}},"unit":"{{DemoGoods.All[goods].Unit}}","amount_fen":{{DemoGoods.All[goods].Price(quantity)}}}""");

    /// <summary>In percent: more before the spring festival and on hot days, less after.</summary>
    private static int Season(DateOnly day) => day.Month switch { 1 => 125, 2 => 85, 6 or 7 or 8 => 110, 12 => 112, _ => 100 };

    private int Around(int mean) => mean <= 0 ? 0 : Math.Max(0, mean + _random.Next((-mean / 5) - 1, (mean / 5) + 2));

    private void Add(DateTime at, string type, string? device, string data, Guid? id = null) => _events.Add(new DemoEvent(at, type, device, data, id));
}
