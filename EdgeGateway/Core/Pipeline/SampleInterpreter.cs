using System.Globalization;
using Cloud.Contracts;
using EdgeGateway.Core.Devices;
using EdgeGateway.Core.Events;

namespace EdgeGateway.Core.Pipeline;

/// <summary>Thins the readings of one device to <c>device.sample</c> telemetry: on change at most twice a second, else every ten seconds.</summary>
/// <remarks>No I/O; fed every reading in order. A plate's load has changed when it differs by a gram or more from the last sample told.</remarks>
/// <param name="deviceId">The device.</param>
public sealed class SampleInterpreter(string deviceId)
{
    private const decimal PlateStepGrams = 1m;
    private static readonly TimeSpan s_onChange = TimeSpan.FromMilliseconds(500);
    private static readonly TimeSpan s_unchanged = TimeSpan.FromSeconds(10);

    private Reading? _told;

    /// <summary>Takes the next reading.</summary>
    /// <returns>The sample to tell, or null.</returns>
    public EventDraft? Take(Reading reading)
    {
        if (reading is not (WeightReading or LoadReading))
        {
            return null;
        }

        if (_told is not null)
        {
            var since = reading.Time - _told.Time;
            var clockWentBack = since < TimeSpan.Zero;
            if (!clockWentBack && since < (IsSame(_told, reading) ? s_unchanged : s_onChange))
            {
                return null;
            }
        }

        _told = reading;
        return new EventDraft(EventTypes.DeviceSample, deviceId, reading.Time, reading switch
        {
            WeightReading weight => Scale(weight.Frame),
            LoadReading load => Plate(load),
            _ => DraftJson.Write(_ => { }),
        });
    }

    private static bool IsSame(Reading told, Reading now) => (told, now) switch
    {
        (WeightReading { Frame: var a }, WeightReading { Frame: var b }) =>
            a with { Errors = b.Errors, Flags = b.Flags } == b && a.Errors.SequenceEqual(b.Errors) && a.Flags.SequenceEqual(b.Flags),
        (LoadReading a, LoadReading b) =>
            a.Stable == b.Stable && a.Grams is null == b.Grams is null && Math.Abs((a.Grams ?? 0) - (b.Grams ?? 0)) < PlateStepGrams && a.Errors.SequenceEqual(b.Errors),
        _ => false,
    };

    private static byte[] Scale(WeightFrame frame) => DraftJson.Write(json =>
    {
        json.WriteString("kind", "scale");
        json.WriteString("weight", frame.Weight?.ToString(CultureInfo.InvariantCulture));
        json.WriteString("unit", frame.Unit);
        WriteStable(json, frame.Stable);
        json.WriteString("net_gross", ShownReading.Text(frame.NetGross));
        DraftJson.WriteTexts(json, "errors", frame.Errors);
        DraftJson.WriteTexts(json, "flags", frame.Flags);
    });

    private static byte[] Plate(LoadReading load) => DraftJson.Write(json =>
    {
        json.WriteString("kind", "plate");
        json.WriteString("grams", load.Grams is { } grams ? ShownReading.Grams(grams) : null);
        json.WriteNumber("counts", load.Counts);
        WriteStable(json, load.Stable);
        DraftJson.WriteTexts(json, "errors", load.Errors);
    });

    private static void WriteStable(System.Text.Json.Utf8JsonWriter json, bool? stable)
    {
        if (stable is { } known)
        {
            json.WriteBoolean("stable", known);
        }
        else
        {
            json.WriteNull("stable");
        }
    }
}
