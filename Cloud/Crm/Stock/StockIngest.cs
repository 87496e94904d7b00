using System.Data.Common;
using Cloud.Crm.Effects;
using Cloud.Crm.Outgoing;

namespace Cloud.Crm.Stock;

/// <summary>Books what the events of a transaction of ingest mean to stock.</summary>
internal sealed class StockIngest
{
    private const string Gateway = "gateway";
    private static readonly DateTime s_never = new(9999, 1, 1, 0, 0, 0, DateTimeKind.Utc);

    private readonly List<(EffectRow Row, StockEffect Effect, DateTime At)> _effects;
    private readonly PlateNotes _plates = new();
    private readonly AlarmNotes _alarms = new();

    private StockIngest(List<(EffectRow, StockEffect, DateTime)> effects) => _effects = effects;

    /// <summary>Reads the pages, books, and writes them; last in the transaction, for its locks are.</summary>
    /// <param name="transaction">The transaction that stores the events.</param>
    /// <param name="rows">Effects of any area, each gateway's in the order of its events.</param>
    /// <param name="now">When this is written.</param>
    /// <param name="cancellationToken">Gives up.</param>
    internal static async Task ApplyAsync(DbTransaction transaction, IReadOnlyList<EffectRow> rows, DateTime now, CancellationToken cancellationToken)
    {
        var effects = new List<(EffectRow, StockEffect, DateTime)>();
        foreach (var row in rows)
        {
            if (row.Effect is StockEffect effect)
            {
                effects.Add((row, effect, StockSql.ToMilliseconds(row.At)));
            }
        }

        if (effects.Count > 0)
        {
            await new StockIngest(effects).RunAsync(transaction, now, cancellationToken);
        }
    }

    /// <summary>Takes in counts that are no events: those of a stocktake at headquarters.</summary>
    internal static async Task CountAsync(DbTransaction transaction, IReadOnlyList<CountedLine> lines, DateTime now, CancellationToken cancellationToken)
    {
        if (lines.Count == 0)
        {
            return;
        }

        var alarms = new AlarmNotes();
        var counting = await StockCounting.OpenAsync(transaction, lines, cancellationToken);
        var pages = await StockPages.OpenAsync(transaction, counting.Lines.Select(line => line.Place), now, cancellationToken);
        await StockPages.ReadLaterAsync(
            transaction, pages.Levels, counting.Lines.GroupBy(line => line.Place).ToDictionary(g => g.Key, g => g.Min(line => line.At) - CountParts.Window), cancellationToken);
        await counting.ReadPartsAsync(transaction, cancellationToken);
        var ledger = new StockLedger(pages.Levels, pages.Plated);
        foreach (var line in counting.Lines)
        {
            counting.Book(ledger, pages, line, alarms);
        }

        await StockSql.RunAsync(transaction, [.. StockPages.Write(ledger, pages.Levels, now), .. counting.Statements(), .. alarms.Statements(now)], cancellationToken);
        await WebhookEvents.AddAsync(transaction, [.. counting.Variances.Select(variance => variance.ToCause())], now, cancellationToken);
    }

    /// <summary>What an event is called as evidence.</summary>
    internal static string EvidenceOf(in EffectRow row) => $"event/{row.Gateway}/{row.Position}";

    private async Task RunAsync(DbTransaction transaction, DateTime now, CancellationToken cancellationToken)
    {
        var counting = await StockCounting.OpenAsync(
            transaction,
            [.. _effects.Where(e => e.Effect is GoodsCounted).Select(e => new CountedLine(e.Row.Store, (GoodsCounted)e.Effect, e.At, EvidenceOf(e.Row)))],
            cancellationToken);
        var pages = await StockPages.OpenAsync(transaction, Places(counting), now, cancellationToken);
        await StockPages.ReadLaterAsync(transaction, pages.Levels, Since(pages, counting), cancellationToken);
        await counting.ReadPartsAsync(transaction, cancellationToken);
        var ledger = new StockLedger(pages.Levels, pages.Plated);
        await PlateAsync(transaction, ledger, pages, cancellationToken);
        Book(ledger, pages, counting);
        await StockSql.RunAsync(
            transaction, [.. StockPages.Write(ledger, pages.Levels, now), .. counting.Statements(), .. _plates.Statements(), .. _alarms.Statements(now)], cancellationToken);
        await WebhookEvents.AddAsync(transaction, [.. counting.Variances.Select(variance => variance.ToCause())], now, cancellationToken);
    }

    private IEnumerable<StockPlace> Places(StockCounting counting)
    {
        foreach (var (row, effect, _) in _effects)
        {
            if (effect is PlateSaid said)
            {
                foreach (var count in said.Counts)
                {
                    yield return new StockPlace(row.Store, count.Sku, StockLocation.Plate(said.Plate));
                }
            }

            if (effect is PlateMoved moved)
            {
                yield return new StockPlace(row.Store, moved.Sku, StockLocation.Plate(moved.Plate));
                yield return new StockPlace(row.Store, moved.Sku, moved.IsRestock ? StockLocation.Backroom : StockLocation.Basket);
                yield return new StockPlace(row.Store, moved.Sku, StockLocation.Basket);
            }
        }

        foreach (var line in counting.Lines)
        {
            yield return line.Place;
        }
    }

