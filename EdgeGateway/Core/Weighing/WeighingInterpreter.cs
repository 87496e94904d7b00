using System.Globalization;
using EdgeGateway.Core.Devices;
using EdgeGateway.Core.Events;
using EdgeGateway.Core.Outbox;

namespace EdgeGateway.Core.Weighing;

/// <summary>Makes one <c>goods.weighed</c> of each load put on a scale. Fed every reading of one scale, and every key, in order.</summary>
/// <remarks>
/// A load is captured once, when it has first come to rest between two zeros of the pan (see <see cref="Pan"/>) with everything that a sale
/// needs: at least the scale's minimum, its goods where the store has a price list, a total that can be reckoned and that a price-computing
/// scale agrees with. Settled means that the scale says so, or, where it does not say, three equal weights over 600 ms. A weight is taken only from
/// the reading at hand; where a key is pressed between two, from the last one, if it is no older than a second. The only I/O is the note on the disk, before a
/// capture's event goes out. Not thread-safe.
/// </remarks>
public sealed class WeighingInterpreter
{
    /// <summary>How old a reading may be to be weighed by, and how long readings may fail to come until nobody has watched.</summary>
    public static readonly TimeSpan ReadingHolds = TimeSpan.FromSeconds(1);

    private const int MinimumDivisions = 20;
    private const string CentreOfZero = "center_of_zero";

    private readonly string _deviceId;
    private readonly decimal? _division;
    private readonly decimal? _minimum;
    private readonly WeighingShop _shop;
    private readonly CaptureNote _note;
    private readonly Pan _pan;
    private readonly WeighingCounter _counter;
    private readonly SettledByRepetition _repetition = new();
    private DateTimeOffset? _readAt;
    private WeightFrame? _frame;
    private SettledWeight? _seen;
    private WeighingOffer? _offer;
    private (decimal Weight, DateTimeOffset Since)? _resting;
    private decimal? _noted;
    private string? _reason = WeighingReason.NotReadYet;
    private string? _difference;
    private bool _changed;
    private CapturedView? _captured;

    /// <summary>Begins with what was noted of the scale before a restart.</summary>
    /// <param name="deviceId">The scale.</param>
    /// <param name="division">The scale's step in the unit it shows; null takes one of the last digit.</param>
    /// <param name="minimum">The least net weight that is captured, in the unit it shows; null takes 20 divisions.</param>
    /// <param name="shop">What all scales have in common; null for a store without prices.</param>
    public WeighingInterpreter(string deviceId, decimal? division = null, decimal? minimum = null, WeighingShop? shop = null)
    {
        (_deviceId, _division, _minimum, _shop) = (deviceId, division, minimum, shop ?? WeighingShop.Bare);
        _note = _shop.NoteOf(deviceId);
        _pan = new Pan(_note.Lying);
        _noted = _note.Lying?.Weight;
        _counter = new WeighingCounter(_shop, _note.Tare);
        Show();
    }

    /// <summary>Captures from before the restart that may not have reached the outbox: to be handed over first.</summary>
    public IReadOnlyList<EventDraft> Restored => _note.Restored;

    /// <summary>The scale is no longer there.</summary>
    public void Dismiss() => _shop.Dismiss(_deviceId);

    /// <summary>Takes the next reading.</summary>
    /// <returns>The event, or null where the reading completes no weighing.</returns>
    public EventDraft? Take(WeightReading reading)
    {
        ArgumentNullException.ThrowIfNull(reading);
        var since = reading.Time - (_readAt ?? reading.Time);
        if (since > ReadingHolds)
        {
            LoseSight();
        }

        (_readAt, _frame, _seen, _offer) = (reading.Time, reading.Frame, null, null);
        var draft = Weigh(reading);
        Show();
        return draft;
    }

    /// <summary>The connection broke. Only once readings have failed to come for more than a second, the load may have been changed unseen.</summary>
    public void Interrupt()
    {
        _repetition.Reset();
        (_frame, _seen, _offer, _resting, _reason) = (null, null, null, null, WeighingReason.Reconnecting);
        Show();
    }

    /// <summary>A key is pressed.</summary>
    /// <param name="key">Which.</param>
    /// <param name="time">When.</param>
    /// <param name="outcome">What became of it.</param>
    /// <returns>The event, where the key completes a weighing of what lies there.</returns>
    public EventDraft? Press(WeighingKey key, DateTimeOffset time, out KeyOutcome outcome)
    {
        var fresh = _seen is { } seen && (time - seen.Time).Duration() <= ReadingHolds ? seen : null;
        outcome = key switch
        {
            PluKey plu => _counter.Choose(plu.Plu),
            TareKey { Amount: null } => TareWhatLiesThere(fresh),
            TareKey { Amount: { } amount } tare => SetTare(amount, tare.Unit),
            _ => Clear(),
        };
        var draft = outcome.IsDone && fresh is not null ? Weigh(fresh) : null;
        Show();
        return draft;
    }

