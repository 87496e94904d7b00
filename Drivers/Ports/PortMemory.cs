using System.Text.Json;
using System.Text.Json.Serialization;

namespace Drivers.Ports;

/// <summary>What was plugged in before: which adapters have twins, and which thing was read at which configured port.</summary>
/// <remarks>
/// Without it a twin that is alone after a restart would pass for the other one. Kept as JSON by whoever owns the data folder. Thread-safe.
/// </remarks>
public sealed class PortMemory
{
    /// <summary>No store has more; what was remembered first is forgotten first.</summary>
    private const int MostEntries = 512;

    private readonly Lock _gate = new();
    private readonly List<string> _twins;
    private readonly Dictionary<string, RememberedPort> _bound;

    /// <summary>Remembers nothing.</summary>
    public PortMemory()
        : this(new PortMemoryFile([], []))
    {
    }

    private PortMemory(PortMemoryFile file)
    {
        _twins = [.. file.Twins.Take(MostEntries)];
        _bound = file.Bound.Take(MostEntries).ToDictionary(pair => pair.Key, pair => pair.Value, StringComparer.Ordinal);
    }

    /// <summary>Reads what <see cref="ToUtf8"/> has written.</summary>
    /// <exception cref="JsonException">It is not that.</exception>
    public static PortMemory Read(ReadOnlySpan<byte> utf8)
    {
        PortMemoryFile file = JsonSerializer.Deserialize(utf8, PortMemoryJson.Default.PortMemoryFile) ?? throw new JsonException("null");
        if (file.Twins is null || file.Bound is null || file.Twins.Contains(null!) || file.Bound.ContainsValue(null!))
            throw new JsonException("'twins' and 'bound' are to be there, without null");
        return new PortMemory(file);
    }

    /// <summary>All of it as JSON.</summary>
    public byte[] ToUtf8()
    {
        lock (_gate)
            return JsonSerializer.SerializeToUtf8Bytes(new PortMemoryFile([.. _twins], new(_bound)), PortMemoryJson.Default.PortMemoryFile);
    }

    /// <summary>Takes note of twins.</summary>
    /// <returns>Whether there is anything new in it.</returns>
    public bool Observe(PortPicture picture)
    {
        bool news = false;
        lock (_gate)
        {
            foreach (string key in picture.Ports.Where(port => picture.TwinsOf(port).Any()).Select(port => port.TwinKey!).Distinct())
            {
                if (!_twins.Contains(key) && _twins.Count < MostEntries)
                {
                    _twins.Add(key);
                    news = true;
                }
            }
        }
        return news;
    }

    /// <summary>Whether another port with the same link in <c>by-id</c> is there now or was once.</summary>
    public bool HasTwin(SeenPort port, PortPicture picture)
    {
        if (port.TwinKey is not string key)
            return false;
        lock (_gate)
            return _twins.Contains(key) || picture.TwinsOf(port).Any();
    }

    /// <summary>What was read at a configured port; null where nothing was.</summary>
    public RememberedPort? At(string configured)
    {
        lock (_gate)
            return _bound.GetValueOrDefault(configured);
    }

    /// <summary>Takes note of what is read at a configured port.</summary>
    /// <returns>Whether that is new.</returns>
    public bool Bind(string configured, SeenPort port)
    {
        var remembered = RememberedPort.Of(port);
        lock (_gate)
        {
            if (_bound.TryGetValue(configured, out RememberedPort? before) && before == remembered)
                return false;
            if (_bound.Count >= MostEntries)
                return false;
            _bound[configured] = remembered;
            return true;
        }
    }

    /// <summary>Forgets what was read at a configured port: whatever is there next is right.</summary>
    /// <returns>Whether anything was remembered.</returns>
    public bool Forget(string configured)
    {
        lock (_gate)
            return _bound.Remove(configured);
    }
}

/// <summary>What a thing at a port said of itself when it was read.</summary>
/// <param name="Vendor">USB vendor id, or null where it was not on USB.</param>
/// <param name="Product">USB product id, or null.</param>
/// <param name="Serial">Its serial number, or null.</param>
/// <param name="Model">Maker and model in words, or null.</param>
public sealed record RememberedPort(string? Vendor, string? Product, string? Serial, string? Model)
{
    /// <summary>What a port says now.</summary>
    public static RememberedPort Of(SeenPort port) => new(port.Usb?.Vendor, port.Usb?.Product, port.Usb?.Serial, port.Model);

    /// <summary>Whether it can be the same thing.</summary>
    public bool MayBe(SeenPort port) => (Vendor, Product, Serial) == (port.Usb?.Vendor, port.Usb?.Product, port.Usb?.Serial);

    /// <summary>In words, for people.</summary>
    public string Words => Vendor is null ? "a port of the machine"
        : $"{(Model is null ? "" : $"{Model}, ")}{Vendor}:{Product}, {(Serial is null ? "without serial number" : $"serial number {Serial}")}";
}

/// <summary>The file.</summary>
internal sealed record PortMemoryFile(List<string> Twins, Dictionary<string, RememberedPort> Bound);

[JsonSourceGenerationOptions(PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase, WriteIndented = true)]
[JsonSerializable(typeof(PortMemoryFile))]
internal sealed partial class PortMemoryJson : JsonSerializerContext;
