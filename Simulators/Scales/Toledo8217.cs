using System.Buffers;
using System.Globalization;
using System.Text;
using Simulators.Session;

namespace Simulators.Scales;

/// <summary>A scale that speaks Mettler Toledo 8217: single-byte commands, no terminator, unit never sent.</summary>
/// <remarks>
/// <c>W</c> weight, <c>Z</c> zero, <c>T</c> tare, <c>C</c> clear tare, <c>E</c> echo on, <c>F</c> echo off. Weight: STX, six characters with a
/// point, <c>N</c> where net, CR. Status in place of it: STX <c>?</c> bits CR; bit 0 motion, 1 over capacity, 2 under zero, 3 outside the
/// zero-capture range, 4 centre of zero, 5 net, 6 always 1. Source: METTLER DIVA service manual p. 45. That Z, T and C are answered with the
/// status, and F with STX F CR as E is, is not in the manual but usual.
/// </remarks>
/// <param name="pan">What is weighed.</param>
/// <param name="once">Whether a weight is given only once, and after it only the status until the load changes, as some scales do.</param>
internal sealed class Toledo8217(ScalePan pan, bool once) : ISimulatedDevice
{
    private const byte Stx = 0x02;
    private const byte Cr = 0x0D;
    private const byte AlwaysOne = 0x40;

    private bool _echo;
    private int _given = -1;

    /// <inheritdoc/>
    public TimeSpan? StreamPeriod => null;

    /// <inheritdoc/>
    public void Receive(ReadOnlySpan<byte> bytes, IBufferWriter<byte> output)
    {
        foreach (var one in bytes)
        {
            Take((byte)(one & 0x7F), output);
        }
    }

    /// <inheritdoc/>
    public void LineFellSilent(IBufferWriter<byte> output)
    {
    }

    /// <inheritdoc/>
    public void Stream(IBufferWriter<byte> output)
    {
    }

    /// <inheritdoc/>
    public string? Apply(ScriptLine line) => pan.Apply(line);

    private void Take(byte command, IBufferWriter<byte> output)
    {
        if (command == 'F')
        {
            _echo = false;
            output.Write([Stx, command, Cr]);
        }
        else if (_echo)
        {
            output.Write([command]);
        }
        else if (command == 'E')
        {
            _echo = true;
            output.Write([Stx, command, Cr]);
        }
        else if (command == 'W')
        {
            AnswerWeight(output);
        }
        else if (command is (byte)'Z' or (byte)'T' or (byte)'C')
        {
            Adjust(command);
            AnswerStatus(output);
        }
    }

    private void Adjust(byte command)
    {
        switch (command)
        {
            case (byte)'Z':
                pan.Zero();
                break;
            case (byte)'T':
                pan.TakeTare();
                break;
            default:
                pan.ClearTare();
                break;
        }
    }

    private void AnswerWeight(IBufferWriter<byte> output)
    {
        var given = once && _given == pan.Changes;
        if (pan.InMotion || pan.IsOver || pan.Faulty || pan.Shown < 0 || given)
        {
            AnswerStatus(output);
            return;
        }

        _given = pan.Changes;
        var digits = pan.Shown.ToString("F" + pan.Shape.Decimals, CultureInfo.InvariantCulture).PadLeft(6, '0');
        output.Write([Stx, .. Encoding.ASCII.GetBytes(digits)]);
        output.Write(pan.IsNet ? [(byte)'N', Cr] : [Cr]);
    }

    private void AnswerStatus(IBufferWriter<byte> output)
    {
        var bits = AlwaysOne;
        bits |= (byte)(pan.InMotion ? 0x01 : 0);
        bits |= (byte)(pan.IsOver ? 0x02 : 0);
        bits |= (byte)(!pan.InMotion && pan.Shown < 0 ? 0x04 : 0);
        bits |= (byte)(pan.Faulty ? 0x08 : 0);
        bits |= (byte)(!pan.InMotion && pan.Gross == 0 ? 0x10 : 0);
        bits |= (byte)(pan.IsNet ? 0x20 : 0);
        output.Write([Stx, (byte)'?', bits, Cr]);
    }
}