    private EventDraft? Weigh(WeightReading reading)
    {
        var frame = reading.Frame;
        if (frame.Errors.Count > 0 || frame.Weight is null)
        {
            TakeWithoutWeight(frame);
            return null;
        }

        if (frame.Stable == false && !PlantedFault.Is("motion-ignored"))
        {
            Unsettle(WeighingReason.Motion);
            return null;
        }

        var weight = frame.Weight.Value;
        if (frame.Stable is null && !_repetition.IsSettled(weight, reading.Time))
        {
            _reason = WeighingReason.Settling;
            return null;
        }

        var step = _division ?? new decimal(1, 0, 0, false, weight.Scale);
        return Weigh(new SettledWeight(weight, frame.Unit ?? "", frame.NetGross, step, reading.Time, frame.Reckoned));
    }

    private EventDraft? Weigh(SettledWeight seen)
    {
        _seen = seen;
        var tare = TareIn(seen);
        var refusal = _pan.See(seen, tare);
        _offer = WeighingOffer.Of(seen, tare, _counter.Item, _shop.Options.Rule);
        if (refusal == WeighingReason.Empty)
        {
            EndSale(isBare: seen.NetGross != NetGross.Net && seen.Weight <= seen.Band);
            return null;
        }

        if (_pan.Phase == PanPhase.Captured)
        {
            Follow(seen, refusal!);
            return null;
        }

        _reason = refusal ?? Refusal(seen, _offer);
        return _reason is null ? Capture(seen, tare, _offer) : null;
    }

    /// <summary>Why what lies there is not sold, or null.</summary>
    private string? Refusal(SettledWeight seen, WeighingOffer offer)
    {
        if (seen.Unit.Length == 0)
        {
            return WeighingReason.NoUnit;
        }

        if (_counter.Tare is not null && MassUnit.Shown(seen.Unit) is null)
        {
            return WeighingReason.UnknownUnit;
        }

        if (offer.Refusal is { } wrong)
        {
            Tell(offer.Difference);
            return wrong;
        }

        return offer.Net < Minimum(seen.Step) ? WeighingReason.BelowMinimum
            : _counter.Refusal ?? (IsResting(seen) ? null : WeighingReason.Settling);
    }

    private EventDraft Capture(SettledWeight seen, decimal tare, WeighingOffer offer)
    {
        var capture = Guid.CreateVersion7(seen.Time);
        var label = offer is { Item: { } item, TotalFen: { } total } ? _shop.Label(new WeighedLabel(item, offer.Net, MassUnit.Shown(seen.Unit)!, total)) : null;
        var draft = GoodsWeighed.Draft(_deviceId, capture, seen, offer, _pan, _shop, label);
        _pan.Capture(seen, tare);
        _counter.Sold();
        _note.Capture(draft, _pan.Lying!, _counter.Key);
        (_noted, _reason, _difference, _changed) = (seen.Weight, null, null, false);
        _captured = new CapturedView(
            capture, seen.Time, Text(offer.Net)!, seen.Unit, offer.Item is null ? null : ItemView.Of(offer.Item), offer.TotalFen, offer.TotalFen is null ? null : _shop.Currency, label);
        return draft;
    }

    /// <summary>The captured load is as it was, or has been changed: what lies there now is noted, so that a restart does not take it for another.</summary>
    private void Follow(SettledWeight seen, string reason)
    {
        _changed |= reason == WeighingReason.Changed;
        _reason = _changed ? WeighingReason.Changed : null;
        if (_noted is not { } noted || Math.Abs(seen.Weight - noted) > seen.Band)
        {
            _noted = seen.Weight;
            _note.Write(_pan.Lying, _counter.Key);
        }
    }

    private void TakeWithoutWeight(WeightFrame frame)
    {
        if (frame.Stable != false && (frame.Errors.Any(IsBelowZero) || (frame.Errors.Count == 0 && frame.Flags.Contains(CentreOfZero))))
        {
            _repetition.Reset();
            _pan.Empty(frame.NetGross, 0);
            EndSale(isBare: true);
            _reason = frame.Errors.Count > 0 ? frame.Errors[0] : null;
        }
        else if (frame.Errors.Count > 0)
        {
            var isLoad = frame.Errors.Any(ReadingFacts.IsLoadCondition);
            Unsettle(frame.Errors[0], moved: isLoad);
        }
        else if (frame.Stable == false)
        {
            Unsettle(WeighingReason.Motion);
        }
        else
        {
            _reason = WeighingReason.NoWeight;
        }
    }

