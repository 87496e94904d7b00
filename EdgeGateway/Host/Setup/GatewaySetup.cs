using System.Runtime.CompilerServices;
using Drivers;
using Drivers.Ports;
using Drivers.Scales;
using EdgeGateway.Core.Devices;
using EdgeGateway.Core.Setup;
using EdgeGateway.Host.Configuration;
using EdgeGateway.Host.Running;
using Microsoft.Extensions.Logging;

namespace EdgeGateway.Host.Setup;

/// <summary>Ports, detection and devices of the running gateway, as the setup page sees and changes them.</summary>
internal sealed partial class GatewaySetup : ISetup, IDisposable
{
    /// <summary>How long a change waits for room behind readings that the outbox refuses.</summary>
    private static readonly TimeSpan s_patience = TimeSpan.FromSeconds(5);

    private readonly GatewayParts _parts;
    private readonly PortBook _ports;
    private readonly DeviceGroup _devices;
    private readonly PortDetections _detections;
    private readonly PortWatch _watch;
    private readonly ChangeCount _changes = new();
    private readonly SemaphoreSlim _oneAtATime = new(1);
    private readonly ILogger<GatewaySetup> _logger;
    private readonly Lazy<IReadOnlyList<DriverChoice>> _drivers;
    private PortPicture? _seen;

    /// <summary>Puts the parts together; <see cref="RunAsync"/> starts to watch.</summary>
    public GatewaySetup(GatewayParts parts, PortBook ports, PortWatch watch, DeviceGroup devices)
    {
        (_parts, _ports, _watch, _devices) = (parts, ports, watch, devices);
        _logger = parts.Loggers.CreateLogger<GatewaySetup>();
        _detections = new PortDetections(parts.Detect, parts.Options.Detection, _changes.Bump, parts.Clock, _logger);
        _drivers = new(() => [.. DriverCatalog.All.Select(d => new DriverChoice(d.Name, d.Kind, d.Model, d.Commands, d.Settings()))]);
    }

    /// <inheritdoc/>
    public IReadOnlyList<PluggedPort> Ports
    {
        get
        {
            var picture = _ports.Picture;
            return PortList.Make(
                picture, name => _ports.Find(name, picture), port => _ports.NameOf(port, picture), Claims(), _detections.Of);
        }
    }

    /// <inheritdoc/>
    public IReadOnlyList<AssignedDevice> Devices => [.. _devices.Devices.Select(one => View(one.Device))];

    /// <inheritdoc/>
    public IReadOnlyList<DriverChoice> Drivers => _drivers.Value;

    /// <summary>Watches the ports until <paramref name="cancellationToken"/>, then lets go of those it looks at.</summary>
    public async Task RunAsync(CancellationToken cancellationToken)
    {
        try
        {
            await Task.Run(() => _watch.RunAsync(Seen, _logger.NoAnnouncements, cancellationToken), CancellationToken.None);
        }
        finally
        {
            await _detections.DisposeAsync();
        }
    }

    /// <inheritdoc/>
    public Task<long> WaitForChangeAsync(long seen, CancellationToken cancellationToken) => _changes.WaitAsync(seen, cancellationToken);

    /// <inheritdoc/>
    public async Task<IReadOnlyList<SetupError>> DetectAsync(string port, CancellationToken cancellationToken)
    {
        _ports.LookNow();
        var plugged = Ports.FirstOrDefault(p => p.Port == port || p.Path == port || p.Links.Contains(port));
        var seen = plugged is null ? null : _ports.Picture.Find(plugged.Path);
        var mistake = seen switch
        {
            null => $"\"{port}\" is not plugged in; ask for one of the ports that are",
            _ when plugged!.Owner is { } owner => $"\"{port}\" is the port of {owner}, which is being read; remove that device first",
            _ when _detections.IsLeftAlone(seen) => $"\"{port}\" is left alone: by detection.leaveAlone in the configuration, or because it is neither a serial line nor a scale",
            _ when !_detections.IsPossible => "this gateway cannot look at ports",
            _ => null,
        };
        if (mistake is not null)
        {
            return [new SetupError("port", mistake)];
        }

        await _detections.BeginAsync(seen!).WaitAsync(cancellationToken);
        _changes.Bump();
        return [];
    }

