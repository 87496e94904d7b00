using System.Globalization;
using Simulators.Ports;
using Simulators.Session;

namespace Simulators.Shelves;

/// <summary>Converters as Linux IIO shows them, in a folder: <c>sys/bus/iio/devices/iio:deviceN</c> and <c>dev/iio:deviceN</c>, one plate each.</summary>
/// <remarks>
/// A reader looks below <c>FOLDER/sys/bus/iio/devices</c> and <c>FOLDER/dev</c>. Values are renamed into place, so that nobody reads half a one. Instead of the
/// kernel's character device there is a FIFO. Script, besides that of a plate: <c>silence</c> (reading fails with EIO), <c>talk</c>, <c>unplug</c>, <c>replug</c>.
/// </remarks>
internal sealed class IioTree(string folder, IioChip chip, IReadOnlyList<(string Label, PlateSurface Plate)> plates, TimeSpan sampleEvery, TimeProvider clock) : IFreeDevice
{
    /// <summary>The ABI's trigger that the devices may be given.</summary>
    public const string Trigger = "edge-gateway";

    private readonly List<IioFolder> _devices = [];
    private long _steppedAt;

    /// <inheritdoc/>
    public Lock Gate { get; } = new();

    /// <summary>Where the devices are.</summary>
    public string Root => Path.Combine(folder, "sys/bus/iio/devices");

    /// <summary>Where the nodes are.</summary>
    public string Nodes => Path.Combine(folder, "dev");

    /// <inheritdoc/>
    public string Open()
    {
        Directory.CreateDirectory(Nodes);
        var trigger = Path.Combine(Root, "trigger0");
        Directory.CreateDirectory(trigger);
        File.WriteAllText(Path.Combine(trigger, "name"), Trigger + "\n");
        File.WriteAllText(Path.Combine(trigger, "sampling_frequency"), "10.000\n");
        for (var i = 0; i < plates.Count; i++)
        {
            var name = string.Create(CultureInfo.InvariantCulture, $"iio:device{i}");
            _devices.Add(new IioFolder(Path.Combine(Root, name), Path.Combine(Nodes, name), chip, plates[i].Label));
            _devices[i].Create();
        }

        Sample();
        return folder;
    }

    /// <inheritdoc/>
    public TimeSpan Step()
    {
        if (clock.GetElapsedTime(_steppedAt) >= sampleEvery)
        {
            Sample();
        }

        return sampleEvery - clock.GetElapsedTime(_steppedAt);
    }

    /// <inheritdoc/>
    public string? Apply(ScriptLine line)
    {
        var at = line.Unit is { } unit ? plates.ToList().FindIndex(plate => plate.Plate.UnitId == unit) : 0;
        if (at < 0)
        {
            return $"unit {line.Unit}: not here";
        }

        switch (line.Verb)
        {
            case "silence" or "talk":
                _devices[at].SetSilent(line.Verb == "silence");
                break;
            case "unplug":
                _devices[at].Delete();
                break;
            case "replug":
                _devices[at].Create();
                break;
            default:
                return plates[at].Plate.Apply(line);
        }

        Sample();
        return null;
    }

    /// <summary>Takes a sample of each plate now.</summary>
    public void Sample()
    {
        _steppedAt = clock.GetTimestamp();
        for (var i = 0; i < _devices.Count; i++)
        {
            var plate = plates[i].Plate;
            _devices[i].Show(chip.Value(plate.Counts, plate.Faulty), clock.GetUtcNow());
        }
    }

    /// <inheritdoc/>
    public void Dispose() => _devices.ForEach(device => device.Dispose());
}