    private static bool IsBelowZero(string error) => ReadingFacts.IsLoadCondition(error) && !error.StartsWith("over", StringComparison.Ordinal);

    private void Unsettle(string reason, bool moved = true)
    {
        if (moved)
        {
            _pan.Move();
        }

        _repetition.Reset();
        (_resting, _reason) = (null, reason);
    }

    private void LoseSight()
    {
        _repetition.Reset();
        _resting = null;
        _pan.LoseSight();
    }

    private void EndSale(bool isBare)
    {
        var forgotten = _counter.EndSale(isBare);
        if (_noted is not null || forgotten)
        {
            _note.Write(null, _counter.Key);
        }

        (_noted, _reason, _resting, _difference, _changed) = (null, null, null, null, false);
    }

    private bool IsResting(SettledWeight seen)
    {
        if (_resting is not { } resting || Math.Abs(resting.Weight - seen.Weight) > seen.Band || seen.Time < resting.Since)
        {
            _resting = resting = (seen.Weight, seen.Time);
        }

        return seen.Time - resting.Since >= _shop.Options.Settle;
    }

    private KeyOutcome TareWhatLiesThere(SettledWeight? seen)
    {
        if (seen is null)
        {
            return new("amount", "nothing has come to rest on the scale within the last second; wait for a stable weight, or give the container's weight");
        }

        if (seen.NetGross == NetGross.Net)
        {
            return new("amount", "the scale takes a container off itself; clear its tare first");
        }

        if (MassUnit.Shown(seen.Unit) is not { } unit || seen.Weight <= 0)
        {
            return new("amount", string.Create(CultureInfo.InvariantCulture, $"the scale shows {seen.Weight} {seen.Unit}; expected a container on it"));
        }

        _counter.Take(new Tare(seen.Weight, unit));
        _pan.Retare(seen.Weight);
        NoteTare();
        return KeyOutcome.Done;
    }

    private KeyOutcome SetTare(decimal amount, string? unitName)
    {
        if (MassUnit.Shown(unitName ?? _frame?.Unit) is not { } unit)
        {
            return new("unit", unitName is null ? "is missing, and the scale shows none now; expected kg, g, jin, lb or oz" : $"came \"{unitName}\"; expected kg, g, jin, lb or oz");
        }

        if (amount < 0 || amount > 1_000_000m || amount.Scale > 6)
        {
            return new("amount", string.Create(CultureInfo.InvariantCulture, $"came {amount}; expected 0 or more, with 6 decimals at most"));
        }

        _counter.Take(amount == 0 ? null : new Tare(amount, unit));
        NoteTare();
        return KeyOutcome.Done;
    }

    private KeyOutcome Clear()
    {
        _counter.Clear();
        NoteTare();
        return KeyOutcome.Done;
    }

    private void NoteTare() => _note.Write(_pan.Lying, _counter.Key);

    private void Tell(string? difference)
    {
        if (difference is not null && difference != _difference)
        {
            LogMessages.ScaleReckonsOtherwise(_shop.Logger, _deviceId, difference);
        }

        _difference = difference;
    }

    /// <summary>The container in the scale's unit and step, as scales round a tare that is set; 0 where there is none or the unit is not known.</summary>
    private decimal TareIn(SettledWeight seen) => _counter.Tare is { } chosen && MassUnit.Shown(seen.Unit) is { } unit
        ? chosen.Tare.Unit.Convert(chosen.Tare.Amount, unit, seen.Step)
        : 0;

    private decimal Minimum(decimal step) => _minimum ?? MinimumDivisions * step;

    private void Show()
    {
        var weight = _frame is { Errors.Count: 0 } frame ? frame.Weight : null;
        var netGross = _frame?.NetGross ?? NetGross.Unknown;
        var tare = _counter.Tare is { } chosen ? new TareView(Text(chosen.Tare.Amount), chosen.Tare.Unit.Name, chosen.By)
            : netGross == NetGross.Net ? new TareView(Text(_offer?.Tare), _frame?.Unit, "scale")
            : null;
        _shop.Board.Show(new WeighingState(
            _deviceId,
            _pan.Phase switch { PanPhase.Idle => "idle", PanPhase.Placed => "placed", PanPhase.Captured => "captured", _ => "unknown" },
            Text(weight),
            Text(_offer?.Net),
            Text(_offer?.Gross),
            _frame?.Unit,
            _frame?.Stable,
            tare,
            _counter.Item is { } item ? ItemView.Of(item) : null,
            _pan.Phase == PanPhase.Idle ? null : _offer?.TotalFen,
            _reason,
            weight is { } shown ? Text(Minimum(_division ?? new decimal(1, 0, 0, false, shown.Scale))) : null,
            _captured));
    }

    private static string? Text(decimal? number) => number?.ToString(CultureInfo.InvariantCulture);
}
