using System.Text;
using Drivers.Scanners;
using Drivers.Tests.Fakes;
using EdgeGateway.Core.Devices;
using Tests.Shared;

namespace Drivers.Tests.Scanners;

public sealed class SerialScannerTests : IAsyncDisposable
{
    private static readonly TimeSpan s_silence = TimeSpan.FromMilliseconds(80);

    private readonly ManualClock _clock = new();
    private readonly ScriptedPort _port = new();
    private IAsyncEnumerator<Reading>? _readings;

    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    public async ValueTask DisposeAsync()
    {
        _port.Unplug();
        if (_readings is not null)
            await _readings.DisposeAsync();
    }

    [Fact]
    public async Task Read_BeforeAnyScan_SaysThatItIsReady()
    {
        _readings = Start(ScanSuffix.Any);
        Assert.True(await _readings.MoveNextAsync());
        Assert.IsType<ReadyReading>(_readings.Current);
        Assert.Empty(_port.Sent);
    }

    [Fact]
    public async Task Read_ScansWithAndWithoutIdentifiers_AreTakenApart()
    {
        _readings = Start(ScanSuffix.Any);
        Arrive("]E04006381333931\r96385074\r]C110A\u001d21B\r");
        Assert.Equal(("]E0", "4006381333931"), await ScanAsync());
        Assert.Equal((null, "96385074"), await ScanAsync());
        Assert.Equal(("]C1", "10A\u001d21B"), await ScanAsync());
    }

    [Fact]
    public async Task Read_SeparatorAsText_BecomesTheRealOne()
    {
        _readings = Start(ScanSuffix.Any, "{GS}");
        Arrive("]C110A{GS}21B\r");
        Assert.Equal(("]C1", "10A\u001d21B"), await ScanAsync());
    }

    [Fact]
    public async Task Read_WithoutASuffix_EndsWhenTheLineFallsSilent()
    {
        _readings = Start(ScanSuffix.None);
        await _readings.MoveNextAsync();
        Task<bool> next = _readings.MoveNextAsync().AsTask();
        Arrive("]E04006381333931");
        await _clock.WhenArmedAsync(1, Ct);
        _clock.Advance(s_silence - TimeSpan.FromMilliseconds(1));
        Assert.False(next.IsCompleted);
        _clock.Advance(TimeSpan.FromMilliseconds(1));
        Assert.True(await next);
        Assert.Equal("4006381333931", ((ScanReading)_readings.Current).Data);
    }

    [Fact]
    public async Task Read_DamagedBytes_DropThatScanAlone()
    {
        _readings = Start(ScanSuffix.Any);
        Arrive("]E0400638");
        _port.ArriveDamaged();
        Arrive("333931\r]E496385074\r");
        Assert.Equal(("]E4", "96385074"), await ScanAsync());
    }

    [Fact]
    public async Task Read_Unplugged_IsAnIOException()
    {
        _readings = Start(ScanSuffix.Any);
        await _readings.MoveNextAsync();
        _port.Unplug();
        await Assert.ThrowsAsync<IOException>(async () => await _readings.MoveNextAsync());
    }

    [Theory]
    [InlineData("suffix", "comma", "profile.suffix: 'comma' must be one of any, cr, lf, crlf, tab, none")]
    [InlineData("silence_ms", "5", "profile.silence_ms: '5' must be a whole number from 30 to 2000")]
    [InlineData("same_code_ms", "-1", "profile.same_code_ms: '-1' must be a whole number from 0 to 10000")]
    public void Validate_WrongSetting_SaysWhatIsExpected(string name, string value, string expected) => Assert.Contains(
        expected, SerialScanner.Description.Validate(new DeviceOptions { Id = "s", Driver = SerialScanner.Name, Port = "/dev/ttyACM0", Profile = { [name] = value } }));

    private IAsyncEnumerator<Reading> Start(ScanSuffix suffix, string separator = "\u001d") =>
        new SerialScanner("scanner-1", _port, new ScannerSettings(suffix, s_silence, 4096, true, separator), _clock).ReadAsync(Ct).GetAsyncEnumerator(Ct);

    private void Arrive(string text) => _port.Arrive(Encoding.UTF8.GetBytes(text));

    private async Task<(string?, string)> ScanAsync()
    {
        while (await _readings!.MoveNextAsync())
        {
            if (_readings.Current is ScanReading scan)
                return (scan.Symbology, scan.Data);
        }
        throw new InvalidOperationException("the driver ended without a word");
    }
}
