using System.Globalization;
using Bench;

using var stop = new CancellationTokenSource();
Console.CancelKeyPress += (_, pressed) =>
{
    pressed.Cancel = true;
    stop.Cancel();
};
var folder = args.Length > 1 ? args[1] : Path.Combine(Path.GetTempPath(), "edge-gateway-bench");
switch (args.FirstOrDefault())
{
    case "append":
        BenchRow.Print(await AppendBench.RunAsync(folder, stop.Token), Console.Out);
        return 0;
    case "ingest":
        BenchRow.Print(await IngestBench.RunAsync(folder, stop.Token), Console.Out);
        return 0;
    case "uplink":
        BenchRow.Print(await UplinkBench.RunAsync(stop.Token), Console.Out);
        return 0;
    case UplinkSubscriber.Verb:
        await UplinkSubscriber.RunAsync(int.Parse(args[1], CultureInfo.InvariantCulture), args[2], stop.Token);
        return 0;
    default:
        Console.Error.WriteLine("usage: bench append [FOLDER] | ingest [FOLDER] | uplink");
        return 2;
}
