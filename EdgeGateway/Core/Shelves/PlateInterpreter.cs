using Cloud.Contracts;
using EdgeGateway.Core.Devices;
using EdgeGateway.Core.Events;

namespace EdgeGateway.Core.Shelves;

/// <summary>Tells every settled change of a plate's load as <c>stock.plate.ambiguous</c>: without a planogram nobody can say what it was.</summary>
/// <remarks>
/// No I/O; fed every reading of one plate in order. The first settled load is the baseline and is not told. A fault or an unsettled sample is
/// never a change. Below the threshold the baseline follows by at most 10 mg a second, which takes up temperature and creep but not
/// a hand that is slow.
/// </remarks>
/// <param name="deviceId">The plate.</param>
/// <param name="thresholdGrams">The least change told, above 0; 5 g is usual.</param>
public sealed class PlateInterpreter(string deviceId, decimal thresholdGrams = PlateInterpreter.DefaultThresholdGrams)
{
    /// <summary>The usual threshold.</summary>
    public const decimal DefaultThresholdGrams = 5m;

    private const decimal FollowGramsASecond = 0.01m;

    private readonly SettledWindow _window = new();
    private decimal? _baseline;
    private DateTimeOffset _followedAt;

    /// <summary>Takes the next sample.</summary>
    /// <returns>The event, or null where the load has not settled on something new.</returns>
    public EventDraft? Take(LoadReading reading)
    {
        if (reading.Grams is not { } grams || reading.Errors.Count > 0 || reading.Stable == false)
        {
            _window.Reset();
            return null;
        }

        if (_window.Take(reading.Time, grams) is not { } settled)
        {
            return null;
        }

        if (_baseline is not { } before)
        {
            (_baseline, _followedAt) = (settled, reading.Time);
            return null;
        }

        if (Math.Abs(settled - before) > thresholdGrams)
        {
            (_baseline, _followedAt) = (settled, reading.Time);
            return Draft(reading.Time, decimal.Round(before, 1), decimal.Round(settled, 1));
        }

        Follow(before, settled, reading.Time);
        return null;
    }

    /// <summary>The connection broke: samples before and after do not belong together, the baseline stays.</summary>
    public void Interrupt() => _window.Reset();

    private void Follow(decimal before, decimal settled, DateTimeOffset time)
    {
        var seconds = Math.Clamp((time - _followedAt).TotalSeconds, 0, 60);
        var most = (decimal)seconds * FollowGramsASecond;
        _baseline = before + Math.Clamp(settled - before, -most, most);
        _followedAt = time;
    }

    private EventDraft Draft(DateTimeOffset time, decimal before, decimal after) => new(
        EventTypes.StockPlateAmbiguous,
        deviceId,
        time,
        DraftJson.Write(json =>
        {
            json.WriteString("plate", deviceId);
            json.WriteString("before", ShownReading.Grams(before));
            json.WriteString("after", ShownReading.Grams(after));
            json.WriteString("change", ShownReading.Grams(after - before));
            json.WriteString("unit", "g");
            DraftJson.WriteTexts(json, "candidates", []);
        }));
}
