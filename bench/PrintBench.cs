using System.Diagnostics.Metrics;
using System.Globalization;
using System.Text.Json;
using Drivers;
using EdgeGateway.Core.Devices;
using EdgeGateway.Core.Labels;
using EdgeGateway.Core.Printing.Documents;
using EdgeGateway.Core.Printing.Jobs;
using Microsoft.Extensions.Logging.Abstractions;

namespace Bench;

/// <summary>How soon a job's first byte leaves: documents drawn, jobs on the disk, a virtual printer on TCP that is asked how it is before each.</summary>
internal static class PrintBench
{
    private const int Jobs = 60;

    /// <summary>Prints receipts one after the other, the data of each its own.</summary>
    public static async Task<IReadOnlyList<BenchRow>> RunAsync(string folder, CancellationToken cancellationToken)
    {
        Directory.CreateDirectory(folder);
        using var world = new SimulatorChildren();
        var device = new DeviceOptions { Id = "till-1", Driver = "escpos", Port = await world.StartAsync("printer", "--listen", "0", "--speed", "1000"), Profile = { ["model"] = "epson-tm-t20" } };
        var meters = new UplinkMeters();
        var firstByte = new List<double>();
        using var listener = new MeterListener();
        listener.InstrumentPublished = (instrument, active) =>
        {
            if (instrument.Name == "edge_gateway.print.first_byte.duration")
            {
                active.EnableMeasurementEvents(instrument);
            }
        };
        listener.SetMeasurementEventCallback<double>((_, seconds, _, _) => firstByte.Add(seconds * 1000));
        listener.Start();
        using var renderer = new DocumentRenderer(null, LabelLayouts.Of(new LabelOptions()), TimeProvider.System);
        renderer.Warm();
        var path = Path.Combine(folder, $"printing-{Guid.NewGuid():N}.db");
        using var desk = PrintDesk.Open(
            path, renderer, new PrintingOptions(), (_, _) => ValueTask.CompletedTask, TimeProvider.System, () => 0.5, new PrintMetrics(meters), NullLogger<PrintDesk>.Instance);
        desk.Add(DriverCatalog.Find("escpos")!.CreatePrinter!(device, TimeProvider.System), null, null);
        using var stop = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        var running = desk.RunAsync(stop.Token);
        var accepted = new List<double>();
        var printed = 0;
        for (var i = 0; i < Jobs; i++)
        {
            var data = JsonSerializer.SerializeToElement(new Dictionary<string, JsonElement>(
                DocumentRenderer.Sample("receipt", "zh-CN").EnumerateObject().ToDictionary(member => member.Name, member => member.Value))
            {
                ["receipt_no"] = JsonSerializer.SerializeToElement($"R-{i:00000}"),
            });
            var begun = TimeProvider.System.GetTimestamp();
            var answer = desk.Submit(new WantedJob(Guid.NewGuid(), "receipt", data, "zh-CN", 1, "till-1", null, null, null), new PrintAsker("bench", null));
            accepted.Add(TimeProvider.System.GetElapsedTime(begun).TotalMilliseconds);
            if (answer.Job is not { } job)
            {
                throw new InvalidOperationException($"refused: {string.Join("; ", answer.Refusal!.Mistakes.Select(mistake => $"{mistake.Path}: {mistake.Message}"))}");
            }

            printed += await desk.WaitForOutcomeAsync(job.Id, cancellationToken) is { State: "printed" } ? 1 : 0;
        }

        await stop.CancelAsync();
        await running.ContinueWith(static _ => { }, CancellationToken.None, TaskContinuationOptions.None, TaskScheduler.Default);
        return
        [
            new BenchRow("print job, accepted to first byte, p95", Ms(firstByte, 0.95), "100 ms", string.Create(
                CultureInfo.InvariantCulture, $"median {Ms(firstByte, 0.5)}; {printed} of {Jobs} receipts confirmed by the printer; it is asked how it is first, over TCP")),
            new BenchRow("print job, asked to accepted, p95", Ms(accepted, 0.95), "none set", string.Create(
                CultureInfo.InvariantCulture, $"median {Ms(accepted, 0.5)}; a receipt of Chinese text is drawn and the job is on the disk")),
        ];
    }

    private static string Ms(List<double> values, double quantile)
    {
        var sorted = values.Order().ToArray();
        return string.Create(CultureInfo.InvariantCulture, $"{sorted[(int)Math.Min(sorted.Length - 1, Math.Ceiling(sorted.Length * quantile) - 1)]:0.0} ms");
    }
}
