using System.Globalization;
using Cloud.Contracts;

namespace Cloud.Crm.Demo;

/// <summary>The plates of a demonstration store: what hands do to them in a day is gathered, and told in the order of its times with what then lies there.</summary>
/// <param name="behind">How many pieces of each of the plated goods are in the back room on the first morning.</param>
internal sealed class DemoPlates(IEnumerable<long> behind)
{
    /// <summary>How many pieces a full plate has; all are full on the first morning.</summary>
    internal const int Holds = 24;

    private const int Low = 8;

    private readonly List<(DateTime At, int Goods, bool IsTaken)> _hands = [];
    private readonly long[] _on = [.. Enumerable.Repeat((long)Holds, DemoGoods.Plated)];
    private readonly long[] _behind = [.. behind];
    private readonly List<DemoEvent> _events = [];

    /// <summary>Pieces have come into the back room.</summary>
    internal void Receive(int goods, long quantity) => _behind[goods] += quantity;

    /// <summary>The plate of goods.</summary>
    internal static string NameOf(int goods) => string.Create(CultureInfo.InvariantCulture, $"plate-{goods + 1}");

    /// <summary>One piece leaves a plate.</summary>
    internal void Take(int goods, DateTime at) => _hands.Add((at, goods, true));

    /// <summary>One piece comes back by a customer's hand.</summary>
    internal void PutBack(int goods, DateTime at) => _hands.Add((at, goods, false));

    /// <summary>What the plates say of a day. Staff fill a plate that is empty at once, and after closing every one that is low.</summary>
    internal IReadOnlyList<DemoEvent> Tell(DateOnly day)
    {
        _events.Clear();
        foreach (var (at, goods, isTaken) in _hands.OrderBy(h => h.At))
        {
            if (isTaken && _on[goods] == 0)
            {
                Fill(goods, at);
            }

            _on[goods] += isTaken ? -1 : 1;
            Say(isTaken ? EventTypes.StockItemTaken : EventTypes.StockItemReturned, goods, 1, at, restock: false);
        }

        _hands.Clear();
        for (var goods = 0; goods < DemoGoods.Plated; goods++)
        {
            if (_on[goods] <= Low)
            {
                Fill(goods, DemoTime.Of(day, 22).AddMinutes(goods));
            }
        }

        return [.. _events];
    }

    private void Fill(int goods, DateTime at)
    {
        var more = Math.Min(Holds - _on[goods], _behind[goods]);
        if (more > 0)
        {
            _behind[goods] -= more;
            _on[goods] += more;
            Say(EventTypes.StockItemReturned, goods, more, at, restock: true);
        }
    }

    private void Say(string type, int goods, long count, DateTime at, bool restock)
    {
        var plate = NameOf(goods);
        _events.Add(new DemoEvent(
            at, type, plate,
            $$"""{"plate":"{{plate}}","sku":"{{DemoGoods.All[goods].Sku}}","count":{{count}},"on_plate":{{_on[goods]}},"device":"{{plate}}","confidence":"0.99"{{(restock ? ",\"restock\":true" : "")}}}"""));
    }
}
