using System.Diagnostics.CodeAnalysis;
using System.Runtime.InteropServices;

namespace Drivers.Ports;

/// <summary>
/// A serial line as a <see cref="Stream"/>, by termios: raw, exclusive, cancellable, blind to nothing. An unplugged port
/// and a damaged byte are exceptions, not silence.
/// </summary>
/// <remarks>
/// Reading and writing may go on at the same time, each by one caller. HUPCL is cleared (closing must not reset the
/// device), CLOCAL is set, flow control is off unless it is asked for. Settings are read back, because tcsetattr succeeds if any one of
/// them took effect. A pty forces eight bits without parity; it is accepted all the same, and <see cref="Note"/> says so.
/// Parity over a real line is built on termios(3) and the kernel's documentation; no pty can prove it.
/// </remarks>
[SuppressMessage("Naming", "CA1710", Justification = "A port is the field's word; that it is a stream is how it is read.")]
public sealed class SerialPort : PortStream
{
    private const uint ComparedControl = Termios.SizeMask | Termios.TwoStopBits | Termios.EnableReceiver | Termios.EnableParity
        | Termios.OddParity | Termios.HangUpOnClose | Termios.IgnoreModemLines | Termios.HardwareFlow | Termios.SpeedMask;

    private const uint PtyForces = Termios.SizeMask | Termios.EnableParity;

    private readonly TerminalFile _file;
    private readonly FlowControl _flow;
    private readonly LineErrorMarks _marks = new();
    private readonly byte[] _raw = new byte[512];
    private int _rawStart;
    private int _rawEnd;
    private bool _damageFollows;

    private SerialPort(TerminalFile file, FlowControl flow, string? note)
    {
        _file = file;
        _flow = flow;
        Note = note;
    }

    /// <summary>What the line does otherwise than asked and is accepted, for the log; null where there is nothing.</summary>
    public string? Note { get; }

    /// <summary>Opens <paramref name="path"/> with <paramref name="settings"/> and throws away what waited in it.</summary>
    /// <exception cref="IOException">Not there, no permission (names the group), held by another program, or the settings
    /// did not take effect.</exception>
    public static SerialPort Open(string path, LineSettings settings, FlowControl flow = FlowControl.None)
    {
        TerminalFile file = TerminalFile.Open(path, exclusive: true);
        try
        {
            string? note = Apply(file, settings, flow);
            file.DiscardInput();
            return new SerialPort(file, flow, note);
        }
        catch
        {
            file.Dispose();
            throw;
        }
    }

    /// <summary>Whether it is a pty, which has no line: no speed, no parity.</summary>
    public bool IsPty => _file.IsPty;

    /// <summary>Bytes written that have not left the machine yet.</summary>
    public unsafe int Underway
    {
        get
        {
            int bytes = 0;
            try
            {
                return Libc.Control(_file, Libc.OutputQueued, &bytes) == 0 ? bytes : 0;
            }
            catch (ObjectDisposedException)
            {
                return 0;
            }
        }
    }

    /// <summary>Whether the device holds the line at DSR; null where the port has no such line (a pty).</summary>
    public unsafe bool? IsDataSetReady
    {
        get
        {
            int lines = 0;
            try
            {
                return Libc.Control(_file, Libc.ModemLines, &lines) == 0 ? (lines & Libc.DataSetReady) != 0 : null;
            }
            catch (ObjectDisposedException)
            {
                return null;
            }
        }
    }

    /// <summary>Sets the open port to other settings and throws away what waited in it.</summary>
    /// <exception cref="IOException">The settings did not take effect, or the port is gone.</exception>
    public void Change(LineSettings settings)
    {
        Apply(_file, settings, _flow);
        DiscardInput();
    }

    /// <inheritdoc/>
    /// <exception cref="LineErrorException">Bytes were damaged at this place; reading can go on behind them.</exception>
    /// <exception cref="IOException">The port is gone or closed. Never returns 0 for a buffer that has room.</exception>
    public override async ValueTask<int> ReadAsync(Memory<byte> buffer, CancellationToken cancellationToken = default)
    {
        while (buffer.Length > 0)
        {
            cancellationToken.ThrowIfCancellationRequested();
            if (_damageFollows)
            {
                _damageFollows = false;
                throw new LineErrorException($"{_file.Path}: a byte came damaged (parity, framing or break); check the line settings and the cable");
            }
            if (_rawStart < _rawEnd)
            {
                int count = _marks.Decode(
                    _raw.AsSpan(_rawStart, _rawEnd - _rawStart), buffer.Span, out int used, out _damageFollows);
                _rawStart += used;
                if (count > 0)
                    return count;
                continue;
            }
            await FillAsync(cancellationToken).ConfigureAwait(false);
        }
        return 0;
    }

