using OpenTelemetry;
using OpenTelemetry.Exporter;
using OpenTelemetry.Metrics;
using OpenTelemetry.Resources;

namespace EdgeGateway.Host.Running;

/// <summary>Sends every meter of the gateway to a collector each minute, and once more when it stops. Source: OpenTelemetry protocol 1.x, OTLP/HTTP with protobuf.</summary>
internal static class MetricsExport
{
    private static readonly TimeSpan s_longestFlush = TimeSpan.FromSeconds(3);

    /// <summary>Begins.</summary>
    /// <param name="address">The collector's; null for none.</param>
    /// <param name="store">Which store, an attribute of all that is sent.</param>
    /// <param name="gateway">Which gateway: <c>service.instance.id</c>.</param>
    /// <returns>Ends it; null where nothing is sent.</returns>
    public static IDisposable? Start(string? address, string store, string gateway)
    {
        if (address is null || ReadAddress(address) is not { } collector)
        {
            return null;
        }

        var resource = ResourceBuilder.CreateEmpty().AddService("edge-gateway", serviceVersion: ProductVersion.Text, serviceInstanceId: gateway)
            .AddAttributes([new("edge_gateway.store", store)]);
        var provider = Sdk.CreateMeterProviderBuilder().SetResourceBuilder(resource).AddMeter("*").AddOtlpExporter((exporter, reader) =>
        {
            exporter.Endpoint = collector;
            exporter.Protocol = OtlpExportProtocol.HttpProtobuf;
            reader.PeriodicExportingMetricReaderOptions.ExportIntervalMilliseconds = 60_000;
        }).Build();
        return new Ending(provider);
    }

    /// <summary>An address of a collector; null where it is none.</summary>
    public static Uri? ReadAddress(string text) =>
        Uri.TryCreate(text, UriKind.Absolute, out var address) && (address.Scheme == Uri.UriSchemeHttp || address.Scheme == Uri.UriSchemeHttps) && address.UserInfo.Length == 0 ? address : null;

    /// <summary>A collector that does not answer must not hold up the stop.</summary>
    private sealed class Ending(MeterProvider provider) : IDisposable
    {
        public void Dispose()
        {
            provider.Shutdown((int)s_longestFlush.TotalMilliseconds);
            provider.Dispose();
        }
    }
}
