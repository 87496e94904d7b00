using System.Globalization;
using System.Text.Json;
using Cloud.Contracts;

namespace Simulators.World.Ledgers;

/// <summary>Checks the rows of one gateway, given in the order of their positions.</summary>
/// <remarks>
/// Sequence numbers go on over the epochs of a file, so a run that is missing between two rows is lost unless a gap was told. Where a
/// new epoch begins at or before what the last one reached, an older copy of the file was put back: both then stand side by side.
/// </remarks>
internal sealed class GatewayCheck
{
    /// <summary>More offences of a kind than this are not told apart any more.</summary>
    private const int Enough = 10_000;

    private readonly LedgerClaims _claims;
    private readonly Dictionary<Guid, TillLog.Answer> _waiting = [];
    private readonly HashSet<Guid> _seenOrigins = [];
    private readonly HashSet<(string, long)> _seenPositions = [];
    private readonly HashSet<string> _closedEpochs = new(StringComparer.Ordinal);
    private readonly List<(string Epoch, long First, long Last)> _missing = [];
    private readonly SeqSet _gaps = new();
    private readonly List<string> _lost = [];
    private readonly List<string> _told = [];
    private readonly List<string> _doubled = [];
    private readonly List<string> _outOfOrder = [];
    private readonly WeighedCheck _weighed = new();
    private readonly StockCheck _stock = new();
    private readonly PrintCheck _prints = new();
    private readonly VisitCheck _visits = new();

    /// <summary>A capture has an origin of its own, as what a till hands over has; they are told apart by who said it.</summary>
    private readonly HashSet<string> _scales;
    private readonly HashSet<string> _plates;
    private readonly long _acknowledged;
    private CommittedRow? _previous;
    private long _rows;
    private long _gapCount;
    private long _gapEvents;
    private long _highest;

    public GatewayCheck(LedgerClaims claims)
    {
        _claims = claims;
        _scales = claims.Scales.Select(scale => scale.Device).ToHashSet(StringComparer.Ordinal);
        _plates = claims.Plates.Select(plate => plate.Device).ToHashSet(StringComparer.Ordinal);
        foreach (var (id, answer) in claims.TillLogs.SelectMany(TillLog.Read))
        {
            if (_waiting.TryAdd(id, answer))
            {
                _acknowledged++;
            }
            else if (_waiting[id] != answer)
            {
                Note(_doubled, $"{id} was acknowledged at {Show(_waiting[id])} and again at {Show(answer)}");
            }
        }
    }

    public void Add(CommittedRow row)
    {
        _rows++;
        CheckOrder(row);
        if (!_seenPositions.Add((row.Epoch, row.Seq)))
        {
            Note(_doubled, $"{row.Epoch}/{row.Seq} is there twice");
        }

        if (row.Origin is { } origin)
        {
            CheckOrigin(row, origin);
        }

        if (row is { Type: EventTypes.BufferGap, Body: { } gap })
        {
            AddGap(gap);
        }
        else if (row is { Type: EventTypes.GoodsWeighed, Body: { } weighed, Device: { } device } && _scales.Contains(device))
        {
            _weighed.Add(device, weighed);
        }
        else if (row is { Type: EventTypes.DeviceOnline, Device: { } read } && _scales.Contains(read))
        {
            _weighed.Online(read, row.Time);
        }

        if (row is { Type: EventTypes.PrintCompleted or EventTypes.PrintFailed or EventTypes.PrintUnknown, Body: { } print })
        {
            _prints.Add(row.Type, print);
        }

        if (row is { Type: EventTypes.VipArrived, Body: { } arrived })
        {
            _visits.Add(row.Time, arrived);
        }

        if (row.Device is { } plate && _plates.Contains(plate))
        {
            _stock.Add(plate, row);
        }

        _highest = Math.Max(_highest, row.Seq);
        _previous = row;
    }