    /// <inheritdoc/>
    /// <exception cref="IOException">The port is gone or closed.</exception>
    public override async ValueTask WriteAsync(ReadOnlyMemory<byte> buffer, CancellationToken cancellationToken = default)
    {
        while (buffer.Length > 0)
        {
            cancellationToken.ThrowIfCancellationRequested();
            int written = _file.Write(buffer.Span);
            if (written > 0)
                buffer = buffer[written..];
            else
                await WaitAsync(Libc.PollOut, cancellationToken).ConfigureAwait(false);
        }
    }

    /// <inheritdoc/>
    public override void DiscardInput()
    {
        _file.DiscardInput();
        _rawStart = _rawEnd = 0;
        _damageFollows = false;
        _marks.Reset();
    }

    /// <inheritdoc/>
    protected override void Dispose(bool disposing)
    {
        if (disposing)
            _file.Dispose();
        base.Dispose(disposing);
    }

    internal static string PtyNote(string path, LineSettings settings) =>
        $"{path}: is a pty, which forces 8 bits without parity; {settings} cannot take effect on it";

    private static unsafe string? Apply(TerminalFile file, LineSettings settings, FlowControl flow)
    {
        Termios wanted;
        if (Libc.GetAttributes(file, &wanted) != 0)
            throw PortErrors.Opening(file.Path, Marshal.GetLastPInvokeError());
        Libc.MakeRaw(&wanted);
        wanted.Input &= ~(Termios.IgnoreBreak | Termios.IgnoreErrors);
        wanted.Input |= Termios.CheckInput | Termios.MarkErrors;
        wanted.Input &= ~(Termios.StopOutput | Termios.StopInput);
        wanted.Input |= flow == FlowControl.XonXoff ? Termios.StopOutput : 0;
        wanted.Control &= ~(Termios.SizeMask | Termios.TwoStopBits | Termios.EnableParity | Termios.OddParity
            | Termios.HangUpOnClose | Termios.HardwareFlow);
        wanted.Control |= Termios.EnableReceiver | Termios.IgnoreModemLines
            | (settings.DataBits == 7 ? Termios.SevenBits : Termios.EightBits)
            | (settings.StopBits == 2 ? Termios.TwoStopBits : 0)
            | (flow == FlowControl.RtsCts ? Termios.HardwareFlow : 0)
            | settings.Parity switch
            {
                Parity.Even => Termios.EnableParity,
                Parity.Odd => Termios.EnableParity | Termios.OddParity,
                _ => 0,
            };
        Libc.SetSpeed(&wanted, settings.SpeedConstant);
        int error = Libc.SetAttributes(file, Libc.ApplyNow, &wanted) == 0 ? 0 : Marshal.GetLastPInvokeError();
        // glibc itself finds that a pty forced other settings, after the rest took effect; what did is compared below.
        if (error != 0 && !(file.IsPty && error == Libc.Invalid))
            throw new IOException($"{file.Path}: does not take {settings}: {PortErrors.Words(error)}; check 'line'");
        Termios got;
        if (Libc.GetAttributes(file, &got) != 0)
            throw PortErrors.Opening(file.Path, Marshal.GetLastPInvokeError());
        return Compare(file, settings, wanted, got);
    }

    private static string? Compare(TerminalFile file, LineSettings settings, in Termios wanted, in Termios got)
    {
        uint different = (wanted.Control ^ got.Control) & ComparedControl;
        uint accepted = file.IsPty ? PtyForces : 0;
        if ((different & ~accepted) != 0 || wanted.Input != got.Input || wanted.Local != got.Local || wanted.Output != got.Output
            || wanted.InputSpeed != got.InputSpeed || wanted.OutputSpeed != got.OutputSpeed)
        {
            throw new IOException($"{file.Path}: took {settings} only in part (control flags asked 0x{wanted.Control:X}, "
                + $"read back 0x{got.Control:X}); this port cannot run at these settings, check 'line' or use another adapter");
        }
        return different == 0 ? null : PtyNote(file.Path, settings);
    }

    private async ValueTask FillAsync(CancellationToken cancellationToken)
    {
        int count;
        while ((count = _file.Read(_raw)) == 0)
            await WaitAsync(Libc.PollIn, cancellationToken).ConfigureAwait(false);
        _rawStart = 0;
        _rawEnd = count;
    }

    private async ValueTask WaitAsync(short wanted, CancellationToken cancellationToken)
    {
        short seen = await PortPoller.Shared.WaitAsync(_file, wanted, cancellationToken).ConfigureAwait(false);
        if ((seen & wanted) == 0)
            throw _file.IsShut ? _file.Shut() : PortErrors.Gone(_file.Path, 0);
    }
}
