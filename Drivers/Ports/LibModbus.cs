using System.Runtime.InteropServices;

namespace Drivers.Ports;

/// <summary>libmodbus 3.1 (Debian package libmodbus5): only what a master needs to read registers and write one, RTU or TCP.</summary>
/// <remarks>The library opens and sets the terminal or the socket itself. Its calls block, and cannot be cancelled.</remarks>
internal static unsafe partial class LibModbus
{
    /// <summary>The library's own error numbers begin here (MODBUS_ENOBASE).</summary>
    public const int FirstError = 112_345_678;

    public const int IllegalFunction = FirstError + 1;
    public const int IllegalAddress = FirstError + 2;
    public const int IllegalValue = FirstError + 3;
    public const int DeviceFailure = FirstError + 4;
    public const int Acknowledged = FirstError + 5;
    public const int DeviceBusy = FirstError + 6;
    public const int LastException = FirstError + 11;
    public const int BadChecksum = FirstError + 12;
    public const int LastError = FirstError + 17;

    /// <summary>Most registers one request may ask for (Modbus Application Protocol 1.1b3, section 6.3).</summary>
    public const int MostRegisters = 125;

    private const string Library = "libmodbus.so.5";

    [LibraryImport(Library, EntryPoint = "modbus_new_rtu", SetLastError = true, StringMarshalling = StringMarshalling.Utf8)]
    public static partial nint NewRtu(string device, int speed, byte parity, int dataBits, int stopBits);

    [LibraryImport(Library, EntryPoint = "modbus_new_tcp_pi", SetLastError = true, StringMarshalling = StringMarshalling.Utf8)]
    public static partial nint NewTcp(string node, string service);

    [LibraryImport(Library, EntryPoint = "modbus_connect", SetLastError = true)]
    public static partial int Connect(nint context);

    [LibraryImport(Library, EntryPoint = "modbus_close")]
    public static partial void Close(nint context);

    [LibraryImport(Library, EntryPoint = "modbus_free")]
    public static partial void Free(nint context);

    [LibraryImport(Library, EntryPoint = "modbus_flush", SetLastError = true)]
    public static partial int Flush(nint context);

    [LibraryImport(Library, EntryPoint = "modbus_set_slave", SetLastError = true)]
    public static partial int SetSlave(nint context, int unit);

    [LibraryImport(Library, EntryPoint = "modbus_set_response_timeout", SetLastError = true)]
    public static partial int SetResponseTimeout(nint context, uint seconds, uint microseconds);

    [LibraryImport(Library, EntryPoint = "modbus_set_byte_timeout", SetLastError = true)]
    public static partial int SetByteTimeout(nint context, uint seconds, uint microseconds);

    [LibraryImport(Library, EntryPoint = "modbus_read_registers", SetLastError = true)]
    public static partial int ReadHoldingRegisters(nint context, int address, int count, ushort* registers);

    [LibraryImport(Library, EntryPoint = "modbus_read_input_registers", SetLastError = true)]
    public static partial int ReadInputRegisters(nint context, int address, int count, ushort* registers);

    [LibraryImport(Library, EntryPoint = "modbus_write_register", SetLastError = true)]
    public static partial int WriteRegister(nint context, int address, ushort value);

    [LibraryImport(Library, EntryPoint = "modbus_write_registers", SetLastError = true)]
    public static partial int WriteRegisters(nint context, int address, int count, ushort* values);

    [LibraryImport(Library, EntryPoint = "modbus_strerror", SetLastError = false)]
    private static partial byte* ErrorText(int error);

    /// <summary>An error number in the library's own words.</summary>
    public static string Words(int error) => Marshal.PtrToStringUTF8((nint)ErrorText(error)) ?? $"error {error}";
}
