using Drivers.Ports;
using EdgeGateway.Core.Setup;
using Microsoft.Extensions.Logging;

namespace EdgeGateway.Host.Setup;

/// <summary>Finds out what is plugged in at one port.</summary>
/// <param name="port">The node to open.</param>
/// <param name="progress">Told how far it is.</param>
/// <param name="cancellationToken">Ends it; the port is closed when the task ends.</param>
internal delegate Task<PortDetection> DetectPort(string port, IProgress<PortDetection> progress, CancellationToken cancellationToken);

/// <summary>Looks at ports that nobody owns when they appear, each once, a few at a time. Thread-safe.</summary>
/// <param name="detect">Looks; null where there is nothing that can.</param>
/// <param name="options">How far to go.</param>
/// <param name="changed">Called at each change; quick.</param>
/// <param name="clock">Time.</param>
/// <param name="logger">Told what came of it and every byte sent.</param>
internal sealed class PortDetections(DetectPort? detect, DetectionOptions options, Action changed, TimeProvider clock, ILogger logger) : IAsyncDisposable
{
    private const int AtOnce = 4;

    /// <summary>How long the links of a port may take to be made; until then its owner may not be known.</summary>
    private static readonly TimeSpan s_settling = TimeSpan.FromSeconds(1);

    private readonly Lock _gate = new();
    private readonly Dictionary<string, Entry> _entries = new(StringComparer.Ordinal);
    private readonly SemaphoreSlim _room = new(AtOnce);
    private bool _isOver;

    /// <summary>Whether a port may be looked at at all.</summary>
    public bool IsPossible => detect is not null;

    /// <summary>What is known of a port, or null.</summary>
    public PortDetection? Of(SeenPort port)
    {
        lock (_gate)
        {
            return _entries.TryGetValue(port.Path, out var entry) && entry.Port.Usb == port.Usb ? entry.Detection : null;
        }
    }

    /// <summary>Takes what is plugged in now: begins with what is new and free, ends with what is gone or owned.</summary>
    /// <param name="ports">Every port and whether a device is configured there.</param>
    public void Seen(IReadOnlyList<(SeenPort Port, bool IsOwned)> ports)
    {
        lock (_gate)
        {
            foreach (var (path, entry) in _entries.ToArray())
            {
                if (!ports.Any(p => p.Port.Path == path && p.Port.Usb == entry.Port.Usb && !p.IsOwned))
                {
                    entry.Stop.Cancel();
                    _entries.Remove(path);
                }
            }

            foreach (var (port, isOwned) in ports)
            {
                if (options.Enabled && !isOwned && port.Access == PortAccess.Ok && !_entries.ContainsKey(port.Path) && !IsLeftAlone(port))
                {
                    Start(port);
                }
            }
        }
    }

    /// <summary>Looks at a port anew, whatever came of it before.</summary>
    public async Task BeginAsync(SeenPort port)
    {
        await StopAsync(port.Path);
        lock (_gate)
        {
            if (!_entries.ContainsKey(port.Path))
            {
                Start(port);
            }
        }
    }

    /// <summary>Lets go of a port, so that somebody else can open it.</summary>
    public async Task StopAsync(string path)
    {
        Entry? entry;
        lock (_gate)
        {
            _entries.Remove(path, out entry);
        }

        if (entry is not null)
        {
            await entry.Stop.CancelAsync();
            await entry.Run;
            changed();
        }
    }

    /// <summary>Lets go of all ports.</summary>
    public async ValueTask DisposeAsync()
    {
        Entry[] entries;
        lock (_gate)
        {
            entries = [.. _entries.Values];
            _entries.Clear();
            _isOver = true;
        }

        foreach (var entry in entries)
        {
            await entry.Stop.CancelAsync();
        }

        await Task.WhenAll(entries.Select(e => e.Run));
        _room.Dispose();
    }

    /// <summary>Whether the configuration keeps a port from being looked at, or it is none that can be.</summary>
    public bool IsLeftAlone(SeenPort port) =>
        port.Kind is not (PortKind.Serial or PortKind.Hid)
        || options.LeaveAlone.Exists(glob => port.ById.Concat(port.ByPath).Append(port.Path).Any(name => PathGlob.Matches(glob, name)));

    private void Start(SeenPort port)
    {
        if (detect is null || _isOver)
        {
            return;
        }

        var entry = new Entry(port);
        _entries[port.Path] = entry;
        entry.Run = Task.Run(() => RunAsync(detect, entry));
    }

    private async Task RunAsync(DetectPort look, Entry entry)
    {
        var startedAt = clock.GetTimestamp();
        try
        {
            if (entry.Port.Usb is not null && entry.Port.ByPath.Count == 0)
            {
                await Task.Delay(s_settling, clock, entry.Stop.Token);
            }

            await _room.WaitAsync(entry.Stop.Token);
            try
            {
                startedAt = clock.GetTimestamp();
                Show(entry, await look(entry.Port.Path, new Progress(this, entry), entry.Stop.Token));
            }
            finally
            {
                _room.Release();
            }

            Log(entry);
        }
        catch (OperationCanceledException) when (entry.Stop.IsCancellationRequested)
        {
            // Gone, or somebody else's now.
        }
        catch (Exception e)
        {
            Show(entry, PortDetection.Failed(e.Message, clock.GetElapsedTime(startedAt)));
            logger.DetectionFailed(entry.Port.Path, e.Message);
        }
        finally
        {
            changed();
        }
    }

    private void Show(Entry entry, PortDetection detection)
    {
        entry.Detection = detection;
        changed();
    }

    private void Log(Entry entry)
    {
        foreach (var sent in entry.Detection.Sent)
        {
            logger.DetectionSent(entry.Port.Path, sent.Line ?? "-", sent.Hex, sent.Why);
        }

        logger.DetectionEnded(entry.Port.Path, entry.Detection.State, entry.Detection.Protocol ?? "-", entry.Detection.Line ?? "-", entry.Detection.Reason ?? "-");
    }

    private sealed class Entry(SeenPort port)
    {
        private volatile PortDetection _detection = PortDetection.Waiting;

        public SeenPort Port => port;

        public CancellationTokenSource Stop { get; } = new();

        public Task Run { get; set; } = Task.CompletedTask;

        public PortDetection Detection
        {
            get => _detection;
            set => _detection = value;
        }
    }

    private sealed class Progress(PortDetections detections, Entry entry) : IProgress<PortDetection>
    {
        public void Report(PortDetection value) => detections.Show(entry, value);
    }
}
