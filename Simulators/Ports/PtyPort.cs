using System.Runtime.InteropServices;
using System.Text;

namespace Simulators.Ports;

/// <summary>The device's end of a pseudo-terminal, with a symbolic link at the other end's place. Not thread-safe.</summary>
/// <remarks>
/// The far end is kept open here too, so that a reader may close and open it without the line being lost. Only <see cref="Dispose"/> hangs up:
/// to a reader that is what pulling the plug looks like.
/// </remarks>
internal sealed class PtyPort : IDisposable
{
    /// <summary>Unread bytes above which nobody can be listening: they are thrown away, as on a wire, where they would not wait.</summary>
    private const int StaleBytes = 1024;

    private readonly string _link;
    private int _master = -1;
    private int _slave = -1;

    private PtyPort(string link) => _link = link;

    /// <summary>The descriptor to poll for bytes from the reader.</summary>
    public int Descriptor => _master;

    /// <summary>The path of the far end, such as <c>/dev/pts/3</c>.</summary>
    public string FarEnd { get; private set; } = "";

    /// <summary>Opens a pair in raw mode and puts the link in place in one step, over an older one.</summary>
    /// <exception cref="IOException">The pair cannot be had or the link not be made.</exception>
    public static PtyPort Open(string link)
    {
        var port = new PtyPort(link);
        try
        {
            port.OpenPair();
            port.PlaceLink();
            return port;
        }
        catch
        {
            port.Dispose();
            throw;
        }
    }

    /// <summary>Reads what has come, at most the buffer. 0 where nothing has.</summary>
    public int Read(Span<byte> buffer)
    {
        var count = Libc.Read(_master, buffer, (nuint)buffer.Length);
        return count >= 0 ? (int)count : Libc.Check(IsTransient() ? 0 : -1, "Reading the pty");
    }

    /// <summary>Sends bytes. What a reader has left lying too long is dropped first; a full line drops the rest.</summary>
    public void Write(ReadOnlySpan<byte> bytes)
    {
        var unread = 0;
        if (Libc.Control(_slave, Libc.BytesUnread, ref unread) == 0 && unread + bytes.Length > StaleBytes)
        {
            _ = Libc.Flush(_slave, Libc.InputQueue);
        }

        while (!bytes.IsEmpty)
        {
            var count = Libc.Write(_master, bytes, (nuint)bytes.Length);
            if (count < 0)
            {
                Libc.Check(IsTransient() ? 0 : -1, "Writing the pty");
                return;
            }

            bytes = bytes[(int)count..];
        }
    }

    /// <summary>Hangs up and takes the link away if it is still ours.</summary>
    public void Dispose()
    {
        if (FarEnd.Length > 0 && new FileInfo(_link).LinkTarget == FarEnd)
        {
            _ = Libc.Unlink(_link);
        }

        CloseOne(ref _slave);
        CloseOne(ref _master);
    }

    private static bool IsTransient() => Marshal.GetLastPInvokeError() is Libc.TryAgain or Libc.Interrupted;

    private static void CloseOne(ref int descriptor)
    {
        if (descriptor >= 0)
        {
            _ = Libc.Close(descriptor);
            descriptor = -1;
        }
    }

    private void OpenPair()
    {
        const int Flags = Libc.ReadWrite | Libc.NoControllingTerminal | Libc.NonBlocking | Libc.CloseOnExec;
        _master = Libc.Check(Libc.OpenMaster(Flags), "Opening a pty");
        Libc.Check(Libc.Grant(_master), "Granting the pty");
        Libc.Check(Libc.Unlock(_master), "Unlocking the pty");
        Span<byte> name = stackalloc byte[128];
        if (Libc.SlaveName(_master, name, (nuint)name.Length) != 0)
        {
            throw new IOException("The pty has no name.");
        }

        var farEnd = Encoding.UTF8.GetString(name[..name.IndexOf((byte)0)]);
        _slave = Libc.Check(Libc.Open(farEnd, Flags), $"Opening {farEnd}");
        Span<byte> termios = stackalloc byte[Libc.TermiosSize];
        Libc.Check(Libc.GetTerminal(_slave, termios), $"Reading the settings of {farEnd}");
        Libc.MakeRaw(termios);
        Libc.Check(Libc.SetTerminal(_slave, Libc.TerminalsNow, termios), $"Setting {farEnd} raw");
        FarEnd = farEnd;
    }

    private void PlaceLink()
    {
        var temporary = $"{_link}.{Environment.ProcessId}";
        _ = Libc.Unlink(temporary);
        Libc.Check(Libc.SymbolicLink(FarEnd, temporary), $"Making the link {temporary}");
        if (Libc.Rename(temporary, _link) < 0)
        {
            var why = Marshal.GetLastPInvokeErrorMessage();
            _ = Libc.Unlink(temporary);
            throw new IOException($"Placing the link {_link}: {why}.");
        }
    }
}
