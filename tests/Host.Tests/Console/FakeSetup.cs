using System.Runtime.CompilerServices;
using System.Threading.Channels;
using EdgeGateway.Core.Devices;
using EdgeGateway.Core.Setup;

namespace Host.Tests.Console;

/// <summary>A gateway's setup that is told what is plugged in, and remembers what was asked of it.</summary>
internal sealed class FakeSetup : ISetup
{
    private readonly Lock _gate = new();
    private readonly List<string> _asked = [];
    private TaskCompletionSource _changed = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private long _revision = 1;
    private readonly Channel<DeviceBytes> _bytes = Channel.CreateBounded<DeviceBytes>(10_000);
    private int _watchers;
    private int _handled;

    public IReadOnlyList<PluggedPort> Ports { get; private set; } = [];

    public IReadOnlyList<AssignedDevice> Devices { get; private set; } = [];

    public IReadOnlyList<DriverChoice> Drivers { get; set; } = [];

    /// <summary>What every change is answered.</summary>
    public IReadOnlyList<SetupError> Errors { get; set; } = [];

    /// <summary>What every command comes to; null for never.</summary>
    public CommandOutcome? Outcome { get; set; } = new(true, null);

    public IReadOnlyList<DeviceBytes> Kept { get; set; } = [];

    /// <summary>What was asked, in order.</summary>
    public IReadOnlyList<string> Asked
    {
        get
        {
            lock (_gate)
            {
                return [.. _asked];
            }
        }
    }

    /// <summary>How many reads and writes the watchers have taken and come back from.</summary>
    public int Handled => Volatile.Read(ref _handled);

    public int Watchers => Volatile.Read(ref _watchers);

    public void Change(IReadOnlyList<PluggedPort> ports, IReadOnlyList<AssignedDevice> devices)
    {
        lock (_gate)
        {
            (Ports, Devices) = (ports, devices);
            _revision++;
            _changed.SetResult();
            _changed = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        }
    }

    /// <summary>Lets bytes go over the line.</summary>
    public void Pass(DeviceBytes bytes) => Assert.True(_bytes.Writer.TryWrite(bytes));

    /// <summary>Ends the stream of bytes, as the device's removal does.</summary>
    public void EndBytes() => _bytes.Writer.Complete();

    public async Task<long> WaitForChangeAsync(long seen, CancellationToken cancellationToken)
    {
        while (true)
        {
            Task changed;
            lock (_gate)
            {
                if (_revision > seen)
                {
                    return _revision;
                }

                changed = _changed.Task;
            }

            await changed.WaitAsync(cancellationToken);
        }
    }

    public Task<IReadOnlyList<SetupError>> DetectAsync(string port, CancellationToken cancellationToken) => AskedAsync($"detect {port}");

    public Task<IReadOnlyList<SetupError>> AssignAsync(DeviceOptions device, CancellationToken cancellationToken) => AskedAsync(
        $"assign {device.Id}|{device.Name}|{device.Role}|{device.Driver}|{device.Port}|{device.Line}|{string.Join(',', device.Profile.Select(p => $"{p.Key}={p.Value}"))}");

    public Task<IReadOnlyList<SetupError>> RemoveAsync(string id, CancellationToken cancellationToken) => AskedAsync($"remove {id}");

    public async Task<CommandOutcome> ExecuteAsync(string id, DeviceCommand command, CancellationToken cancellationToken)
    {
        await AskedAsync($"{id} {command.Kind} {command.Amount} {command.Text}".TrimEnd());
        return Outcome ?? await new TaskCompletionSource<CommandOutcome>().Task;
    }

    public async IAsyncEnumerable<DeviceBytes> WatchAsync(string id, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        Interlocked.Increment(ref _watchers);
        try
        {
            await foreach (var bytes in _bytes.Reader.ReadAllAsync(cancellationToken))
            {
                yield return bytes;
                Interlocked.Increment(ref _handled);
            }
        }
        finally
        {
            Interlocked.Decrement(ref _watchers);
        }
    }

    public IReadOnlyList<DeviceBytes>? Capture(string id) => Devices.Any(d => d.Id == id) ? Kept : null;

    private Task<IReadOnlyList<SetupError>> AskedAsync(string what)
    {
        lock (_gate)
        {
            _asked.Add(what);
        }

        return Task.FromResult(Errors);
    }
}
