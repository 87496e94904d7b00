using System.Globalization;
using System.Runtime.InteropServices;
using EdgeGateway.Core.Devices;

namespace Drivers.Ports;

/// <summary>An open Modbus line by libmodbus, RTU on a serial port or TCP. Its calls block; one thread at a time.</summary>
internal sealed class ModbusLine : IDisposable
{
    private const int NoMemory = 12; // ENOMEM
    private const int TimedOut = 110; // ETIMEDOUT
    private const int ConnectionReset = 104; // ECONNRESET: what libmodbus makes of a read of 0 bytes
    private const int BrokenPipe = 32; // EPIPE
    private const int ConnectionAborted = 103; // ECONNABORTED
    private const int NotConnected = 107; // ENOTCONN
    private const int ConnectSeconds = 2;

    private readonly TerminalFile? _lock;
    private readonly string _path;
    private nint _context;

    private ModbusLine(TerminalFile? @lock, string path, nint context, string? note)
    {
        _lock = @lock;
        _path = path;
        _context = context;
        Note = note;
    }

    /// <summary>Whether the last failure was that nobody answered.</summary>
    public bool WasSilent { get; private set; }

    /// <summary>What the line does otherwise than asked and is accepted, for the log; null where there is nothing.</summary>
    public string? Note { get; }

    /// <summary>Opens the line and locks it against other programs that take the lock.</summary>
    /// <remarks>libmodbus opens the terminal by its path itself, so the kernel cannot be asked to refuse every other open.</remarks>
    /// <exception cref="IOException">The port cannot be opened; says why and what to do.</exception>
    /// <exception cref="DeviceException">The library is not installed.</exception>
    public static ModbusLine Open(string path, LineSettings settings)
    {
        TerminalFile @lock = TerminalFile.Open(path, exclusive: false);
        nint context = 0;
        string? note = null;
        if (@lock.IsPty && (settings.DataBits, settings.Parity) != (8, Parity.None))
        {
            // libmodbus would give up where a pty forces other settings than asked.
            note = SerialPort.PtyNote(path, settings);
            settings = settings with { DataBits = 8, Parity = Parity.None };
        }
        try
        {
            context = LibModbus.NewRtu(path, settings.Speed,
                (byte)(settings.Parity switch { Parity.Even => 'E', Parity.Odd => 'O', _ => 'N' }), settings.DataBits, settings.StopBits);
            if (context == 0)
                throw Refused(Marshal.GetLastPInvokeError(), $"{path}: libmodbus does not take {settings}", "check 'line'");
            if (LibModbus.Connect(context) != 0)
                throw PortErrors.Opening(path, Marshal.GetLastPInvokeError());
            return new ModbusLine(@lock, path, context, note);
        }
        catch (Exception failure)
        {
            if (context != 0)
                LibModbus.Free(context);
            @lock.Dispose();
            if (failure is DllNotFoundException)
                throw Missing(failure);
            throw;
        }
    }

    /// <summary>Connects to a Modbus TCP device, within two seconds.</summary>
    /// <exception cref="IOException">No answer, refused, or the name is not known.</exception>
    /// <exception cref="DeviceException">The library is not installed.</exception>
    public static ModbusLine OpenTcp(PortAddress address)
    {
        nint context = 0;
        try
        {
            context = LibModbus.NewTcp(address.Host!, address.PortNumber.ToString(CultureInfo.InvariantCulture));
            if (context == 0)
                throw Refused(Marshal.GetLastPInvokeError(), $"{address}: libmodbus does not take this address", "check it");
            LibModbus.SetResponseTimeout(context, ConnectSeconds, 0);
            if (LibModbus.Connect(context) != 0)
                throw Refused(Marshal.GetLastPInvokeError(), $"{address}: cannot connect", "is the device on and its address right?");
            return new ModbusLine(null, address.ToString(), context, null);
        }
        catch (Exception failure)
        {
            if (context != 0)
                LibModbus.Free(context);
            if (failure is DllNotFoundException)
                throw Missing(failure);
            throw;
        }
    }

