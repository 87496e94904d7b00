using Drivers.Scales;
using EdgeGateway.Core.Devices;
using Tests.Shared;

namespace Drivers.Tests.Fakes;

/// <summary>A driver that asks, on a scripted port, with a clock that the test moves.</summary>
internal sealed class AskedScale : IAsyncDisposable
{
    private static readonly TimeSpan s_step = TimeSpan.FromMilliseconds(50);

    private readonly IAsyncEnumerator<Reading> _readings;

    public AskedScale(ScaleProtocol protocol, Dictionary<string, string>? profile = null)
    {
        var options = new DeviceOptions { Id = "scale-1", Profile = profile ?? [] };
        Driver = (ICommandedDriver)protocol.CreateDriver(options, Port, Clock);
        _readings = Driver.ReadAsync(TestContext.Current.CancellationToken).GetAsyncEnumerator(TestContext.Current.CancellationToken);
    }

    public ScriptedPort Port { get; } = new();

    public ManualClock Clock { get; } = new();

    public ICommandedDriver Driver { get; }

    /// <summary>Everything sent since the last time this was asked, as hex.</summary>
    public string Sent()
    {
        string sent = string.Join(' ', Port.Sent.Select(Convert.ToHexStringLower));
        Port.Sent.Clear();
        return sent;
    }

    /// <summary>The next reading as text; pauses and time limits pass until it is there.</summary>
    public async Task<string> NextAsync()
    {
        Task<bool> reading = _readings.MoveNextAsync().AsTask();
        while (!reading.IsCompleted)
        {
            Task armed = Clock.WhenArmedAsync(1, TestContext.Current.CancellationToken);
            if (await Task.WhenAny(reading, armed) == armed)
                Clock.Advance(s_step);
        }
        Assert.True(await reading);
        return _readings.Current is WeightReading weight ? Frames.Text(weight.Frame) : _readings.Current.ToString();
    }

    /// <summary>The reading after those answers, one for each write of the driver; the last one stands for all later writes.</summary>
    public Task<string> NextAsync(params string[] answers)
    {
        int next = 0;
        Port.Answer = _ => Frames.Hex(answers[Math.Min(next++, answers.Length - 1)]) is { Length: > 0 } bytes ? bytes : null;
        return NextAsync();
    }

    public ValueTask<CommandOutcome> TellAsync(DeviceCommandKind kind, decimal? amount = null, string? text = null) =>
        Driver.ExecuteAsync(new DeviceCommand(kind, amount, text), TestContext.Current.CancellationToken);

    public ValueTask DisposeAsync() => _readings.DisposeAsync();
}
