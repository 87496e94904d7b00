using System.Text.Json;
using Drivers.Ports;
using EdgeGateway.Core.Devices;
using EdgeGateway.Core.Setup;
using Microsoft.Extensions.Logging;

namespace EdgeGateway.Host.Setup;

/// <summary>What is plugged in now and what was before; knows where a configured port is at this moment. Thread-safe.</summary>
internal sealed class PortBook
{
    /// <summary>How old a picture may be for a first look; whether it still holds is asked again after a port was opened.</summary>
    private static readonly TimeSpan s_fresh = TimeSpan.FromMilliseconds(100);

    private readonly Lock _gate = new();
    private readonly PortInventory _inventory;
    private readonly PortMemory _memory;
    private readonly string _file;
    private readonly TimeProvider _clock;
    private readonly ILogger _logger;
    private PortPicture _picture;
    private long _seenAt;

    /// <summary>Takes the first picture.</summary>
    /// <param name="inventory">Looks.</param>
    /// <param name="file">Where the memory is kept.</param>
    /// <param name="clock">Time.</param>
    /// <param name="logger">Told where the memory cannot be kept.</param>
    public PortBook(PortInventory inventory, string file, TimeProvider clock, ILogger logger)
    {
        (_inventory, _file, _clock, _logger) = (inventory, file, clock, logger);
        _memory = Load();
        _picture = inventory.Look();
        _seenAt = clock.GetTimestamp();
    }

    /// <summary>Where the memory is kept in a data folder.</summary>
    public static string FileIn(string dataFolder) => Path.Combine(dataFolder, "ports.json");

    /// <summary>The last picture.</summary>
    public PortPicture Picture
    {
        get
        {
            lock (_gate)
            {
                return _picture;
            }
        }
    }

    /// <summary>Takes a picture that the watch has taken.</summary>
    public void Seen(PortPicture picture)
    {
        lock (_gate)
        {
            (_picture, _seenAt) = (picture, _clock.GetTimestamp());
        }

        if (_memory.Observe(picture))
        {
            Save();
        }
    }

    /// <summary>A picture that is fresh enough to open a port by.</summary>
    public PortPicture Look()
    {
        lock (_gate)
        {
            if (_clock.GetElapsedTime(_seenAt) < s_fresh)
            {
                return _picture;
            }
        }

        return LookNow();
    }

    /// <summary>A picture of this moment.</summary>
    public PortPicture LookNow()
    {
        var picture = _inventory.Look();
        Seen(picture);
        return picture;
    }

    /// <summary>Whether the thing behind a node is the one that was seen there.</summary>
    public bool IsStill(SeenPort port) => _inventory.IsStill(port);

    /// <summary>Where a configured port is in a picture.</summary>
    public PortPlace Find(string configured, PortPicture picture) => PortPlace.Find(configured, picture, _memory);

    /// <summary>The stable name of a port.</summary>
    public StableName NameOf(SeenPort port, PortPicture picture) => StableName.Of(port, picture, _memory);

    /// <summary>Remembers what is read at a configured port.</summary>
    public void Bind(string configured, SeenPort port)
    {
        if (_memory.Bind(configured, port))
        {
            Save();
        }
    }

    /// <summary>Forgets what was read at a configured port.</summary>
    public void Forget(string configured)
    {
        if (_memory.Forget(configured))
        {
            Save();
        }
    }

    private PortMemory Load()
    {
        try
        {
            return File.Exists(_file) ? PortMemory.Read(File.ReadAllBytes(_file)) : new PortMemory();
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException or JsonException)
        {
            _logger.PortMemoryUnreadable(_file, e.Message);
            return new PortMemory();
        }
    }

    private void Save()
    {
        try
        {
            lock (_gate)
            {
                KeptFile.Write(_file, _memory.ToUtf8());
            }
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            _logger.PortMemoryUnwritable(_file, e.Message);
        }
    }
}
