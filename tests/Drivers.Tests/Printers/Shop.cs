using System.Collections.Concurrent;
using Drivers.Printers;
using EdgeGateway.Core.Devices;
using EdgeGateway.Core.Printing;
using Simulators.Printers;
using PrinterModel = Simulators.Printers.PrinterModel;

namespace Drivers.Tests.Printers;

/// <summary>A driver's printer and the virtual one behind it, in this process or over TCP, with limits that a busy machine keeps; tests of silence shorten them.</summary>
internal sealed class Shop : IAsyncDisposable
{
    private static int s_number;

    private readonly PrinterServer? _server;

    private Shop(PrinterModel model, string driver, Dictionary<string, string> profile, bool overTcp)
    {
        Model = model;
        Virtual = new VirtualPrinter(model, TimeProvider.System);
        Settings = Read(driver, profile);
        string id = $"printer-{Interlocked.Increment(ref s_number)}";
        if (overTcp)
        {
            _server = PrinterServer.Start(Virtual);
            var device = new DeviceOptions { Id = id, Driver = driver, Port = _server.Address, Profile = WithLimits(profile) };
            Printer = DriverCatalog.Find(driver)!.CreatePrinter!(device, TimeProvider.System);
        }
        else
        {
            Printer = new Printer(
                id, Settings, PrinterGate.Of(id), _ => new ValueTask<PrinterLink>(new StreamLink(new VirtualPrinterStream(Virtual), id)), TimeProvider.System);
        }
    }

    public PrinterModel Model { get; }

    public VirtualPrinter Virtual { get; }

    public PrinterSettings Settings { get; }

    public IPrinter Printer { get; }

    public string? Address => _server?.Address;

    public static Shop InProcess(PrinterModel model, string driver, params (string Name, string Value)[] profile) =>
        new(model, driver, Named(profile), overTcp: false);

    public static Shop OverTcp(PrinterModel model, string driver, params (string Name, string Value)[] profile) =>
        new(model, driver, Named(profile), overTcp: true);

    public static PrinterSettings Read(string driver, IReadOnlyDictionary<string, string> profile)
    {
        var reader = new ProfileReader(driver, WithLimits(profile));
        PrinterSettings settings = PrinterSettings.Read(reader, Language(driver));
        reader.RejectUnknown();
        reader.ThrowIfWrong();
        return settings;
    }

    public static PrinterSettings Read(string driver, params (string Name, string Value)[] profile) =>
        Read(driver, Named(profile));

    /// <summary>A profile with limits that a busy machine keeps, but for those that it names.</summary>
    public static Dictionary<string, string> WithLimits(IReadOnlyDictionary<string, string> profile)
    {
        var all = new Dictionary<string, string>
        {
            ["answer_ms"] = "4000", ["confirm_ms"] = "30000", ["stall_ms"] = "20000", ["standstill_ms"] = "10000", ["slowest_mm_s"] = "10000", ["watch_ms"] = "200",
        };
        foreach ((string name, string value) in profile)
            all[name] = value;
        return all;
    }

    /// <summary>The last value of a name holds.</summary>
    private static Dictionary<string, string> Named((string Name, string Value)[] profile) =>
        profile.GroupBy(each => each.Name).ToDictionary(each => each.Key, each => each.Last().Value);

    /// <summary>Limits for tests in which something does not come: no answer, no room, no word.</summary>
    public static (string Name, string Value)[] Impatient(params (string Name, string Value)[] more) =>
        [.. ((string Name, string Value)[])[("answer_ms", "100"), ("confirm_ms", "500"), ("stall_ms", "500"), ("standstill_ms", "100")], .. more];

    /// <summary>Opens, sends and asks, as the queue does; a failure is what the queue would make of it.</summary>
    public async Task<(PrintOutcome Outcome, string Reason)> RunAsync(PrintDocument document, string mark, CancellationToken cancellationToken)
    {
        byte[] job = Printer.Encode(document, mark);
        var sent = new Sent();
        try
        {
            await using IPrinterConnection connection = await Printer.OpenAsync(cancellationToken);
            PrinterStatus before = await connection.QueryAsync(cancellationToken);
            if (before.Blocked == true)
                return (PrintOutcome.NotPrinted, StatusWords.Of(before));
            await connection.SendAsync(job, sent, cancellationToken);
            PrintConfirmation confirmation = await connection.ConfirmAsync(mark, cancellationToken);
            return (confirmation.Outcome, confirmation.Reason);
        }
        catch (IOException failure)
        {
            return (sent.Count == 0 ? PrintOutcome.NotPrinted : PrintOutcome.Unknown, failure.Message);
        }
    }

    /// <summary>What a document looks like on a perfect printer of this model.</summary>
    public Sheet Perfect(PrintDocument document, string mark) =>
        VirtualPrinter.Perfect(Model, Printer.Encode(document, mark)).First(sheet => !sheet.IsBlank);

    /// <summary>Rows that no other number has, so that a torn ticket can be told from another's.</summary>
    public static MonoBitmap Picture(int width, int height, int number)
    {
        var random = new Random(number);
        int stride = (width + 7) / 8;
        var rows = new byte[stride * height];
        random.NextBytes(rows);
        int spare = (stride * 8) - width;
        for (int y = 0; y < height; y++)
        {
            rows[y * stride] |= 1;
            rows[(y * stride) + stride - 1] &= (byte)((0xFF << spare) & 0xFF);
        }
        return new MonoBitmap(width, height, rows);
    }

    public static PrintDocument Ticket(int width, int height, int number) =>
        new("ticket", [new RasterPart(Picture(width, height, number)), new FeedPart(8), new CutPart()]);

    public static PrintDocument Label(int width, int height, int number) =>
        new("label", [new RasterPart(Picture(width, height, number))], width, height);

    public async ValueTask DisposeAsync()
    {
        if (_server is not null)
            await _server.DisposeAsync();
        Virtual.Dispose();
    }

    public static PrinterLanguage Language(string driver) =>
        driver switch { "zpl" => PrinterLanguage.Zpl, "tspl" => PrinterLanguage.Tspl, _ => PrinterLanguage.EscPos };

    internal sealed class Sent : IProgress<int>
    {
        public ConcurrentQueue<int> Reports { get; } = new();

        public int Count { get; private set; }

        public void Report(int value)
        {
            Count = value;
            Reports.Enqueue(value);
        }
    }
}