    /// <summary>The earliest moment of a count at each place: what is later than that must be known.</summary>
    private Dictionary<StockPlace, DateTime> Since(StockOpened pages, StockCounting counting)
    {
        var since = new Dictionary<StockPlace, DateTime>();
        foreach (var (row, effect, at) in _effects)
        {
            foreach (var place in effect is PlateSaid said ? said.Counts.Select(count => new StockPlace(row.Store, count.Sku, StockLocation.Plate(said.Plate))) : [])
            {
                Earliest(place, Told(pages.Levels[place], at));
            }
        }

        foreach (var line in counting.Lines)
        {
            Earliest(line.Place, line.At - CountParts.Window);
        }

        return since;

        void Earliest(StockPlace place, DateTime at) => since[place] = since.TryGetValue(place, out var known) && known < at ? known : at;
    }

    /// <summary>Takes sales out of the basket that were booked off the shelf before anybody knew that the goods lie on plates.</summary>
    private async Task PlateAsync(DbTransaction transaction, StockLedger ledger, StockOpened pages, CancellationToken cancellationToken)
    {
        var since = new Dictionary<StockGoods, DateTime>();
        foreach (var (row, effect, at) in _effects)
        {
            if (effect is PlateMoved moved)
            {
                var goods = new StockGoods(row.Store, moved.Sku);
                since[goods] = since.TryGetValue(goods, out var known) && known < at ? known : at;
            }
        }

        var earlier = since.OrderBy(s => s.Key).Select(s => (Goods: s.Key, Since: s.Value, Until: pages.Plated.GetValueOrDefault(s.Key, s_never))).Where(s => ledger.Plate(s.Goods, s.Since)).ToArray();
        foreach (var move in await StockPages.ReadShelfSalesAsync(transaction, earlier, cancellationToken))
        {
            ledger.Move(move);
        }
    }

    private void Book(StockLedger ledger, StockOpened pages, StockCounting counting)
    {
        var lines = counting.Lines.GetEnumerator();
        foreach (var (row, effect, at) in _effects)
        {
            switch (effect)
            {
                case PlateMoved moved:
                    Book(ledger, pages, row, moved, at);
                    _plates.Said(row, moved.Plate, moved.Device, at, _alarms);
                    break;
                case PlateDoubted doubted:
                    Tell(ledger, pages, row, doubted, at);
                    _plates.Doubted(row, doubted, at, EvidenceOf(row), _alarms);
                    break;
                case LevelSaid said:
                    _alarms.Said(row, said, at, EvidenceOf(row));
                    break;
                case GoodsCounted counted:
                    lines.MoveNext();
                    counting.Book(ledger, pages, lines.Current, _alarms);
                    if (counted.Plate is not null)
                    {
                        _plates.Counted(row, counted.Plate, at, _alarms);
                    }

                    break;
            }
        }
    }

    private static void Book(StockLedger ledger, StockOpened pages, in EffectRow row, PlateMoved moved, DateTime at)
    {
        var place = new StockPlace(row.Store, moved.Sku, StockLocation.Plate(moved.Plate));
        var level = pages.Levels[place];
        var (evidence, told) = (EvidenceOf(row), Told(level, at));
        var other = moved.IsRestock ? StockLocation.Backroom : StockLocation.Basket;
        ledger.Move(moved.IsTaken
            ? new StockMove(row.Store, moved.Sku, moved.Quantity, place.Location, other, StockReason.Taken, evidence, told, row.Event.Device ?? Gateway)
            : new StockMove(
                row.Store, moved.Sku, moved.Quantity, other, place.Location, moved.IsRestock ? StockReason.Restocked : StockReason.Returned, evidence, told, row.Event.Device ?? Gateway));
        Tell(ledger, pages, row, moved, at);
        (level.ToldAt, level.IsChanged) = (told, true);
    }

    /// <summary>A plate says how many lie on it: what counts is the order in which it said so, and then its clock.</summary>
    private static void Tell(StockLedger ledger, StockOpened pages, in EffectRow row, PlateSaid said, DateTime at)
    {
        foreach (var count in said.Counts)
        {
            var place = new StockPlace(row.Store, count.Sku, StockLocation.Plate(said.Plate));
            var level = pages.Levels[place];
            var told = Told(level, at);
            (level.ToldAt, level.IsChanged) = (told, true);
            if (!(level.CountedAt > told))
            {
                ledger.Count(place, count.OnPlate, told, StockReason.PlateCount, EvidenceOf(row), Gateway);
            }

            level.MovedAt ??= told;
        }
    }

    /// <summary>When a plate said something: later than all that it said before, even where its gateway's clock went back or stood still.</summary>
    private static DateTime Told(StockLevel level, DateTime at) => level.ToldAt is { } told && told >= at ? told.AddMilliseconds(1) : at;
}
