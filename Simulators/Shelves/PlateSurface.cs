using System.Globalization;
using System.Text.Json;
using Simulators.Session;

namespace Simulators.Shelves;

/// <summary>A shelf plate on a load cell, sampled ten times a second: counts with noise, ringing after each change. Not thread-safe.</summary>
/// <remarks>
/// A 10 kg cell of 2 mV/V at 5 V gives about 430 counts a gram, noise 21 counts rms; the mechanics ring at 5-15 Hz with damping 0.1-0.3.
/// </remarks>
/// <param name="unitId">Its address on the bus.</param>
/// <param name="capacityGrams">The most it weighs.</param>
/// <param name="random">Noise.</param>
/// <param name="clock">Time.</param>
/// <param name="truth">Takes what happens.</param>
/// <param name="sampleEvery">How often its converter has a new value; ten times a second where it is left out.</param>
internal sealed class PlateSurface(int unitId, decimal capacityGrams, Random random, TimeProvider clock, GroundTruth truth, TimeSpan? sampleEvery = null)
{
    /// <summary>Counts of the converter for one gram.</summary>
    public const int CountsAGram = 430;

    private const double NoiseCounts = 21;
    private const double RingHertz = 8;
    private const double Damping = 0.2;
    private static readonly TimeSpan s_settle = TimeSpan.FromMilliseconds(700);

    private readonly TimeSpan _sampleEvery = sampleEvery ?? TimeSpan.FromMilliseconds(100);
    private readonly int _zeroCounts = 40_000 + random.Next(20_000);
    private long _changedAt = clock.GetTimestamp();
    private long _sampledAt = long.MinValue;
    private TimeSpan _shake;
    private decimal _before;
    private decimal _zeroGrams;
    private decimal _tareGrams;
    private int _counts;

    /// <summary>Its address on the bus.</summary>
    public int UnitId => unitId;

    /// <summary>What lies on it, in grams.</summary>
    public decimal Load { get; private set; }

    /// <summary>Whether the cell is broken: the counts stand at the end of their range.</summary>
    public bool Faulty { get; private set; }

    /// <summary>Whether a tare is set.</summary>
    public bool IsNet => _tareGrams != 0;

    /// <summary>Whether nothing has moved for a while.</summary>
    public bool IsStable => !Faulty && clock.GetElapsedTime(_changedAt) >= s_settle + _shake;

    /// <summary>Time since the last change.</summary>
    public TimeSpan Held => clock.GetElapsedTime(_changedAt);

    /// <summary>The converter's last value.</summary>
    public int Counts
    {
        get
        {
            if (_sampledAt == long.MinValue || clock.GetElapsedTime(_sampledAt) >= _sampleEvery)
            {
                _sampledAt = clock.GetTimestamp();
                _counts = Sample();
            }

            return _counts;
        }
    }

    /// <summary>The load by the transmitter's own calibration, in tenths of a gram.</summary>
    public int GrossTenths => (int)Math.Round(((Counts - _zeroCounts) / (decimal)CountsAGram * 10) - (_zeroGrams * 10));

    /// <summary>The same without the tare.</summary>
    public int NetTenths => GrossTenths - (int)Math.Round(_tareGrams * 10);

    /// <summary>Whether more lies on it than it can weigh.</summary>
    public bool IsOver => Load > capacityGrams;

    /// <summary>Puts goods there without a word, as before the store opened.</summary>
    public void Stock(decimal grams, string? sku = null, int count = 0)
    {
        Load += grams;
        _before = Load;
        Log("stocked", grams, sku, count);
    }

    /// <summary>Puts goods on.</summary>
    public void Put(decimal grams, string? sku = null, int count = 0)
    {
        Change(Load + grams);
        Log("placed", grams, sku, count);
    }

    /// <summary>Takes goods off; less where there is not so much.</summary>
    public void Take(decimal grams, string? sku = null, int count = 0)
    {
        var taken = Math.Min(grams, Load);
        Change(Load - taken);
        Log("removed", taken, sku, count);
    }

    /// <summary>Takes the present load as zero.</summary>
    public void Zero() => _zeroGrams = Load;

    /// <summary>Takes the present load as tare.</summary>
    public void TakeTare() => _tareGrams = Load - _zeroGrams;

    /// <summary>Forgets the tare.</summary>
    public void ClearTare() => _tareGrams = 0;

    /// <summary>Stores in the transmitter's memory, which wears out: worth a line in the ground truth.</summary>
    public void Save() => truth.Write("saved", json => json.WriteNumber("plate", unitId));

    /// <summary>Does what a script line says.</summary>
    /// <returns>Null, or what is wrong with the line.</returns>
    public string? Apply(ScriptLine line)
    {
        switch (line)
        {
            case { Verb: "load", Amount: >= 0 and { } grams }:
                Faulty = false;
                Set(grams);
                return null;
            case { Verb: "put", Amount: > 0 and { } grams }:
                Put(grams);
                return null;
            case { Verb: "take", Amount: > 0 and { } grams }:
                Take(grams);
                return null;
            case { Verb: "clear" }:
                Faulty = false;
                Set(0);
                return null;
            case { Verb: "over" }:
                Set(capacityGrams * 1.2m);
                return null;
            case { Verb: "motion" }:
                Change(Load);
                _shake = TimeSpan.FromSeconds((double)(line.Amount ?? 2));
                return null;
            case { Verb: "fault" }:
                Faulty = true;
                truth.Write("fault", json => json.WriteNumber("plate", unitId));
                return null;
            default:
                return $"'{line.Verb}': expected load G, put G, take G (grams), clear, motion, over, fault, silence, talk, garbage, unplug, replug or quit";
        }
    }

    private void Set(decimal grams)
    {
        if (grams > Load)
        {
            Put(grams - Load);
        }
        else if (grams < Load)
        {
            Take(Load - grams);
        }
    }

    private void Change(decimal grams) => (_before, Load, _shake, _changedAt) = (Load, grams, TimeSpan.Zero, clock.GetTimestamp());

    private int Sample()
    {
        if (Faulty)
        {
            return 0x7FFFFF;
        }

        var seconds = clock.GetElapsedTime(_changedAt).TotalSeconds;
        var omega = 2 * Math.PI * RingHertz;
        var ring = Math.Exp(-Damping * omega * seconds) * Math.Cos(omega * Math.Sqrt(1 - (Damping * Damping)) * seconds);
        var grams = (double)Load + ((double)(_before - Load) * ring);
        if (clock.GetElapsedTime(_changedAt) < _shake)
        {
            grams += (random.NextDouble() - 0.5) * 100;
        }

        return _zeroCounts + (int)Math.Round((grams * CountsAGram) + (Gaussian() * NoiseCounts));
    }

    private double Gaussian() => Math.Sqrt(-2 * Math.Log(1 - random.NextDouble())) * Math.Cos(2 * Math.PI * random.NextDouble());

    /// <summary>Writes the truth: with SKU and pieces where it is goods, by weight alone where a script says so.</summary>
    private void Log(string happened, decimal grams, string? sku, int count) => truth.Write(happened, (Utf8JsonWriter json) =>
    {
        json.WriteNumber("plate", unitId);
        if (sku is not null)
        {
            json.WriteString("sku", sku);
            json.WriteNumber("count", count);
        }

        json.WriteString("weight", grams.ToString("F1", CultureInfo.InvariantCulture));
        json.WriteString("unit", "g");
        json.WriteString("total", Load.ToString("F1", CultureInfo.InvariantCulture));
    });
}
