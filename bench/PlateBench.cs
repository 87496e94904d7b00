using System.Diagnostics;
using System.Globalization;
using System.Net;
using System.Net.Sockets;
using Drivers;
using EdgeGateway.Core.Devices;

namespace Bench;

/// <summary>What 64 plates at 10 samples a second cost: drivers and decoding, with everything simulated in processes of its own.</summary>
internal static class PlateBench
{
    private const int Plates = 64;
    private const int ALine = 16;
    private const int SamplesASecond = 10;
    private const string Mosquitto = "/usr/sbin/mosquitto";
    private static readonly TimeSpan s_warmUp = TimeSpan.FromSeconds(4);
    private static readonly TimeSpan s_measured = TimeSpan.FromSeconds(10);

    /// <summary>Measures each way a plate can be read.</summary>
    public static async Task<IReadOnlyList<BenchRow>> RunAsync(CancellationToken cancellationToken)
    {
        var folder = Directory.CreateTempSubdirectory("plates").FullName;
        try
        {
            List<BenchRow> rows =
            [
                await ModbusTcpAsync(cancellationToken),
                await ModbusRtuAsync(folder, cancellationToken),
                await IioAsync(folder, "poll", cancellationToken),
                await IioAsync(folder, "buffer", cancellationToken),
            ];
            if (File.Exists(Mosquitto))
            {
                rows.Add(await NodesAsync(folder, cancellationToken));
            }

            return rows;
        }
        finally
        {
            Directory.Delete(folder, recursive: true);
        }
    }

    private static async Task<BenchRow> ModbusTcpAsync(CancellationToken cancellationToken)
    {
        using var world = new SimulatorChildren();
        var ports = new List<string>();
        for (var line = 0; line < Plates / ALine; line++)
        {
            ports.Add(await world.StartAsync("modbus-tcp-plate", "--plates", Names(ALine)));
        }

        return await MeasureAsync("Modbus TCP, 4 connections", Modbus(ports), cancellationToken);
    }

    private static async Task<BenchRow> ModbusRtuAsync(string folder, CancellationToken cancellationToken)
    {
        using var world = new SimulatorChildren();
        var ports = new List<string>();
        for (var line = 0; line < Plates / ALine; line++)
        {
            ports.Add(Path.Combine(folder, $"bus{Text(line)}"));
            await world.StartAsync("modbus-plate", "--link", ports[line], "--units", string.Join(',', Enumerable.Range(1, ALine)));
        }

        return await MeasureAsync("Modbus RTU, 4 lines (ptys, faster than any wire)", Modbus(ports), cancellationToken);
    }

    private static async Task<BenchRow> IioAsync(string folder, string sampling, CancellationToken cancellationToken)
    {
        using var world = new SimulatorChildren();
        var tree = Path.Combine(folder, sampling);
        await world.StartAsync("iio-plate", "--folder", tree, "--plates", Names(Plates));
        return await MeasureAsync($"hx711 by Linux IIO, {sampling}", Enumerable.Range(0, Plates).Select(plate => new DeviceOptions
        {
            Id = $"plate-{Text(plate)}", Driver = "hx711", Port = $"iio://a{Text(plate)}",
            Profile = new()
            {
                ["root"] = Path.Combine(tree, "sys/bus/iio/devices"), ["nodes"] = Path.Combine(tree, "dev"), ["sampling"] = sampling, ["trigger"] = "edge-gateway",
            },
        }), cancellationToken);
    }

    private static async Task<BenchRow> NodesAsync(string folder, CancellationToken cancellationToken)
    {
        const int ANode = 8;
        using var world = new SimulatorChildren();
        var port = FreePort();
        var configuration = Path.Combine(folder, "mosquitto.conf");
        await File.WriteAllTextAsync(configuration, $"listener {port} 127.0.0.1\nallow_anonymous true\npersistence false\nuser root\n", cancellationToken);
        world.Start(Mosquitto, "-c", configuration);
        await UntilListeningAsync(int.Parse(port, CultureInfo.InvariantCulture), cancellationToken);
        for (var node = 0; node < Plates / ANode; node++)
        {
            await world.StartAsync("shelf-node", "--port", port, "--node", $"n{Text(node)}", "--plates", Names(ANode), "--batch", "5");
        }

        return await MeasureAsync("8 shelf nodes over Mosquitto, 5 samples a message", Enumerable.Range(0, Plates).Select(plate => new DeviceOptions
        {
            Id = $"plate-{Text(plate)}", Driver = "shelf-node", Port = $"mqtt://127.0.0.1:{port}/n{Text(plate / ANode)}/a{Text(plate % ANode)}",
        }), cancellationToken);
    }

