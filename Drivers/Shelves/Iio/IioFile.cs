using System.Globalization;
using System.Runtime.InteropServices;
using System.Text;
using Drivers.Ports;
using EdgeGateway.Core.Devices;

namespace Drivers.Shelves.Iio;

/// <summary>Reads and writes attributes of IIO devices: small texts, opened for each access, since a held one would not show that the device is gone.</summary>
/// <remarks>A converter answers while its file is read: that may take a second, so not on a thread of the pool.</remarks>
internal static class IioFile
{
    private const int OpenWriteOnly = 0x1;
    private const int OpenTruncate = 0x200;
    private const int TimedOut = 110; // ETIMEDOUT
    private const int RemoteInputOutput = 121; // EREMOTEIO: nobody answers on the I2C bus

    /// <summary>A whole number; null where the converter has none yet (EAGAIN).</summary>
    /// <exception cref="DeviceException">The converter does not answer, or says what is no number.</exception>
    /// <exception cref="IOException">The file is not there: the device is gone.</exception>
    public static long? Number(string path)
    {
        if (Text(path) is not { } text)
            return null;
        return long.TryParse(text, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out long number)
            ? number
            : throw new DeviceException($"{path}: '{text}' is not a whole number");
    }

    /// <summary>The trimmed text; null where there is none yet (EAGAIN).</summary>
    /// <exception cref="DeviceException">The converter does not answer.</exception>
    /// <exception cref="IOException">The file is not there: the device is gone.</exception>
    public static unsafe string? Text(string path)
    {
        using var file = new Attribute(path, Libc.OpenReadOnly | Libc.OpenNonBlocking | Libc.OpenCloseOnExec);
        byte* buffer = stackalloc byte[256];
        nint count = Libc.Read(file, buffer, 256);
        return count >= 0 ? Encoding.ASCII.GetString(buffer, (int)count).Trim() : Marshal.GetLastPInvokeError() is var error && error == Libc.TryAgain ? null : throw Failure(path, error, "read");
    }

    /// <summary>The trimmed text, or null where there is no such file.</summary>
    /// <exception cref="DeviceException">The converter does not answer.</exception>
    public static string? TextIfThere(string path) => File.Exists(path) ? Text(path) : null;

    /// <summary>Writes a text where something else stands.</summary>
    /// <exception cref="DeviceException">It was refused; says what was asked for.</exception>
    /// <exception cref="IOException">The file is not there, or must not be written.</exception>
    public static unsafe void Set(string path, string text)
    {
        if (Text(path) == text)
            return;
        using (var file = new Attribute(path, OpenWriteOnly | OpenTruncate | Libc.OpenCloseOnExec))
        {
            byte[] bytes = Encoding.ASCII.GetBytes(text);
            fixed (byte* first = bytes)
            {
                if (Libc.Write(file, first, (nuint)bytes.Length) != bytes.Length)
                    throw Failure(path, Marshal.GetLastPInvokeError(), $"take '{text}'");
            }
        }
    }

    private static Exception Failure(string path, int error, string what) => error switch
    {
        Libc.InputOutput or RemoteInputOutput or TimedOut =>
            new DeviceException($"{path}: the converter does not answer ({PortErrors.Words(error)}); check its wiring and supply"),
        Libc.Busy => new DeviceException($"{path}: somebody else samples this converter through its buffer; give one of the devices sampling 'poll', or stop the other program"),
        Libc.NoEntry or Libc.NoDevice or Libc.NoDeviceOrAddress => new IOException($"{path}: is not there; the converter is gone, or its driver is not loaded"),
        Libc.AccessDenied or Libc.NotPermitted => new IOException($"{path}: no permission to {what}; install the udev rule of deploy/raspi and put the service's user into group iio"),
        _ => new DeviceException($"{path}: could not {what}: {PortErrors.Words(error)}"),
    };

    private sealed class Attribute : SafeHandle
    {
        public Attribute(string path, int flags)
            : base(-1, ownsHandle: true)
        {
            SetHandle(Libc.Open(path, flags));
            if (IsInvalid)
                throw Failure(path, Marshal.GetLastPInvokeError(), (flags & OpenWriteOnly) != 0 ? "write" : "read");
        }

        public override bool IsInvalid => handle < 0;

        protected override bool ReleaseHandle() => Libc.Close((int)handle) == 0;
    }
}
