using System.CommandLine;
using System.Text.Json;
using EdgeGateway.Host.Verbs;
using Tests.Shared;

namespace Host.Tests.Verbs;

public sealed class DevicesVerbTests : IDisposable
{
    private readonly FakeMachine _machine = new();
    private readonly TemporaryFolder _folder = new();

    public void Dispose()
    {
        _machine.Dispose();
        _folder.Dispose();
    }

    [Fact]
    public void Devices_WithoutConfiguration_ListsWhatIsPluggedIn()
    {
        var thing = Thing.Ftdi("a", "A50285BI");
        _machine.Plug("1", thing);
        _machine.Plug("2", Thing.Ch340("b"));
        _machine.Udev();

        var (code, ports, words) = Run();

        Assert.Equal(0, code);
        Assert.Equal([_machine.ById(thing), _machine.ByPath("2", Thing.Ch340("b"))], ports.Select(port => Text(port, "port")));
        Assert.Equal(
            (_machine.Dev("ttyUSB0"), "serial", "0403", "6001", "A50285BI", "FTDI FT232R USB UART", "ok", "serial"),
            (Text(ports[0], "path"), Text(ports[0], "kind"), Text(ports[0], "vendor"), Text(ports[0], "product"), Text(ports[0], "serial"), Text(ports[0], "model"),
                Text(ports[0], "access"), Text(ports[0], "knownBy")));
        Assert.Equal((null, "socket"), (Text(ports[1], "owner"), Text(ports[1], "knownBy")));
        Assert.StartsWith("devices: plugged in 2;", words, StringComparison.Ordinal);
    }

    [Fact]
    public void Devices_WithConfiguration_NamesOwnersAndWhatIsMissing_AlsoOfTheSetupPage()
    {
        var thing = Thing.Ftdi("a", "A50285BI");
        _machine.Plug("1", thing);
        _machine.Udev();
        _folder.File("devices.json", $$"""{ "devices": [ { "id": "scale-2", "driver": "toledo-8217", "port": "{{_machine.Dev("serial/by-id/none")}}", "profile": { "unit": "kg" } } ] }""");

        var (code, ports, words) = Run("--config", Configuration(_machine.ById(thing)));

        Assert.Equal(0, code);
        Assert.Equal([("scale-1", "ok"), ("scale-2", "absent")], ports.Select(port => (Text(port, "owner"), Text(port, "access"))).Order());
        Assert.Contains("devices: plugged in 1, of these owned 1; configured and not there 1", words, StringComparison.Ordinal);
        Assert.Contains("nothing is plugged in that has this name", words, StringComparison.Ordinal);
    }

    [Fact]
    public void Devices_WrongConfiguration_Is1WithEveryMistakeAndNoData()
    {
        _folder.File("devices.json", """{ "devices": [ { "id": "scale-1", "driver": "toledo-8217", "port": "/dev/x", "profile": { "unit": "kg" } }, { "id": "b" } ] }""");

        var (code, ports, words) = Run("--config", Configuration("/dev/y"));

        Assert.Equal(1, code);
        Assert.Empty(ports);
        Assert.Contains("devices.json:1: devices[0].id: \"scale-1\" is a device of the configuration file, \"scale-1\", already", words, StringComparison.Ordinal);
        Assert.Contains("devices[1].driver: is missing; add it", words, StringComparison.Ordinal);
        Assert.Equal(1, Run("--config", "/nowhere/gateway.json").Code);
    }

    private string Configuration(string port) => _folder.File("gateway.json", $$"""
        { "store": "store-1", "gateway": "gw-1", "dataFolder": "{{_folder.Path}}",
          "devices": [ { "id": "scale-1", "driver": "toledo-8217", "port": "{{port}}", "profile": { "unit": "kg" } } ] }
        """);

    private (int Code, List<JsonElement> Ports, string Words) Run(params string[] args)
    {
        using var output = new StringWriter();
        using var error = new StringWriter();
        var verb = DevicesVerb.Create(new Streams(Stream.Null, output, error), _machine.Folders);
        var code = verb.Parse(args).Invoke();
        var lines = output.ToString().Split('\n', StringSplitOptions.RemoveEmptyEntries);
        return (code, [.. lines.Select(line => JsonDocument.Parse(line).RootElement)], error.ToString());
    }

    private static string? Text(JsonElement json, string name) => json.GetProperty(name).GetString();
}
