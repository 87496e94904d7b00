using System.Threading.Channels;

namespace Simulators.Cameras;

/// <summary>Shows the pictures of a film in real time to everybody who watches, or what a trouble makes of them. Thread-safe.</summary>
internal sealed class CameraFeed : IDisposable
{
    private const int MostWaiting = 30;
    private readonly Lock _gate = new();
    private readonly List<Channel<FedPicture>> _watchers = [];
    private readonly Func<AccessUnit> _film;
    private readonly AccessUnit _black;
    private readonly Random _random = new(1);
    private AccessUnit _key;
    private CancellationTokenSource _connections = new();
    private CameraTrouble _trouble;
    private uint _timestamp;

    /// <summary>Makes a feed that shows nothing yet.</summary>
    /// <param name="film">The next picture; called once a picture, the first a key.</param>
    /// <param name="key">A key picture with parameter sets.</param>
    /// <param name="black">A black key picture of the same size.</param>
    /// <param name="framesPerSecond">Pictures a second, 1 to 30.</param>
    public CameraFeed(Func<AccessUnit> film, AccessUnit key, AccessUnit black, int framesPerSecond)
    {
        (_film, _key, _black, FramesPerSecond) = (film, key, black, framesPerSecond);
        Description = StreamDescription.Of(key, framesPerSecond);
    }

    /// <summary>Pictures a second.</summary>
    public int FramesPerSecond { get; }

    /// <summary>What a client is told of the stream.</summary>
    public string Description { get; }

    /// <summary>What is wrong now; connections are cut when it becomes <see cref="CameraTrouble.Cut"/>.</summary>
    public CameraTrouble Trouble
    {
        get
        {
            lock (_gate)
            {
                return _trouble;
            }
        }

        set
        {
            CancellationTokenSource? cut = null;
            lock (_gate)
            {
                _trouble = value;
                if (value == CameraTrouble.Cut)
                {
                    (cut, _connections) = (_connections, new CancellationTokenSource());
                }
            }

            cut?.Cancel();
            cut?.Dispose();
        }
    }

    /// <summary>Cancelled when connections are cut.</summary>
    public CancellationToken Connected
    {
        get
        {
            lock (_gate)
            {
                return _connections.Token;
            }
        }
    }

    /// <summary>Shows pictures in their rhythm until the token stops it.</summary>
    public async Task RunAsync(TimeProvider clock, CancellationToken cancellationToken)
    {
        using var rhythm = new PeriodicTimer(TimeSpan.FromSeconds(1.0 / FramesPerSecond), clock);
        while (await rhythm.WaitForNextTickAsync(cancellationToken).ConfigureAwait(false))
        {
            Show();
        }
    }

    /// <summary>Shows the next picture.</summary>
    public void Show()
    {
        lock (_gate)
        {
            var picture = _film();
            _key = picture.IsKey && _trouble != CameraTrouble.Freeze ? picture : _key;
            _timestamp = unchecked(_timestamp + (uint)(RtpPackets.ClockRate / FramesPerSecond));
            if (_trouble is CameraTrouble.Stall or CameraTrouble.Cut)
            {
                return;
            }

            var shown = _trouble switch
            {
                CameraTrouble.Freeze => _key,
                CameraTrouble.Black => _black,
                CameraTrouble.Garbage => Spoiled(picture),
                _ => picture,
            };
            foreach (var watcher in _watchers)
            {
                watcher.Writer.TryWrite(new FedPicture(shown, _timestamp));
            }
        }
    }

    /// <summary>Starts to watch.</summary>
    /// <returns>Pictures from now on, the first whatever comes next; who reads too slowly misses the oldest.</returns>
    public ChannelReader<FedPicture> Watch()
    {
        var watcher = Channel.CreateBounded<FedPicture>(new BoundedChannelOptions(MostWaiting) { SingleReader = true, FullMode = BoundedChannelFullMode.DropOldest });
        lock (_gate)
        {
            _watchers.Add(watcher);
        }

        return watcher.Reader;
    }

    /// <summary>Watches no more.</summary>
    public void Leave(ChannelReader<FedPicture> pictures)
    {
        lock (_gate)
        {
            _watchers.RemoveAll(watcher => watcher.Reader == pictures);
        }
    }

    /// <inheritdoc/>
    public void Dispose() => _connections.Dispose();

    /// <summary>The headers stand, the pictures behind them are noise.</summary>
    private AccessUnit Spoiled(AccessUnit picture) => picture with
    {
        Units = [.. picture.Units.Select(unit =>
        {
            var spoiled = new byte[unit.Length];
            _random.NextBytes(spoiled);
            spoiled[0] = unit[0];
            return spoiled;
        })],
    };
}

/// <summary>A picture as it is shown.</summary>
/// <param name="Picture">The picture.</param>
/// <param name="Timestamp">When, in ticks of <see cref="RtpPackets.ClockRate"/>.</param>
internal readonly record struct FedPicture(AccessUnit Picture, uint Timestamp);
