using System.Runtime.CompilerServices;
using System.Threading.Channels;
using EdgeGateway.Core.Devices;

namespace Core.Tests.Devices;

/// <summary>A device whose openings are scripted: each fails, or is a connection that the test feeds. After the script it opens and is silent.</summary>
internal sealed class ScriptedDevice
{
    private readonly Queue<Func<Connection>> _openings = new();
    private readonly Channel<Connection> _opened = Channel.CreateUnbounded<Connection>();

    public ScriptedDevice(string id = "scale-1", DeviceKind kind = DeviceKind.Scale)
    {
        Options = new DeviceOptions { Id = id, Driver = "test", Port = "/dev/test" };
        Driver = new DriverDescription("test", kind, "a scripted device", _ => [], (_, _, _) => Open());
    }

    public DeviceOptions Options { get; }

    public DriverDescription Driver { get; }

    public string? Note { get; init; }

    public string? StableName { get; init; }

    public ScriptedDevice FailsToOpen(int times, Func<Exception>? why = null)
    {
        for (var i = 0; i < times; i++)
        {
            _openings.Enqueue(() => throw (why?.Invoke() ?? new IOException("no such device")));
        }

        return this;
    }

    public ScriptedDevice Opens(bool ignoresCancellation = false)
    {
        _openings.Enqueue(() => new Connection(ignoresCancellation));
        return this;
    }

    /// <summary>The next connection the supervisor has opened.</summary>
    public ValueTask<Connection> OpenedAsync() => _opened.Reader.ReadAsync(TestContext.Current.CancellationToken);

    private ValueTask<OpenDevice> Open()
    {
        var connection = _openings.TryDequeue(out var opening) ? opening() : new Connection(ignoresCancellation: false);
        _opened.Writer.TryWrite(connection);
        return ValueTask.FromResult(new OpenDevice(connection, connection, Note) { StableName = StableName });
    }

    internal sealed class Connection(bool ignoresCancellation) : IDriver, IAsyncDisposable
    {
        private readonly Channel<Reading> _readings = Channel.CreateUnbounded<Reading>();
        private readonly TaskCompletionSource _closed = new(TaskCreationOptions.RunContinuationsAsynchronously);

        /// <summary>Completes when the supervisor has closed the port.</summary>
        public Task Closed => _closed.Task.WaitAsync(TestContext.Current.CancellationToken);

        public void Say(Reading reading) => _readings.Writer.TryWrite(reading);

        public void Break(Exception why) => _readings.Writer.TryComplete(why);

        public void EndQuietly() => _readings.Writer.TryComplete();

        public async IAsyncEnumerable<Reading> ReadAsync([EnumeratorCancellation] CancellationToken cancellationToken)
        {
            await foreach (var reading in _readings.Reader.ReadAllAsync(ignoresCancellation ? CancellationToken.None : cancellationToken))
            {
                yield return reading;
            }
        }

        public ValueTask DisposeAsync()
        {
            _closed.TrySetResult();
            return ValueTask.CompletedTask;
        }
    }
}