    /// <summary>Asks once and waits for the answer.</summary>
    /// <exception cref="DeviceException">No answer, a damaged one, or the device refuses; says which.</exception>
    /// <exception cref="IOException">The port is gone.</exception>
    public unsafe ushort[] Read(in ModbusRequest request)
    {
        Prepare(request.Unit, request.Timeout);
        var registers = new ushort[request.Count];
        int count;
        fixed (ushort* first = registers)
        {
            count = request.Input
                ? LibModbus.ReadInputRegisters(_context, request.Address, request.Count, first)
                : LibModbus.ReadHoldingRegisters(_context, request.Address, request.Count, first);
        }
        return count == request.Count ? registers : throw Failure(Marshal.GetLastPInvokeError(), request.ToString(), request.Timeout);
    }

    /// <summary>Writes one register and waits for the device's word.</summary>
    /// <returns>Nothing: an empty array.</returns>
    /// <exception cref="DeviceException">No answer, a damaged one, or the device refuses; says which.</exception>
    /// <exception cref="IOException">The port is gone.</exception>
    public unsafe ushort[] Write(in ModbusWrite write)
    {
        Prepare(write.Unit, write.Timeout);
        ushort value = write.Value;
        int count = write.Many ? LibModbus.WriteRegisters(_context, write.Address, 1, &value) : LibModbus.WriteRegister(_context, write.Address, value);
        return count == 1 ? [] : throw Failure(Marshal.GetLastPInvokeError(), write.ToString(), write.Timeout);
    }

    public void Dispose()
    {
        nint context = Interlocked.Exchange(ref _context, 0);
        if (context == 0)
            return;
        LibModbus.Close(context);
        LibModbus.Free(context);
        _lock?.Dispose();
    }

    /// <summary>Names that lead nowhere have no error number of their own.</summary>
    private static IOException Refused(int error, string what, string advice) =>
        new($"{what}: {(error == 0 ? "the name is not known" : LibModbus.Words(error))}; {advice}");

    private static DeviceException Missing(Exception failure) =>
        new("libmodbus.so.5 is not installed; install the Debian package libmodbus5 (apt-get install libmodbus5)", failure);

    private void Prepare(int unit, TimeSpan timeout)
    {
        uint seconds = (uint)(timeout.Ticks / TimeSpan.TicksPerSecond);
        uint microseconds = (uint)(timeout.Ticks % TimeSpan.TicksPerSecond / TimeSpan.TicksPerMicrosecond);
        WasSilent = false;
        LibModbus.SetSlave(_context, unit);
        LibModbus.SetResponseTimeout(_context, seconds, microseconds);
        LibModbus.SetByteTimeout(_context, seconds, microseconds);
        // A late answer to an earlier question must not be taken for the answer to this one.
        LibModbus.Flush(_context);
    }

    private Exception Failure(int error, string request, TimeSpan timeout)
    {
        if (_lock is null && (PortErrors.IsGone(error) || error is ConnectionReset or BrokenPipe or ConnectionAborted or NotConnected))
            return new IOException($"{_path}: the connection is gone: {LibModbus.Words(error)}");
        if (PortErrors.IsGone(error) || error == ConnectionReset)
            return PortErrors.Gone(_path, error == ConnectionReset ? 0 : error);
        WasSilent = error == TimedOut;
        string what = error switch
        {
            TimedOut when _lock is null => $"no answer within {timeout.TotalMilliseconds:0} ms; check unit_id and the power",
            TimedOut => $"no answer within {timeout.TotalMilliseconds:0} ms; check unit_id, 'line', the wiring (A/B) and the power",
            LibModbus.IllegalAddress => "the device has no such register (exception 2, illegal data address); "
                + "check address and function: registers written 4000x or 3000x in manuals count from 1, here from 0",
            LibModbus.IllegalFunction => "the device does not know this function (exception 1); try the other one, holding or input",
            LibModbus.IllegalValue => "the device refuses this request (exception 3, illegal data value); check type and address",
            LibModbus.DeviceFailure => "the device reports that it failed (exception 4)",
            LibModbus.Acknowledged or LibModbus.DeviceBusy => $"the device is busy (exception {error - LibModbus.FirstError})",
            > LibModbus.FirstError and <= LibModbus.LastException =>
                $"exception {error - LibModbus.FirstError}: {LibModbus.Words(error)}",
            LibModbus.BadChecksum => "the answer came damaged (CRC); check 'line', wiring and termination",
            > LibModbus.LastException and <= LibModbus.LastError => $"the answer cannot be right: {LibModbus.Words(error)}",
            NoMemory => "out of memory",
            _ => LibModbus.Words(error),
        };
        return new DeviceException($"{_path}: {request}: {what}");
    }
}