    private static IEnumerable<DeviceOptions> Modbus(List<string> ports) => Enumerable.Range(0, Plates).Select(plate => new DeviceOptions
    {
        Id = $"plate-{Text(plate)}", Driver = "modbus-plate", Port = ports[plate / ALine],
        Profile = new() { ["transmitter"] = "laumas", ["unit_id"] = Text((plate % ALine) + 1), ["scale"] = "0.1" },
    });

    private static async Task<BenchRow> MeasureAsync(string what, IEnumerable<DeviceOptions> devices, CancellationToken cancellationToken)
    {
        using var stop = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        var samples = 0L;
        var readers = devices.Select(device => Task.Run(() => ReadAsync(device, () => Interlocked.Increment(ref samples), stop.Token), CancellationToken.None)).ToList();
        await Task.Delay(s_warmUp, TimeProvider.System, cancellationToken);
        var self = Process.GetCurrentProcess();
        var (cpu, at, before) = (self.TotalProcessorTime, TimeProvider.System.GetTimestamp(), Interlocked.Read(ref samples));
        await Task.Delay(s_measured, TimeProvider.System, cancellationToken);
        self.Refresh();
        var elapsed = TimeProvider.System.GetElapsedTime(at);
        var used = (self.TotalProcessorTime - cpu) / elapsed;
        var rate = (Interlocked.Read(ref samples) - before) / elapsed.TotalSeconds;
        await stop.CancelAsync();
        await Task.WhenAll(readers);
        return new BenchRow(
            $"64 plates: {what}",
            string.Create(CultureInfo.InvariantCulture, $"{used:P1} of one core at {rate:0} samples/s").Replace(" %", " %", StringComparison.Ordinal),
            string.Create(CultureInfo.InvariantCulture, $"<= 10 % of one core at {Plates * SamplesASecond} samples/s"),
            string.Create(CultureInfo.InvariantCulture, $"{used * 1e6 / Math.Max(rate, 1):0} µs CPU a sample: driver, decoding, garbage collection; simulators apart"));
    }

    private static async Task ReadAsync(DeviceOptions device, Action read, CancellationToken cancellationToken)
    {
        try
        {
            await using var open = await DriverCatalog.Find(device.Driver)!.OpenAsync(device, TimeProvider.System, cancellationToken);
            await foreach (var _ in open.Driver.ReadAsync(cancellationToken))
            {
                read();
            }
        }
        catch (OperationCanceledException) when (cancellationToken.IsCancellationRequested)
        {
            // Measured.
        }
        catch (Exception failure) when (failure is IOException or DeviceException)
        {
            await Console.Error.WriteLineAsync(failure.Message);
        }
    }

    private static string Names(int count) => string.Join(',', Enumerable.Range(0, count).Select(plate => $"a{Text(plate)}"));

    private static string Text(int number) => number.ToString(CultureInfo.InvariantCulture);

    private static string FreePort()
    {
        using var listener = new TcpListener(IPAddress.Loopback, 0);
        listener.Start();
        return Text(((IPEndPoint)listener.LocalEndpoint).Port);
    }

    private static async Task UntilListeningAsync(int port, CancellationToken cancellationToken)
    {
        while (true)
        {
            try
            {
                using var client = new TcpClient();
                await client.ConnectAsync(IPAddress.Loopback, port, cancellationToken);
                return;
            }
            catch (SocketException)
            {
                await Task.Delay(TimeSpan.FromMilliseconds(20), TimeProvider.System, cancellationToken);
            }
        }
    }
}
