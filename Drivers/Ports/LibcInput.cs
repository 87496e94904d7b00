using System.Runtime.InteropServices;

namespace Drivers.Ports;

/// <summary>What input devices need beside serial lines.</summary>
internal static unsafe partial class Libc
{
    public const int OpenReadOnly = 0;

    /// <summary>EVIOCGRAB: 1 takes the device for this file alone, 0 gives it back.</summary>
    public const nuint GrabInput = 0x4004_4590;

    [LibraryImport(Library, EntryPoint = "ioctl", SetLastError = true)]
    public static partial int Control(SafeHandle descriptor, nuint request, nint argument);
}
