using Simulators.Ports;

namespace Simulators.Printers;

/// <summary>A virtual printer at the end of a serial line, by a pty. What it takes no room for waits in the line, as with hardware flow control.</summary>
internal sealed class PrinterPty : IPrinterWire, IDisposable
{
    private const int PollMs = 20;

    private readonly Lock _gate = new();
    private readonly VirtualPrinter _printer;
    private readonly Thread _reading;
    private PtyPort? _port;
    private volatile bool _isOver;

    private PrinterPty(VirtualPrinter printer, PtyPort port)
    {
        (_printer, _port) = (printer, port);
        FarEnd = port.FarEnd;
        printer.Attach(this);
        _reading = new Thread(Run) { IsBackground = true, Name = "virtual printer" };
        _reading.Start();
    }

    /// <summary>The host's end.</summary>
    public string FarEnd { get; }

    /// <summary>Opens a pty with a link to the host's end.</summary>
    public static PrinterPty Start(VirtualPrinter printer, string link) => new(printer, PtyPort.Open(link));

    /// <inheritdoc/>
    public void Send(byte[] bytes)
    {
        lock (_gate)
        {
            _port?.Write(bytes);
        }
    }

    /// <summary>Nothing: three wires do not tell that a printer went off.</summary>
    public void Break(WireBreak how) => _printer.Attach(this);

    /// <inheritdoc/>
    public void Dispose()
    {
        _isOver = true;
        _reading.Join();
        lock (_gate)
        {
            _port?.Dispose();
            _port = null;
        }
    }

    private void Run()
    {
        Span<Libc.PollEntry> entries = stackalloc Libc.PollEntry[1];
        Span<byte> input = stackalloc byte[256];
        while (!_isOver)
        {
            // A printer without room leaves the bytes where they are; one that is off, or has its cable out, loses them.
            var loses = _printer.Look(printer => printer.Condition.Has(PrinterFault.PowerOff) || printer.Condition.Has(PrinterFault.CablePulled));
            if (!loses && !_printer.WhenRoomAsync().Wait(PollMs))
            {
                continue;
            }

            int descriptor;
            lock (_gate)
            {
                descriptor = _port?.Descriptor ?? -1;
            }

            entries[0] = new Libc.PollEntry { Descriptor = descriptor, Events = Libc.PollIn };
            _ = Libc.Poll(entries, 1, PollMs);
            if ((entries[0].Returned & Libc.PollIn) == 0)
            {
                continue;
            }

            int count;
            lock (_gate)
            {
                count = _port?.Read(input) ?? 0;
            }

            for (var taken = 0; !loses && taken < count && !_isOver;)
            {
                taken += _printer.Receive(input[taken..count]);
                if (taken < count && !_printer.WhenRoomAsync().Wait(PollMs) && _printer.Look(printer => printer.Condition.Has(PrinterFault.PowerOff)))
                {
                    break;
                }
            }
        }
    }
}
