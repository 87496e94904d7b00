using Cloud.Contracts.Commands;
using Cloud.Uplink;
using EdgeGateway.Host.Commands;

namespace Fuzz.Targets;

/// <summary>Bodies of commands to a gateway, as <c>CommandBody</c> reads them.</summary>
internal static class CommandTargets
{
    public static IReadOnlyList<FuzzTarget> All { get; } =
    [
        new("command", "bodies of commands (MQTT): each kind is tried on every input", Feed, () =>
        [
            [.. """{"device":"scale-1"}"""u8], [.. """{"device":"scale-1","seconds":10,"bytes":16384}"""u8], [.. """{"lines":200,"level":"warning"}"""u8],
            [.. """{"version":"0.2.0","serial":7,"size":1000,"sha256":"00","path":"/api/bundles/00","seconds":600}"""u8],
        ]),
    ];

    private static void Feed(byte[] input)
    {
        var call = new CommandCall("logs", "c1", input, null);
        Told(CommandBody.Read(call, GatewayCommandJson.Default.DeviceOrder, "device"));
        Told(CommandBody.Read(call, GatewayCommandJson.Default.CaptureOrder, "device, seconds and bytes"));
        Told(CommandBody.Read(call, GatewayCommandJson.Default.LogsOrder, "lines and level"));
        Told(CommandBody.Read(call, GatewayCommandJson.Default.UpdateOrder, "version, serial, size, sha256, path and seconds"));
    }

    private static void Told<T>((T? Body, CommandAnswer? Refusal) read)
        where T : class => FuzzTarget.Promise(read.Body is null != read.Refusal is null, "a body was neither taken nor refused");
}
