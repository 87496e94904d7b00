using Drivers.Ports;
using Drivers.Shelves;
using EdgeGateway.Core.Devices;
using Tests.Shared;
using static Drivers.Tests.Shelves.Plates;

namespace Drivers.Tests.Shelves;

/// <summary>A device that does not answer must not slow its neighbours.</summary>
public sealed class ModbusSilenceTests
{
    private static readonly TimeSpan s_timeout = TimeSpan.FromMilliseconds(200);

    [Fact]
    public void Pause_GrowsWithTheSilentOnes_AndEndsWithAnAnswer()
    {
        var clock = new ManualClock();
        var silence = new ModbusSilence(clock);
        Assert.Equal(TimeSpan.Zero, silence.Remaining(1));
        silence.Unheard(1, s_timeout);
        Assert.Equal(TimeSpan.FromSeconds(2), silence.Remaining(1));
        silence.Unheard(2, s_timeout);
        Assert.Equal(TimeSpan.FromSeconds(4), silence.Remaining(2));
        Assert.Equal(TimeSpan.Zero, silence.Remaining(3));
        clock.Advance(TimeSpan.FromSeconds(2));
        Assert.Equal(TimeSpan.Zero, silence.Remaining(1));
        silence.Heard(2);
        Assert.Equal(TimeSpan.Zero, silence.Remaining(2));
    }

    /// <summary>Sixteen dead ones on a line, each asked as often as it may be: the line's time that goes into waiting for them.</summary>
    [Fact]
    public void ManySilentOnes_TakeAboutATenthOfTheLine()
    {
        var clock = new ManualClock();
        var silence = new ModbusSilence(clock);
        TimeSpan waited = TimeSpan.Zero;
        TimeSpan total = TimeSpan.FromMinutes(5);
        long start = clock.GetTimestamp();
        while (clock.GetElapsedTime(start) < total)
        {
            int unit = Enumerable.Range(1, 16).MinBy(silence.Remaining);
            if (silence.Remaining(unit) > TimeSpan.Zero)
            {
                clock.Advance(TimeSpan.FromMilliseconds(10));
                continue;
            }
            clock.Advance(TimeSpan.FromMilliseconds(20));
            waited += TimeSpan.FromMilliseconds(20);
            silence.Unheard(unit, TimeSpan.FromMilliseconds(20));
        }
        Assert.InRange(waited / total, 0.02, 0.15);
    }

    [Fact]
    public async Task DeadUnit_BesideALivingOne_IsAskedSeldom()
    {
        ModbusPlateTests.SkipWithoutLibrary();
        using var bus = new SimulatedBus(1);
        DeviceOptions dead = TransmitterTests.Device(bus.Link, 9, "laumas");
        dead.Profile["response_timeout_ms"] = "150";
        await using OpenDevice living = await ModbusPlate.Description.OpenAsync(
            TransmitterTests.Device(bus.Link, 1, "laumas"), TimeProvider.System, TestContext.Current.CancellationToken);
        await using OpenDevice silent = await ModbusPlate.Description.OpenAsync(dead, TimeProvider.System, TestContext.Current.CancellationToken);
        Assert.IsType<DeviceException>(await FailureAsync(silent));
        Task<Exception> second = FailureAsync(silent);
        int samples = 0;
        await FirstAsync(living, _ => ++samples == 10 || second.IsCompleted);
        // Ten answers of a pty come within the pause of a second and a half; without it the dead one would have been asked at once.
        Assert.Equal(10, samples);
        Assert.False(second.IsCompleted);
        await silent.DisposeAsync();
    }
}
