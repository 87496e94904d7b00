using Drivers.Scales;
using Drivers.Tests.Fakes;
using EdgeGateway.Core.Devices;
using Tests.Shared;

namespace Drivers.Tests.Scales;

/// <summary>What every scale's entry in the catalogue does with its settings and its port.</summary>
public class ScaleProtocolTests
{
    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    [Theory]
    [InlineData("toledo-8217", "poll_interval_ms", 20, 60_000)]
    [InlineData("toledo-8217", "reply_timeout_ms", 50, 30_000)]
    [InlineData("toledo-8217", "hold_ms", 0, 3_600_000)]
    [InlineData("toledo-8217", "decimals", 0, 4)]
    [InlineData("toledo-8217", "width", 2, 12)]
    [InlineData("toledo-br-prt5", "decimals", 0, 4)]
    [InlineData("samsung-esp", "width", 3, 8)]
    [InlineData("st-gs-line", "silence_ms", 100, 600_000)]
    public void Validate_Setting_IsTakenFromItsLeastToItsMost(string driver, string setting, int least, int most)
    {
        foreach (int sound in (int[])[least, most])
            Assert.Empty(Errors(driver, setting, sound));
        foreach (int wrong in (int[])[least - 1, most + 1])
            Assert.Equal([$"profile.{setting}: '{wrong}' must be a whole number from {least} to {most}"], Errors(driver, setting, wrong));
    }

    [Theory]
    [InlineData("division")]
    [InlineData("minimum")]
    public void Validate_SettingsOfTheEvents_AreAboveZero(string setting)
    {
        Assert.Empty(Errors("st-gs-line", setting, 5));
        Assert.Equal([$"profile.{setting}: '0' must be a decimal number above 0, such as 5 or 0.005"], Errors("st-gs-line", setting, 0));
    }

    [Fact]
    public void Validate_WrongPort_IsSaid() =>
        Assert.StartsWith("port: 'COM3'", Assert.Single(StGsLine.Protocol.Description.Validate(new DeviceOptions { Id = "scale-1", Driver = "st-gs-line", Port = "COM3" })));

    [Fact]
    public void Validate_NetworkPort_IsRightUnlessTheDeviceIsOpenedOtherwise()
    {
        var device = new DeviceOptions { Id = "scale-1", Driver = "st-gs-line", Port = "tcp://scale.local:4001" };
        Assert.Empty(StGsLine.Protocol.Description.Validate(device));
        Assert.StartsWith("port: 'tcp://scale.local:4001' is a network address", Assert.Single(UsbHidPos.Protocol.Description.Validate(device)));
    }

    [Fact]
    public void Settings_OfAProtocol_AreItsOwnAndThoseOfEveryScale()
    {
        IEnumerable<string> settings = Toledo8217.Protocol.Description.Settings().Select(setting => setting.Name);
        Assert.Equal(["unit", "decimals", "width", "poll_interval_ms", "reply_timeout_ms", "hold_ms", "division", "minimum"], settings);
        Assert.Contains("silence_ms", StGsLine.Protocol.Description.Settings().Select(setting => setting.Name));
    }

    [Fact]
    public void CreateDriver_WrongProfile_IsADeviceExceptionWithEveryMistake()
    {
        var device = new DeviceOptions { Id = "scale-1", Profile = { ["width"] = "13", ["colour"] = "red" } };
        DeviceException wrong = Assert.Throws<DeviceException>(() => Toledo8217.Protocol.CreateDriver(device, new ScriptedPort(), new ManualClock()));
        Assert.Contains("profile.unit: missing", wrong.Message);
        Assert.Contains("profile.width: '13'", wrong.Message);
        Assert.Contains("profile.colour: toledo-8217 knows no such setting", wrong.Message);
    }

    /// <summary>A pty has no parity, which the note says where a line with parity was asked for: as the first of the 8217's lines is.</summary>
    [Fact]
    public async Task Open_NoLineInTheConfiguration_TakesTheMostUsual()
    {
        using var pty = new Pty();
        var device = new DeviceOptions { Id = "scale-1", Port = pty.Link, Profile = { ["unit"] = "kg" } };
        await using OpenDevice open = await Toledo8217.Protocol.Description.OpenAsync(device, TimeProvider.System, Ct);
        Assert.NotNull(open.Note);
        Assert.IsType<PolledScale>(open.Driver);
    }

    [Fact]
    public async Task Open_PortOfItsOwn_IsOpenedByTheProtocol()
    {
        var port = new ClosablePort();
        await using OpenDevice open = await Opening(port).Description.OpenAsync(
            new DeviceOptions { Id = "scale-1", Port = "/dev/null", Profile = { ["unit"] = "kg" } }, new ManualClock(), Ct);
        Assert.Equal(("opened here", false), (open.Note, port.IsClosed));
    }

    [Fact]
    public async Task Open_WrongProfile_ClosesThePortAgain()
    {
        var port = new ClosablePort();
        await Assert.ThrowsAsync<DeviceException>(async () => await Opening(port).Description.OpenAsync(
            new DeviceOptions { Id = "scale-1", Port = "/dev/null" }, new ManualClock(), Ct));
        Assert.True(port.IsClosed);
    }

    private static ScaleProtocol Opening(Stream port) =>
        Toledo8217.Protocol with { OpenPort = (_, _, _) => ValueTask.FromResult<(Stream, string?)>((port, "opened here")) };

    private static IReadOnlyList<string> Errors(string driver, string setting, int value)
    {
        var device = new DeviceOptions { Id = "scale-1", Driver = driver, Port = "/dev/ttyS0", Profile = new Dictionary<string, string>(Samples.Of(driver).Profile) };
        device.Profile[setting] = value.ToString(System.Globalization.CultureInfo.InvariantCulture);
        return ScaleProtocols.All.Single(protocol => protocol.DriverName == driver).Description.Validate(device);
    }

    private sealed class ClosablePort : MemoryStream
    {
        public bool IsClosed { get; private set; }

        protected override void Dispose(bool disposing)
        {
            IsClosed = true;
            base.Dispose(disposing);
        }
    }
}
