using System.Globalization;
using Cloud.Contracts;
using EdgeGateway.Core.Devices;
using EdgeGateway.Core.Events;

namespace EdgeGateway.Core.Weighing;

/// <summary>Makes one <c>goods.weighed</c> of each load put on a scale. No I/O; fed every reading of one scale in order.</summary>
/// <remarks>
/// A load begins with the first settled weight of more than two divisions after the scale was empty (two
/// divisions or less, negative, or centre of zero). While it lies there, a settled weight is another load only if it differs by more than two
/// divisions, or by two after something moved; smaller steps are followed, so that drift adds up to nothing. Settled means that the scale says
/// so, or, where it does not say, three equal weights over 600 ms. A change between net and gross of what lies there, without motion, is a key
/// pressed, not goods. A load that is there when the gateway starts is reported with <c>at_start</c>, since it may have been reported before.
/// </remarks>
/// <param name="deviceId">The scale.</param>
/// <param name="division">The scale's step in the unit it shows; null takes one of the last digit.</param>
public sealed class WeighingInterpreter(string deviceId, decimal? division = null)
{
    private const int SameWithin = 2;
    private const int SameWithinAfterMotion = 1;
    private const string CentreOfZero = "center_of_zero";

    private readonly SettledByRepetition _repetition = new();
    private Phase _phase = Phase.JustStarted;
    private bool _moved;
    private decimal _settled;
    private NetGross _netGross;

    private enum Phase
    {
        JustStarted,
        Empty,
        Loaded,
    }

    /// <summary>Takes the next reading.</summary>
    /// <returns>The event, or null where the reading completes no weighing.</returns>
    public EventDraft? Take(WeightReading reading)
    {
        var frame = reading.Frame;
        if (IsEmptied(frame))
        {
            _repetition.Reset();
            (_phase, _netGross) = (Phase.Empty, frame.NetGross);
            return null;
        }

        if (frame.Errors.Count > 0)
        {
            _moved |= frame.Errors.Any(ReadingFacts.IsLoadCondition);
            _repetition.Reset();
            return null;
        }

        if (frame.Stable == false)
        {
            _moved = true;
            _repetition.Reset();
            return null;
        }

        if (frame.Weight is not { } weight || frame.Unit is null || (frame.Stable is null && !_repetition.IsSettled(weight, reading.Time)))
        {
            return null;
        }

        return Settle(reading, weight, frame.Unit, frame.NetGross);
    }

    /// <summary>The connection broke: the load may have been changed unseen.</summary>
    public void Interrupt()
    {
        _moved |= _phase != Phase.JustStarted;
        _repetition.Reset();
    }

    private static bool IsEmptied(WeightFrame frame)
    {
        if (frame.Stable == false)
        {
            return false;
        }

        return frame.Weight is null
            ? frame.Errors.Any(IsBelowZero) || (frame.Errors.Count == 0 && frame.Flags.Contains(CentreOfZero))
            : frame is { Errors.Count: 0, Stable: true, Weight: < 0 };
    }

    private static bool IsBelowZero(string error) => ReadingFacts.IsLoadCondition(error) && !error.StartsWith("over", StringComparison.Ordinal);

    private EventDraft? Settle(WeightReading reading, decimal weight, string unit, NetGross netGross)
    {
        var step = division ?? new decimal(1, 0, 0, false, weight.Scale);
        var (before, phase, moved) = (_settled, _phase, _moved);
        var keyPressed = !moved && _netGross != netGross && (phase == Phase.Loaded || (phase == Phase.Empty && _netGross == NetGross.Net));
        (_settled, _moved, _netGross) = (weight, false, netGross);
        if (weight <= SameWithin * step)
        {
            _phase = Phase.Empty;
            return null;
        }

        _phase = Phase.Loaded;
        var within = (moved ? SameWithinAfterMotion : SameWithin) * step;
        var isNew = phase != Phase.Loaded || Math.Abs(weight - before) > within;
        return isNew && !keyPressed ? Draft(reading, weight, unit, netGross, phase == Phase.JustStarted && !moved) : null;
    }

    private EventDraft Draft(WeightReading reading, decimal weight, string unit, NetGross netGross, bool atStart) => new(
        EventTypes.GoodsWeighed,
        deviceId,
        reading.Time,
        DraftJson.Write(json =>
        {
            json.WriteString("scale", deviceId);
            json.WriteString("net", weight.ToString(CultureInfo.InvariantCulture));
            json.WriteString("unit", unit);
            json.WriteString("net_gross", ShownReading.Text(netGross));
            if (atStart)
            {
                json.WriteBoolean("at_start", true);
            }
        }));
}