    /// <inheritdoc/>
    public Task<IReadOnlyList<SetupError>> AssignAsync(DeviceOptions device, CancellationToken cancellationToken) => ChangeAsync(async () =>
    {
        if (IsConfigured(device.Id))
        {
            return Confirm(device);
        }

        var picture = _ports.LookNow();
        var wanted = new LocatedDevice(device, StablePort(device.Port, picture), null);
        var kept = Kept().Where(d => d.Id != device.Id).Append(wanted).ToArray();
        if (Mistakes(kept, picture) is { Count: > 0 } mistakes)
        {
            return mistakes;
        }

        KeptDevices.Save(KeptDevices.PathIn(_parts.Options.DataFolder), kept);
        _ports.Forget(wanted.Port);
        if (_ports.Find(wanted.Port, picture).Path is { } path)
        {
            await _detections.StopAsync(path);
        }

        await WithPatienceAsync(
            async patience =>
            {
                await _devices.RemoveAsync(device.Id, "was changed on the setup page", patience);
                await _devices.AddAsync(wanted, patience);
            },
            cancellationToken);
        _logger.DeviceAssigned(wanted.Id, wanted.Driver, wanted.Port);
        return [];
    });

    /// <inheritdoc/>
    public Task<IReadOnlyList<SetupError>> RemoveAsync(string id, CancellationToken cancellationToken) => ChangeAsync(async () =>
    {
        if (IsConfigured(id))
        {
            return [ReadOnly(id)];
        }

        if (_devices.Find(id) is not { } running)
        {
            return [new SetupError("id", $"there is no device \"{id}\"")];
        }

        KeptDevices.Save(KeptDevices.PathIn(_parts.Options.DataFolder), Kept().Where(d => d.Id != id));
        await WithPatienceAsync(patience => _devices.RemoveAsync(id, "was removed on the setup page", patience), cancellationToken);
        _ports.Forget(running.Device.Port);
        _logger.DeviceRemoved(id);
        return [];
    });

    /// <inheritdoc/>
    public async Task<CommandOutcome> ExecuteAsync(string id, DeviceCommand command, CancellationToken cancellationToken) =>
        _devices.Find(id) is { } running
            ? await running.Supervisor.ExecuteAsync(command, cancellationToken)
            : CommandOutcome.Refused($"there is no device \"{id}\"");

    /// <inheritdoc/>
    public async IAsyncEnumerable<DeviceBytes> WatchAsync(string id, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        if (_devices.Find(id) is not { } running)
        {
            yield break;
        }

        var decoding = new TraceDecoding(running.Device);
        await foreach (var piece in running.Trace.WatchAsync(cancellationToken))
        {
            yield return decoding.Take(piece);
        }
    }

    /// <inheritdoc/>
    public IReadOnlyList<DeviceBytes>? Capture(string id)
    {
        if (_devices.Find(id) is not { } running)
        {
            return null;
        }

        var decoding = new TraceDecoding(running.Device);
        return [.. running.Trace.Kept().Select(decoding.Take)];
    }

    /// <inheritdoc/>
    public void Dispose() => _oneAtATime.Dispose();

    private void Seen(PortPicture picture)
    {
        _ports.Seen(picture);
        Log(picture);
        _devices.Seen(picture);
        LookAtFree(picture);
        _changes.Bump();
    }

    private void LookAtFree(PortPicture picture)
    {
        var owned = _devices.Devices.Select(one => _ports.Find(one.Device.Port, picture).Path).ToHashSet();
        _detections.Seen([.. picture.Ports.Select(port => (port, owned.Contains(port.Path)))]);
    }

