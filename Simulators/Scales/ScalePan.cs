using System.Globalization;
using System.Text.Json;
using Simulators.Session;

namespace Simulators.Scales;

/// <summary>What lies on a scale and how far it has settled; the protocols show it each in their way. Not thread-safe.</summary>
internal sealed class ScalePan(ScaleShape shape, TimeProvider clock, GroundTruth truth)
{
    private long _changedAt = clock.GetTimestamp();
    private long _movedAt = clock.GetTimestamp();
    private TimeSpan _motion;
    private decimal _before;
    private decimal _load;
    private decimal _zero;
    private int _placed;
    private long? _instant;

    /// <summary>Capacity, decimals, unit.</summary>
    public ScaleShape Shape => shape;

    /// <summary>Whether the load has not come to rest.</summary>
    public bool InMotion => Elapsed(_movedAt) < _motion;

    /// <summary>How long the load has lain there, from when it was put on.</summary>
    public TimeSpan Held => clock.GetElapsedTime(_changedAt);

    /// <summary>The container's weight that is taken off, 0 without one.</summary>
    public decimal Tare { get; private set; }

    /// <summary>Whether the scale shows net weight.</summary>
    public bool IsNet => Tare != 0;

    /// <summary>Whether the scale reports a fault of its own.</summary>
    public bool Faulty { get; private set; }

    /// <summary>Whether more lies on it than it can weigh: capacity and nine divisions.</summary>
    public bool IsOver => Gross > shape.Capacity + (9 * shape.Step);

    /// <summary>Whether something lies on it.</summary>
    public bool IsLoaded => _load != 0;

    /// <summary>Counts every change of load, so that a protocol can tell "the same as before".</summary>
    public int Changes { get; private set; }

    /// <summary>The gross weight once settled.</summary>
    public decimal Gross => shape.Round(_load - _zero);

    /// <summary>What the display shows once settled.</summary>
    public decimal Shown => Gross - Tare;

    /// <summary>What the display shows at this instant; while moving it runs towards the load.</summary>
    public decimal ShownNow
    {
        get
        {
            if (!InMotion)
            {
                return Shown;
            }

            var part = 1m - (decimal)Math.Exp(-Elapsed(_movedAt).TotalSeconds / 0.1);
            return shape.Round(_before + ((_load - _before) * part) - _zero) - Tare;
        }
    }

    /// <summary>Shows one instant to everything that is done within: what a frame says of weight and motion is of the same time.</summary>
    public void AtOneInstant(Action act)
    {
        _instant = clock.GetTimestamp();
        try
        {
            act();
        }
        finally
        {
            _instant = null;
        }
    }

    /// <summary>Puts a load on in place of what lies there.</summary>
    public void Place(decimal weight)
    {
        Clear();
        Change(weight);
        _placed++;
        Log("placed", weight, null);
    }

    /// <summary>Takes the load off; nothing where nothing lies there.</summary>
    public void Clear()
    {
        if (_load == 0)
        {
            return;
        }

        var (weight, held) = (_load, Held);
        Change(0);
        Log("removed", weight, held);
    }

    /// <summary>Shakes the scale for a time.</summary>
    public void Shake(TimeSpan time)
    {
        (_movedAt, _motion, _before) = (clock.GetTimestamp(), time, _load);
        Changes++;
    }

    /// <summary>Ends a fault of the scale's own; what lies there stays.</summary>
    public void Repair()
    {
        if (Faulty)
        {
            Faulty = false;
            Changes++;
        }
    }

    /// <summary>Takes what lies there as zero, within 2 % of capacity, as scales do.</summary>
    public void Zero()
    {
        if (!InMotion && Math.Abs(_load) <= shape.Capacity * 0.02m)
        {
            _zero = _load;
            Changes++;
        }
    }

    /// <summary>Takes the container that lies there as tare.</summary>
    public void TakeTare()
    {
        if (!InMotion && !IsOver && Gross >= 0)
        {
            Tare = Gross;
            Changes++;
        }
    }

    /// <summary>Takes a known weight as tare, in whole divisions and below the capacity.</summary>
    public void PresetTare(decimal tare)
    {
        if (tare >= 0 && tare < shape.Capacity)
        {
            Tare = shape.Round(tare);
            Changes++;
        }
    }

    /// <summary>Back to gross.</summary>
    public void ClearTare()
    {
        Tare = 0;
        Changes++;
    }

    /// <summary>Does what a one-letter command says: Z zero, T tare, C clear tare.</summary>
    /// <returns>Whether it is one of them.</returns>
    public bool Adjust(byte letter)
    {
        switch (letter)
        {
            case (byte)'Z':
                Zero();
                return true;
            case (byte)'T':
                TakeTare();
                return true;
            case (byte)'C':
                ClearTare();
                return true;
            default:
                return false;
        }
    }

    /// <summary>Does what a script line says.</summary>
    /// <returns>Null, or what is wrong with the line.</returns>
    public string? Apply(ScriptLine line)
    {
        switch (line.Verb)
        {
            case "load" when line.Amount is { } weight && shape.Round(weight) == weight && weight > 0:
                Faulty = false;
                Place(weight);
                return null;
            case "load":
                return string.Create(CultureInfo.InvariantCulture, $"load: expected a weight above 0 in steps of {shape.Step} {shape.Unit}, came '{line.Amount}'");
            case "clear":
                Faulty = false;
                Clear();
                return null;
            case "motion":
                Shake(TimeSpan.FromSeconds((double)(line.Amount ?? 2)));
                return null;
            case "over":
                Place(shape.Capacity * 1.1m);
                return null;
            case "fault":
                Faulty = true;
                Changes++;
                return null;
            default:
                return $"'{line.Verb}': expected load, clear, motion, over, fault, silence, talk, garbage, unplug, replug or quit";
        }
    }

    private TimeSpan Elapsed(long since) => clock.GetElapsedTime(since, _instant ?? clock.GetTimestamp());

    private void Change(decimal load)
    {
        (_before, _load, _motion) = (_load, load, shape.Settle);
        _changedAt = _movedAt = clock.GetTimestamp();
        Changes++;
    }

    private void Log(string happened, decimal weight, TimeSpan? held) => truth.Write(happened, (Utf8JsonWriter json) =>
    {
        json.WriteNumber("load", _placed);
        json.WriteString("weight", weight.ToString("F" + shape.Decimals, CultureInfo.InvariantCulture));
        json.WriteString("unit", shape.Unit);
        if (held is { } time)
        {
            json.WriteNumber("heldMs", (long)time.TotalMilliseconds);
        }
    });
}
