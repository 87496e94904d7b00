using System.Buffers.Binary;
using System.Globalization;
using System.Runtime.InteropServices;

namespace Drivers.Ports;

/// <summary>Turns the kernel's error numbers into words that say what to do.</summary>
internal static class PortErrors
{
    private const int StatSize = 256;
    private const int GroupOffset = 24; // stx_gid
    private const string GroupFile = "/etc/group";

    /// <summary>Whether this process may read <paramref name="path"/>, and write it where asked: 0, else an error number. Opens nothing.</summary>
    public static int Access(string path, bool write) =>
        Libc.Access(Libc.CurrentFolder, path, write ? Libc.MayRead | Libc.MayWrite : Libc.MayRead, Libc.AsEffectiveUser) == 0
            ? 0
            : Marshal.GetLastPInvokeError();

    /// <summary>Why <paramref name="path"/> could not be opened.</summary>
    public static IOException Opening(string path, int error) => new(error switch
    {
        Libc.NoEntry => $"{path}: no such port; is it plugged in? (ls -l /dev/serial/by-id shows what is)",
        Libc.AccessDenied or Libc.NotPermitted => Denied(path, GroupOf(path)),
        Libc.Busy => $"{path}: another program holds this port; stop it (fuser -v {path} names it) or give this device another port",
        Libc.NotATerminal => NotATerminal(path),
        Libc.NoDeviceOrAddress or Libc.NoDevice or Libc.InputOutput =>
            $"{path}: the port is there but nothing answers behind it ({Words(error)}); replug the adapter",
        _ => $"{path}: cannot be opened: {Words(error)}",
    });

    /// <summary>Says that the port vanished while it was open.</summary>
    public static IOException Gone(string path, int error) =>
        new($"{path}: the port is gone (unplugged, or the adapter failed){(error == 0 ? "" : $": {Words(error)}")}");

    /// <summary>Whether an error number of read or write means that the port vanished.</summary>
    public static bool IsGone(int error) => error is Libc.InputOutput or Libc.NoDeviceOrAddress or Libc.NoDevice or Libc.BadDescriptor;

    public static string NotATerminal(string path) => $"{path}: is not a serial port; give a tty such as /dev/serial/by-id/…";

    public static string Denied(string path, string? group) => group is null
        ? $"{path}: no permission to open this port; give the service's user read and write access to it"
        : $"{path}: no permission to open this port; add the service's user to group {group} "
            + $"(usermod -aG {group} USER) and restart the service";

    public static string Words(int error) => $"{Marshal.GetPInvokeErrorMessage(error)} (errno {error})";

    /// <summary>The name of the group that owns <paramref name="path"/>, its number where it has no name, or null.</summary>
    public static unsafe string? GroupOf(string path)
    {
        byte* stat = stackalloc byte[StatSize];
        if (Libc.Stat(Libc.CurrentFolder, path, 0, Libc.StatOwner, stat) != 0)
            return null;
        string number = BinaryPrimitives.ReadUInt32LittleEndian(new ReadOnlySpan<byte>(stat + GroupOffset, 4))
            .ToString(CultureInfo.InvariantCulture);
        try
        {
            return File.ReadLines(GroupFile)
                .Select(line => line.Split(':'))
                .FirstOrDefault(fields => fields.Length >= 3 && fields[2] == number)?[0] ?? number;
        }
        catch (IOException)
        {
            return number;
        }
    }
}
