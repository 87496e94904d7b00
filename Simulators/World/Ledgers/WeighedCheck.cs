using System.Globalization;
using System.Text.Json;

namespace Simulators.World.Ledgers;

/// <summary>Compares the loads put on the scales of a gateway with the <c>goods.weighed</c> events that came of them.</summary>
internal sealed class WeighedCheck
{
    /// <summary>A load that lay for less while the gateway read the scale is not required to have been weighed: the scale may never have said it was stable.</summary>
    private static readonly TimeSpan s_longEnough = TimeSpan.FromSeconds(3);

    private readonly Dictionary<string, List<decimal>> _weighed = new(StringComparer.Ordinal);
    private readonly Dictionary<string, DateTimeOffset> _online = new(StringComparer.Ordinal);

    private readonly record struct Load(decimal Weight, bool Required);

    public void Add(string device, string body)
    {
        using var document = JsonDocument.Parse(body);
        var data = document.RootElement;
        if (!_weighed.TryGetValue(device, out var list))
        {
            _weighed[device] = list = [];
        }

        list.Add(decimal.Parse(data.GetProperty("net").GetString()!, CultureInfo.InvariantCulture));
    }

    /// <summary>The gateway began to read the scale: what had been taken off before, it cannot have weighed. Later ones change nothing.</summary>
    public void Online(string device, DateTimeOffset at) => _online.TryAdd(device, at);

    /// <summary>How many loads had to be weighed, how many were, and what does not fit.</summary>
    public (long Placed, long Right, IReadOnlyList<string> Wrong) Compare(IReadOnlyList<ScaleTruth> scales)
    {
        var wrong = new List<string>();
        var placed = 0L;
        var right = 0L;
        foreach (var scale in scales)
        {
            var loads = Loads(scale.Path, _online.TryGetValue(scale.Device, out var online) ? online : DateTimeOffset.MinValue);
            var weighed = _weighed.GetValueOrDefault(scale.Device) ?? [];
            placed += loads.Count(l => l.Required);
            var next = 0;
            foreach (var load in loads)
            {
                if (next < weighed.Count && weighed[next] == load.Weight)
                {
                    next++;
                    right += load.Required ? 1 : 0;
                }
                else if (load.Required)
                {
                    wrong.Add($"{scale.Device}: {load.Weight} was put on it and {(next < weighed.Count ? $"{weighed[next]}" : "nothing")} was weighed");
                }
            }

            wrong.AddRange(weighed.Skip(next).Select(extra => $"{scale.Device}: {extra} was weighed and nobody put it on"));
        }

        return (placed, right, wrong);
    }

    private static List<Load> Loads(string truth, DateTimeOffset readFrom)
    {
        var loads = new List<Load>();
        (decimal Weight, DateTimeOffset At)? lying = null;
        foreach (var line in JsonLines.Read(truth))
        {
            var at = line.GetProperty("at").GetDateTimeOffset();
            switch (line.GetProperty("event").GetString())
            {
                case "placed":
                    End(at);
                    lying = (decimal.Parse(line.GetProperty("weight").GetString()!, CultureInfo.InvariantCulture), at);
                    break;
                case "removed":
                    End(at);
                    break;
            }
        }

        if (lying is { } last)
        {
            loads.Add(new Load(last.Weight, Required: false));
        }

        return loads;

        void End(DateTimeOffset at)
        {
            if (lying is { } load)
            {
                loads.Add(new Load(load.Weight, at - (load.At > readFrom ? load.At : readFrom) >= s_longEnough));
                lying = null;
            }
        }
    }
}