    public GatewayLedger Finish(long tally)
    {
        if (tally != _rows)
        {
            Note(_doubled, $"the effects count {tally} events, the rows are {_rows}");
        }

        if (_claims.LastSeq is { } last && _highest < last)
        {
            _missing.Add((_previous?.Epoch ?? "?", _highest + 1, last));
        }

        foreach (var (epoch, first, until) in _missing)
        {
            for (var seq = first; seq <= until && _lost.Count < Enough; seq++)
            {
                if (!_gaps.Contains(seq))
                {
                    Note(_lost, $"sequence number {seq} (before or in epoch {epoch}) is not there and no gap tells of it");
                }
            }
        }

        foreach (var (id, answer) in _waiting)
        {
            if (!_seenOrigins.Contains(id) && (_claims.LastSeq is not null || answer.Seq < _highest))
            {
                Note(_gaps.Contains(answer.Seq) ? _told : _lost, $"{id}, acknowledged at {Show(answer)}, is not there");
            }
        }

        var (placed, right, wrong) = _weighed.Compare(_claims.Scales);
        return new GatewayLedger(
            _claims.Gateway, _acknowledged, _claims.LastSeq, _rows, _lost, _told, _doubled, _outOfOrder, _gapCount, _gapEvents, placed, right, wrong)
        {
            Stock = _stock.Compare(_claims.Plates, _claims.LastSeq is not null),
            Prints = _claims.LastSeq is null ? PrintOutcome.None : _prints.Compare(_claims.Printers, _claims.Receipts),
            Visits = _claims.LastSeq is null ? VisitOutcome.None : _visits.Compare(_claims.Cameras),
        };
    }

    private static void Note(List<string> offences, string offence)
    {
        if (offences.Count < Enough)
        {
            offences.Add(offence);
        }
    }

    private static string Show(TillLog.Answer answer) => string.Create(CultureInfo.InvariantCulture, $"{answer.Epoch}/{answer.Seq}");

    private void CheckOrder(CommittedRow row)
    {
        if (_previous is not { } previous)
        {
            Missing(row.Epoch, 1, row.Seq - 1);
            return;
        }

        if (row.Position != previous.Position + 1)
        {
            Note(_outOfOrder, $"position {previous.Position} is followed by {row.Position}");
        }

        if (row.Epoch != previous.Epoch)
        {
            _closedEpochs.Add(previous.Epoch);
            if (_closedEpochs.Contains(row.Epoch))
            {
                Note(_outOfOrder, $"{row.Epoch}/{row.Seq} comes after {previous.Epoch}/{previous.Seq}, whose epoch is later");
            }
            else
            {
                Missing(row.Epoch, previous.Seq + 1, row.Seq - 1);
            }
        }
        else if (row.Seq <= previous.Seq)
        {
            Note(_outOfOrder, $"{row.Epoch}/{row.Seq} comes after {previous.Seq}");
        }
        else
        {
            Missing(row.Epoch, previous.Seq + 1, row.Seq - 1);
        }
    }

    private void Missing(string epoch, long first, long last)
    {
        if (first <= last)
        {
            _missing.Add((epoch, first, last));
        }
    }

    private void CheckOrigin(CommittedRow row, Guid origin)
    {
        if (!_seenOrigins.Add(origin))
        {
            Note(_doubled, $"{origin} is there twice, again at {row.Epoch}/{row.Seq}");
        }

        if (_waiting.TryGetValue(origin, out var answer) && (answer.Epoch != row.Epoch || answer.Seq != row.Seq))
        {
            Note(_outOfOrder, $"{origin} was acknowledged at {Show(answer)} and committed at {row.Epoch}/{row.Seq}");
        }
    }

    private void AddGap(string body)
    {
        using var document = JsonDocument.Parse(body);
        var data = document.RootElement;
        var first = data.GetProperty("first").GetInt64();
        var last = data.GetProperty("last").GetInt64();
        _gaps.Add(first, last);
        _gapCount++;
        _gapEvents += data.GetProperty("count").GetInt64();
    }
}
