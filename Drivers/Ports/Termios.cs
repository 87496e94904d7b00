using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;

namespace Drivers.Ports;

/// <summary>glibc's <c>struct termios</c> on x86-64 and arm64: 60 bytes, the same on both.</summary>
[StructLayout(LayoutKind.Sequential)]
internal struct Termios
{
    public const uint MarkErrors = 0x8; // PARMRK
    public const uint CheckInput = 0x10; // INPCK
    public const uint StopOutput = 0x400; // IXON
    public const uint StopInput = 0x1000; // IXOFF
    public const uint IgnoreBreak = 0x1;
    public const uint IgnoreErrors = 0x4; // IGNPAR
    public const uint SizeMask = 0x30; // CSIZE
    public const uint SevenBits = 0x20;
    public const uint EightBits = 0x30;
    public const uint TwoStopBits = 0x40;
    public const uint EnableReceiver = 0x80;
    public const uint EnableParity = 0x100;
    public const uint OddParity = 0x200;
    public const uint HangUpOnClose = 0x400;
    public const uint IgnoreModemLines = 0x800; // CLOCAL
    public const uint HardwareFlow = 0x8000_0000; // CRTSCTS
    public const uint SpeedMask = 0x100F; // CBAUD

    public uint Input;
    public uint Output;
    public uint Control;
    public uint Local;
    public byte Discipline;
    public ControlCharacters Characters;
    public uint InputSpeed;
    public uint OutputSpeed;

    [InlineArray(32)]
    internal struct ControlCharacters
    {
        private byte _first;
    }
}