    private void Log(PortPicture picture)
    {
        foreach (var port in picture.Ports.Where(port => _seen?.Ports.Any(p => p.Path == port.Path && p.Usb == port.Usb) != true))
        {
            var (name, what) = (_ports.NameOf(port, picture).Name, port.AccessReason ?? port.Model ?? "no name");
            _logger.PortCame(name, port.Path, what);
        }

        foreach (var port in _seen?.Ports.Where(port => !picture.Ports.Any(p => p.Path == port.Path && p.Usb == port.Usb)) ?? [])
        {
            var name = _ports.NameOf(port, _seen!).Name;
            _logger.PortWent(name, port.Path);
        }

        _seen = picture;
    }

    private async Task<IReadOnlyList<SetupError>> ChangeAsync(Func<Task<IReadOnlyList<SetupError>>> change)
    {
        await _oneAtATime.WaitAsync();
        try
        {
            return await change();
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            return [new SetupError("", $"cannot be kept: {e.Message}")];
        }
        catch (OperationCanceledException)
        {
            return [new SetupError("", "it is kept on the disk, but the gateway is busy, since its outbox refuses events; it takes effect when the gateway is started again")];
        }
        finally
        {
            _oneAtATime.Release();
            LookAtFree(_ports.Picture);
            _changes.Bump();
        }
    }

    private async Task WithPatienceAsync(Func<CancellationToken, Task> change, CancellationToken cancellationToken)
    {
        using var patience = new CancellationTokenSource(s_patience, _parts.Clock);
        using var either = CancellationTokenSource.CreateLinkedTokenSource(patience.Token, cancellationToken);
        await change(either.Token);
    }

    /// <summary>The stable name of what is plugged in there, so that nobody keeps a name that is another device's tomorrow.</summary>
    private string StablePort(string port, PortPicture picture) =>
        picture.Find(port) is { } seen && !seen.ByPath.Contains(port) ? _ports.NameOf(seen, picture).Name : port;

    private List<SetupError> Mistakes(DeviceOptions[] kept, PortPicture picture)
    {
        var parsed = KeptDevices.Parse("devices.json", KeptDevices.ToUtf8(kept), _parts.Options.Devices, DriverCatalog.All);
        var prefix = $"devices[{kept.Length - 1}]";
        var mistakes = parsed.Errors
            .Select(e => new SetupError(e.Path.StartsWith(prefix, StringComparison.Ordinal) ? e.Path[prefix.Length..].TrimStart('.') : e.Path, e.Message)).ToList();
        if (mistakes.Count == 0 && SameNode(kept[^1], picture) is { } owner)
        {
            mistakes.Add(new SetupError("port", $"\"{kept[^1].Port}\" is the port of {owner.Device.Id} by another name; one device a port"));
        }

        return mistakes;
    }

    private RunningDevice? SameNode(DeviceOptions device, PortPicture picture)
    {
        var place = _ports.Find(device.Port, picture);
        return place.Port is null ? null : _devices.Devices.FirstOrDefault(other =>
            other.Device.Id != device.Id
            && !(other.Driver.SharesPort && other.Driver.Name == device.Driver)
            && _ports.Find(other.Device.Port, picture).Path == place.Path);
    }

    private IEnumerable<PortClaim> Claims() => _devices.Devices.Select(one => new PortClaim(one.Device.Id, one.Device.Port));

    private IEnumerable<DeviceOptions> Kept() => _devices.Devices.Select(one => one.Device).Where(device => !IsConfigured(device.Id));

    private bool IsConfigured(string id) => _parts.Options.Devices.Exists(device => device.Id == id);

    /// <summary>A device of the configuration file assigned as it is: what is plugged in at its port now is right.</summary>
    private IReadOnlyList<SetupError> Confirm(DeviceOptions device)
    {
        var running = _devices.Find(device.Id)!;
        if ((running.Device.Driver, running.Device.Port, running.Device.Line) != (device.Driver, device.Port, device.Line))
        {
            return [ReadOnly(device.Id)];
        }

        _ports.Forget(device.Port);
        running.Supervisor.Wake();
        return [];
    }

    private static SetupError ReadOnly(string id) =>
        new("id", $"\"{id}\" is a device of the configuration file, and only that file can change it");

    private AssignedDevice View(DeviceOptions device) => new(
        device.Id, device.Name, device.Role, device.Driver, device.Port, device.Line, device.Profile, IsConfigured(device.Id));
}
