using System.Threading.Channels;
using EdgeGateway.Core.Cameras;
using EdgeGateway.Core.Members;
using EdgeGateway.Core.Visits;
using EdgeGateway.Vision;
using EdgeGateway.Vision.Packs;
using EdgeGateway.Vision.Recognition;
using Microsoft.Extensions.Logging;

namespace EdgeGateway.Host.Running;

/// <summary>The store's cameras being looked at: models, rules, and the way from what was seen to visits. Without models or rules nothing is looked at.</summary>
internal sealed class StoreVision : IDisposable
{
    /// <summary>Room between the cameras' threads and the disk; where it is full they wait, and only newer frames are looked at then.</summary>
    private const int MostPresences = 1024;

    private readonly GatewayParts _parts;
    private readonly RecognitionBook _book;
    private readonly Func<string, IGallery> _galleryOf;
    private readonly Func<Presence, CancellationToken, Task> _seen;
    private readonly ILogger _logger;
    private readonly Lock _gate = new();
    private readonly Dictionary<string, CameraWatch> _watches = new(StringComparer.Ordinal);
    private readonly Channel<Presence> _presences = Channel.CreateBounded<Presence>(new BoundedChannelOptions(MostPresences) { SingleReader = true });
    private bool _running;

    /// <summary>Loads the models, where the configuration asks for any; that takes about a second.</summary>
    /// <param name="parts">What it stands on.</param>
    /// <param name="book">What the owner chose.</param>
    /// <param name="galleryOf">The gallery of a model pack.</param>
    /// <param name="seen">Takes what was seen, in order.</param>
    public StoreVision(GatewayParts parts, RecognitionBook book, Func<string, IGallery> galleryOf, Func<Presence, CancellationToken, Task> seen)
    {
        (_parts, _book, _galleryOf, _seen) = (parts, book, galleryOf, seen);
        _logger = parts.Loggers.CreateLogger<StoreVision>();
        Problem = "this gateway recognises nobody: its configuration has no section vision";
        Library = parts.Options.Vision is { } options ? Load(options) : null;
    }

    /// <summary>The models; null where there are none.</summary>
    public ModelLibrary? Library { get; }

    /// <summary>Why nobody is recognised, for people; null where all is well.</summary>
    public string? Problem { get; private set; }

    /// <summary>Where a camera's frames go.</summary>
    public FrameSlot SlotOf(string camera) => WatchOf(camera).Slot;

    /// <summary>A copy of a camera's next frame; whoever asked overwrites it. Null where none comes in time.</summary>
    public Task<CameraFrame?> SnapshotAsync(string camera, TimeSpan wait, CancellationToken cancellationToken) => WatchOf(camera).SnapshotAsync(wait, cancellationToken);

    /// <summary>Somebody did the voluntary act at a camera, or where none is named at any.</summary>
    public void Arm(string? camera)
    {
        List<CameraWatch> watches;
        lock (_gate)
        {
            watches = [.. _watches.Where(one => camera is null || one.Key == camera).Select(one => one.Value)];
        }

        watches.ForEach(watch => watch.Arm());
    }

    /// <summary>Until when a camera looks for faces in mode armed; null where it does not.</summary>
    public DateTimeOffset? ArmedUntil(string camera) =>
        WatchOf(camera).ArmedAt is { } at && at + RecognitionRules.UsualArmedFor is var until && until > _parts.Clock.GetUtcNow() ? until : null;

    /// <summary>Looks until the token; then overwrites everything.</summary>
    public async Task RunAsync(CancellationToken cancellationToken)
    {
        lock (_gate)
        {
            _running = true;
            foreach (var (camera, watch) in _watches)
            {
                Start(camera, watch);
            }
        }

        _book.Changed += Change;
        var told = false;
        try
        {
            await foreach (var presence in _presences.Reader.ReadAllAsync(cancellationToken))
            {
                await _seen(presence, CancellationToken.None);
                if (!told)
                {
                    told = true;
                    ProcessHardening.TellOfRefusedLocks(_logger);
                }
            }
        }
        catch (OperationCanceledException) when (cancellationToken.IsCancellationRequested)
        {
            // Asked to stop.
        }
        finally
        {
            _book.Changed -= Change;
            List<CameraWatch> watches;
            lock (_gate)
            {
                _running = false;
                watches = [.. _watches.Values];
            }

            await Task.WhenAll(watches.Select(watch => watch.StopAsync()));
            while (_presences.Reader.TryRead(out var last))
            {
                await _seen(last, CancellationToken.None);
            }
        }
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        foreach (var watch in _watches.Values)
        {
            watch.Dispose();
        }

        Library?.Dispose();
    }

    private CameraWatch WatchOf(string camera)
    {
        lock (_gate)
        {
            if (!_watches.TryGetValue(camera, out var watch))
            {
                _watches[camera] = watch = new CameraWatch(camera, _parts.Clock, _logger);
                if (_running)
                {
                    Start(camera, watch);
                }
            }

            return watch;
        }
    }

    private void Start(string camera, CameraWatch watch) => watch.Start(
        Library is { } library
            ? new FaceWatch(camera, library.CreateNets(), _galleryOf(library.Pack.Id), new FaceWatchOptions(), SiteRules.Of(_book.Of(camera), library.Pack), _parts.Clock)
            : null,
        Tell);

    private void Change(CameraRules rules)
    {
        if (Library is { } library)
        {
            WatchOf(rules.Camera).Change(SiteRules.Of(rules, library.Pack));
        }
    }

    private void Tell(Presence presence)
    {
        if (!_presences.Writer.TryWrite(presence))
        {
            _presences.Writer.WriteAsync(presence).AsTask().GetAwaiter().GetResult();
        }
    }

    private ModelLibrary? Load(VisionOptions options)
    {
        try
        {
            var library = ModelLibrary.Open(options);
            library.Warm();
            Problem = null;

            // What was read and converted is garbage now, several times the size of what stays.
            GC.Collect(GC.MaxGeneration, GCCollectionMode.Aggressive, blocking: true, compacting: true);
            _logger.ModelsLoaded(library.Pack.Id);
            return library;
        }
        catch (ModelPackException e)
        {
            Problem = e.Message;
            _logger.ModelsMissing(e.Message);
            return null;
        }
    }
}
