using System.Runtime.InteropServices;

namespace Drivers.Ports;

/// <summary>An open input device (<c>/dev/input/event*</c>), grabbed: its keys reach nobody else, also not the window in front.</summary>
internal sealed class InputFile : PortFile
{
    private InputFile(string path, int descriptor)
        : base(path, descriptor)
    {
    }

    /// <summary>Opens and grabs it.</summary>
    /// <param name="path">The device node or a link to it.</param>
    /// <param name="grab">False leaves the keys to others too: for tests, on files that are no input devices.</param>
    /// <exception cref="IOException">Why not, and what to do.</exception>
    public static InputFile Open(string path, bool grab)
    {
        int descriptor = Libc.Open(path, Libc.OpenReadOnly | Libc.OpenNoControllingTerminal | Libc.OpenNonBlocking | Libc.OpenCloseOnExec);
        if (descriptor < 0)
            throw Opening(path, Marshal.GetLastPInvokeError());
        var file = new InputFile(path, descriptor);
        // Released by the kernel when the file is closed, whatever becomes of this process.
        if (!grab || Libc.Control(file, Libc.GrabInput, 1) == 0)
            return file;
        int error = Marshal.GetLastPInvokeError();
        file.Dispose();
        throw Opening(path, error);
    }

    private static IOException Opening(string path, int error) => error switch
    {
        Libc.NoEntry => new IOException($"{path}: no such input device; is it plugged in? (ls -l /dev/input/by-id shows what is)"),
        Libc.NotATerminal or Libc.Invalid => new IOException($"{path}: is not an input device; give one such as /dev/input/by-id/…-event-kbd"),
        _ => PortErrors.Opening(path, error),
    };
}
