using System.CommandLine;
using System.Runtime.InteropServices;
using Simulators.Session;

namespace Simulators.Printers;

/// <summary>The verb <c>printer</c>.</summary>
internal static class PrinterVerb
{
    /// <summary>A receipt or label printer on a TCP port or a pty. Script: <see cref="PrinterScript"/>.</summary>
    public static Command Create()
    {
        var verb = new Command("printer", "A receipt or label printer on a TCP port or a pty. Script lines: fault NAME [bytes N | rows N] [for SECONDS], clear NAME, drawer open|closed, quit.");
        var kind = new Option<string>("--kind") { Description = "receipt80, mute58, late80, zpl or tspl.", DefaultValueFactory = _ => "receipt80" };
        var listen = new Option<int?>("--listen") { Description = "TCP port on the loopback address; 0 for any free one." };
        var link = new Option<string?>("--link") { Description = "Where to put the symbolic link to a pty, instead of --listen." };
        var speed = new Option<int>("--speed") { Description = "Millimetres a second, 1 to 1000; the default is 150.", DefaultValueFactory = _ => 150 };
        var buffer = new Option<int?>("--buffer") { Description = "Bytes of its receive buffer, 16 to 10000000." };
        var log = new Option<string?>("--log") { Description = "File for the ground truth, JSON lines, appended." };
        var pictures = new Option<string?>("--pictures") { Description = "Folder for a PNG of each sheet, written at the end." };
        kind.AcceptOnlyFromAmong("receipt80", "mute58", "late80", "zpl", "tspl");
        foreach (var option in (Option[])[kind, listen, link, speed, buffer, log, pictures])
        {
            verb.Options.Add(option);
        }

        verb.SetAction(async (arguments, cancellationToken) =>
        {
            var (port, path) = (arguments.GetValue(listen), arguments.GetValue(link));
            if ((port is null) == (path is null) || port is < 0 or > 65535 || arguments.GetValue(speed) is < 1 or > 1000 || arguments.GetValue(buffer) is < 16 or > 10_000_000)
            {
                await Console.Error.WriteLineAsync("expected either --listen PORT from 0 to 65535 or --link PATH, --speed from 1 to 1000, --buffer from 16 to 10000000");
                return 2;
            }

            var model = Model(arguments.GetValue(kind)!) with { RowsPerSecond = arguments.GetValue(speed) * 8 };
            model = arguments.GetValue(buffer) is { } bytes ? model with { BufferBytes = bytes } : model;
            using var truth = new GroundTruth(arguments.GetValue(log), TimeProvider.System);
            using var printer = new VirtualPrinter(model, TimeProvider.System, truth);
            try
            {
                await RunAsync(printer, port, path, cancellationToken);
            }
            catch (Exception broken) when (broken is IOException or System.Net.Sockets.SocketException)
            {
                await Console.Error.WriteLineAsync(broken.Message);
                return 1;
            }

            if (arguments.GetValue(pictures) is { } folder)
            {
                Draw(printer, folder);
            }

            return 0;
        });
        return verb;
    }

    private static PrinterModel Model(string kind) => kind switch
    {
        "mute58" => PrinterModel.MuteClone58,
        "late80" => PrinterModel.LateClone80,
        "zpl" => PrinterModel.ZplLabel,
        "tspl" => PrinterModel.TsplLabel,
        _ => PrinterModel.Receipt80,
    };

    private static async Task RunAsync(VirtualPrinter printer, int? port, string? path, CancellationToken cancellationToken)
    {
        using var end = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        using var terminate = PosixSignalRegistration.Create(PosixSignal.SIGTERM, OnSignal);
        using var interrupt = PosixSignalRegistration.Create(PosixSignal.SIGINT, OnSignal);
        await using var server = port is { } number ? PrinterServer.Start(printer, number) : null;
        using var line = path is null ? null : PrinterPty.Start(printer, path);
        var place = server?.Address ?? path!;
        Console.WriteLine($"{{\"ready\":\"{System.Text.Json.JsonEncodedText.Encode(place)}\"}}");
        using var input = new StreamReader(Console.OpenStandardInput());
        try
        {
            // A read of standard input cannot be broken off; it is left behind.
            while (await input.ReadLineAsync(CancellationToken.None).AsTask().WaitAsync(end.Token) is { } text)
            {
                if (text.Trim() == "quit")
                {
                    return;
                }

                if (text.Trim().Length > 0 && PrinterScript.Run(text, printer) is { } wrong)
                {
                    await Console.Error.WriteLineAsync(wrong);
                }
            }

            // The script is over; the printer goes on until it is stopped.
            await Task.Delay(Timeout.InfiniteTimeSpan, TimeProvider.System, end.Token);
        }
        catch (OperationCanceledException)
        {
            // Stopped.
        }

        void OnSignal(PosixSignalContext context)
        {
            context.Cancel = true;
            end.Cancel();
        }
    }

    private static void Draw(VirtualPrinter printer, string folder)
    {
        Directory.CreateDirectory(folder);
        foreach (var sheet in printer.Look(each => each.Roll.Sheets.ToList()))
        {
            File.WriteAllBytes(Path.Combine(folder, $"sheet-{sheet.Number:0000}.png"), sheet.ToPng());
        }
    }
}
