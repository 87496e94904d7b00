using System.Text.RegularExpressions;
using Drivers.Ports;
using Drivers.Scanners;
using Drivers.Tests.Fakes;
using EdgeGateway.Core.Devices;

namespace Drivers.Tests;

/// <summary>What every entry of the catalogue must do, whatever the device.</summary>
public partial class DriverCatalogTests
{
    public static TheoryData<string> Names => [.. DriverCatalog.All.Select(driver => driver.Name)];

    /// <summary>Those that are read on a line of their own; the others have tests of their own for what a pty cannot be.</summary>
    public static TheoryData<string> NamesOnALine => [.. DriverCatalog.All.Select(driver => driver.Name).Where(name => Samples.Of(name).Frame.Length > 0)];

    [Fact]
    public void Samples_EveryDriver_HasOne() =>
        Assert.Equal(DriverCatalog.All.Select(driver => driver.Name).Order(), Samples.All.Select(sample => sample.Driver).Order());

    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    [Fact]
    public void Names_AreUniqueAndKebabCase()
    {
        Assert.Distinct(DriverCatalog.All.Select(driver => driver.Name));
        Assert.All(DriverCatalog.All, driver => Assert.Matches(KebabCase(), driver.Name));
        Assert.All(DriverCatalog.All, driver => Assert.NotEmpty(driver.Model));
        Assert.Null(DriverCatalog.Find("no-such-driver"));
    }

    [Theory]
    [MemberData(nameof(Names))]
    public void Validate_RightOptions_FindsNothing(string name) => Assert.Empty(DriverCatalog.Find(name)!.Validate(Device(name, Samples.Of(name).Port)));

    [Theory]
    [MemberData(nameof(Names))]
    public void Validate_SeveralMistakes_ListsThemAll(string name)
    {
        DeviceOptions device = Device(name, "COM3");
        device.Line = "9600-9E1";
        device.Profile["colour"] = "red";
        IReadOnlyList<string> errors = DriverCatalog.Find(name)!.Validate(device);
        Assert.Contains(errors, error => error.StartsWith("port: 'COM3'", StringComparison.Ordinal));
        Assert.Contains(errors, error => error.StartsWith("line: '9600-9E1'", StringComparison.Ordinal));
        Assert.Contains(errors, error => error.StartsWith($"profile.colour: {name} knows no such setting; it knows ", StringComparison.Ordinal));
        Assert.Equal(3, errors.Count);
    }

    [Theory]
    [MemberData(nameof(Names))]
    public async Task Open_NoSuchPort_IsAnIOException(string name) =>
        await Assert.ThrowsAsync<IOException>(async () => await DriverCatalog.Find(name)!.OpenAsync(
            Device(name, Samples.Of(name).MissingPort), TimeProvider.System, Ct));

    [Theory]
    [MemberData(nameof(NamesOnALine))]
    public async Task Read_Cancelled_Ends(string name)
    {
        using var pty = new Pty();
        await using OpenDevice open = await OpenAsync(name, pty.Link);
        using var cancel = CancellationTokenSource.CreateLinkedTokenSource(Ct);
        Task reading = DrainAsync(open.Driver, cancel.Token);
        await cancel.CancelAsync();
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => reading);
    }

    [Theory]
    [MemberData(nameof(NamesOnALine))]
    public async Task Read_StreamCutInAFrame_EndsWithoutAReading(string name)
    {
        using var pty = new Pty();
        await using OpenDevice open = await OpenAsync(name, pty.Link);
        Task<int> reading = DrainAsync(open.Driver, Ct);
        pty.Send(Samples.Of(name).Frame.SkipLast(1).ToArray());
        pty.Unplug();
        Exception failure = await Assert.ThrowsAnyAsync<Exception>(() => reading);
        Assert.True(failure is IOException or DeviceException, failure.ToString());
    }

    [Theory]
    [MemberData(nameof(NamesOnALine))]
    public async Task Dispose_Device_FreesThePort(string name)
    {
        using var pty = new Pty();
        await (await OpenAsync(name, pty.Link)).DisposeAsync();
        await (await OpenAsync(name, pty.Link)).DisposeAsync();
    }

    private static DeviceOptions Device(string name, string port) => new()
    {
        Id = "device-1", Driver = name, Port = port, Line = "9600-8N1", Profile = new Dictionary<string, string>(Samples.Of(name).Profile),
    };

    private static async Task<OpenDevice> OpenAsync(string name, string port)
    {
        if (name == "modbus-plate")
            Shelves.ModbusPlateTests.SkipWithoutLibrary();
        if (name == EvdevScanner.Name)
            return OpenUngrabbed(name, port);
        return await DriverCatalog.Find(name)!.OpenAsync(Device(name, port), TimeProvider.System, Ct);
    }

    /// <summary>A pty can stand for an input device in all but the grab.</summary>
    private static OpenDevice OpenUngrabbed(string name, string port)
    {
        var input = new InputPort(InputFile.Open(port, grab: false));
        return new OpenDevice(EvdevScanner.Create(Device(name, port), input, TimeProvider.System), input);
    }

    private static async Task<int> DrainAsync(IDriver driver, CancellationToken cancellationToken)
    {
        int count = 0;
        await foreach (Reading _ in driver.ReadAsync(cancellationToken))
            count++;
        return count;
    }

    [GeneratedRegex("^[a-z0-9]+(-[a-z0-9]+)*$")]
    private static partial Regex KebabCase();
}
