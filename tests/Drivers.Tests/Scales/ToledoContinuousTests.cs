using Drivers.Scales;
using Drivers.Tests.Fakes;
using EdgeGateway.Core.Devices;
using Tests.Shared;

namespace Drivers.Tests.Scales;

public sealed class ToledoContinuousTests : IAsyncDisposable
{
    private static readonly TimeSpan s_silence = TimeSpan.FromSeconds(2);

    private readonly ManualClock _clock = new();
    private readonly ScriptedPort _port = new();
    private readonly IAsyncEnumerator<Reading> _readings;

    public ToledoContinuousTests()
    {
        IDriver scale = ToledoContinuous.Protocol.CreateDriver(
            new DeviceOptions { Id = "scale-2", Profile = { ["unit"] = "kg", ["checksum"] = "mettler" } }, _port, _clock);
        _readings = scale.ReadAsync(Ct).GetAsyncEnumerator(Ct);
    }

    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    public ValueTask DisposeAsync() => _readings.DisposeAsync();

    [Fact]
    public async Task Read_Backlog_GivesTheNewestAndSendsNothing()
    {
        _port.Arrive([.. Enumerable.Range(1, 14).SelectMany(digits => Frames.Continuous(digits, 5, checksum: true))]);
        Assert.Equal(0.014m, await WeightAsync());
        _port.Arrive(Frames.Continuous(15, 5, checksum: true));
        Assert.Equal(0.015m, await WeightAsync());
        Assert.Empty(_port.Sent);
    }

    [Fact]
    public async Task Read_BytesOneByOne_GivesTheFrame()
    {
        foreach (byte value in Frames.Continuous(1250, 5, checksum: true))
            _port.Arrive(value);
        Assert.Equal(1.250m, await WeightAsync());
    }

    [Fact]
    public async Task Read_DamagedFrames_AreLeftOut()
    {
        byte[] flipped = Frames.Continuous(1250, 5, checksum: true);
        flipped[5] ^= 0x01;
        _port.Arrive(flipped);
        _port.Arrive(Frames.Continuous(1250, 5, checksum: true)[..9]);
        _port.ArriveDamaged();
        _port.Arrive(Frames.Continuous(1250, 5, checksum: true)[10..]);
        _port.Arrive(Frames.Continuous(2500, 5, checksum: true));
        Assert.Equal(2.500m, await WeightAsync());
    }

    [Fact]
    public async Task Read_NothingSoundForTooLong_SaysWhatCame()
    {
        byte[] wrong = Frames.Continuous(1250, 5);
        ValueTask<bool> next = _readings.MoveNextAsync();
        _port.Arrive([.. wrong, 0x00]);
        _port.Arrive([.. wrong, 0x00]);
        await _clock.WhenArmedAsync(1, Ct);
        while (!next.IsCompleted)
            _clock.Advance(s_silence);
        DeviceException failure = await Assert.ThrowsAsync<DeviceException>(async () => await next);
        Assert.Contains("no sound frame within 2000 ms", failure.Message);
        Assert.Contains("profile.checksum", failure.Message);
    }

    private async Task<decimal?> WeightAsync()
    {
        Assert.True(await _readings.MoveNextAsync());
        return ((WeightReading)_readings.Current).Frame.Weight;
    }
}
