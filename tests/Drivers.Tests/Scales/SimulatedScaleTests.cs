using Drivers.Tests.Fakes;
using EdgeGateway.Core.Devices;
using Simulators.Scales;
using Simulators.Session;

namespace Drivers.Tests.Scales;

/// <summary>The drivers through real ports against the simulators, which were written from the manuals on their own.</summary>
public sealed class SimulatedScaleTests : IDisposable
{
    private readonly string _folder = Directory.CreateTempSubdirectory("scale").FullName;
    private readonly GroundTruth _truth = new(null, TimeProvider.System);
    private DeviceSession? _session;
    private Thread? _thread;

    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    private string Link => Path.Combine(_folder, "scale");

    public void Dispose()
    {
        _session?.Stop();
        _session?.Stop();
        _thread?.Join();
        _session?.Dispose();
        _truth.Dispose();
        Directory.Delete(_folder, recursive: true);
    }

    [Theory]
    [InlineData("toledo-8217", "none")]
    [InlineData("toledo-continuous", "none")]
    [InlineData("toledo-continuous", "mettler")]
    [InlineData("toledo-continuous", "sum8")]
    public async Task Read_LoadOverloadAndEmpty_AreSeenAsPlaced(string driver, string checksum)
    {
        Start(pan => driver == "toledo-8217"
            ? new global::Simulators.Scales.Toledo8217(pan, once: false)
            : new global::Simulators.Scales.ToledoContinuous(pan, 20, Enum.Parse<global::Simulators.Scales.ToledoChecksum>(checksum, ignoreCase: true), shortForm: false));
        await using OpenDevice scale = await OpenAsync(driver, checksum);
        await using IAsyncEnumerator<Reading> readings = scale.Driver.ReadAsync(Ct).GetAsyncEnumerator(Ct);
        await _session!.PostAsync("load 1.250", Ct);
        WeightFrame loaded = await UntilAsync(readings, frame => frame is { Stable: true, Weight: > 1m });
        Assert.Equal("1.250 kg True Gross [] []", Frames.Text(loaded));
        await _session.PostAsync("over", Ct);
        WeightFrame over = await UntilAsync(readings, frame => frame.Errors.Count > 0);
        Assert.Null(over.Weight);
        await _session.PostAsync("clear", Ct);
        WeightFrame empty = await UntilAsync(readings, frame => frame is { Stable: true, Weight: not null });
        Assert.Equal("0.000 kg True Gross [] []", Frames.Text(empty));
    }

    [Fact]
    public async Task Read_ScaleThatGivesAWeightOnce_KeepsItUntilTheLoadMoves()
    {
        Start(pan => new global::Simulators.Scales.Toledo8217(pan, once: true));
        await using OpenDevice scale = await OpenAsync("toledo-8217", "none");
        await using IAsyncEnumerator<Reading> readings = scale.Driver.ReadAsync(Ct).GetAsyncEnumerator(Ct);
        await _session!.PostAsync("load 1.250", Ct);
        await UntilAsync(readings, frame => frame is { Stable: true, Weight: > 1m });
        WeightFrame held = await UntilAsync(readings, _ => true);
        Assert.Equal("1.250 kg True Gross [] [no_change]", Frames.Text(held));
        await _session.PostAsync("load 2.000", Ct);
        await UntilAsync(readings, frame => frame.Stable == false);
        WeightFrame next = await UntilAsync(readings, frame => frame.Weight is not null);
        Assert.Equal("2.000 kg True Gross [] []", Frames.Text(next));
    }

    private void Start(Func<ScalePan, ISimulatedDevice> device)
    {
        var pan = new ScalePan(ScaleShape.Counter, TimeProvider.System, _truth);
        _session = new DeviceSession(device(pan), null, _truth, new Random(1), TimeProvider.System, Link);
        var ready = new SignalWriter();
        _thread = new Thread(() => _session.Run(ready)) { IsBackground = true };
        _thread.Start();
        ready.Written.Wait(Ct);
    }

    private ValueTask<OpenDevice> OpenAsync(string driver, string checksum)
    {
        var device = new DeviceOptions { Id = "scale-1", Driver = driver, Port = Link, Profile = new() { ["unit"] = "kg" } };
        device.Profile[driver == "toledo-8217" ? "poll_interval_ms" : "checksum"] = driver == "toledo-8217" ? "20" : checksum;
        DriverDescription description = DriverCatalog.Find(driver)!;
        Assert.Empty(description.Validate(device));
        return description.OpenAsync(device, TimeProvider.System, Ct);
    }

    private static async Task<WeightFrame> UntilAsync(IAsyncEnumerator<Reading> readings, Func<WeightFrame, bool> wanted)
    {
        while (await readings.MoveNextAsync())
        {
            WeightFrame frame = ((WeightReading)readings.Current).Frame;
            if (wanted(frame))
                return frame;
        }
        throw new InvalidOperationException("the driver ended without a word");
    }
}
