using System.Buffers;
using System.Text;

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
internal sealed class Toledo8217(ScalePan pan, bool once) : SimulatedScale(pan)
{
    private const byte Stx = 0x02;
    private const byte Cr = 0x0D;
    private const byte AlwaysOne = 0x40;

    private bool _echo;
    private int _given = -1;

    /// <inheritdoc/>
    protected override void Receive(byte one, IBufferWriter<byte> output)
    {
        var command = (byte)(one & 0x7F);
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
        else if (Pan.Adjust(command))
        {
            AnswerStatus(output);
        }
    }

    private void AnswerWeight(IBufferWriter<byte> output)
    {
        var given = once && _given == Pan.Changes;
        if (Pan.InMotion || Pan.IsOver || Pan.Faulty || Pan.Shown < 0 || given)
        {
            AnswerStatus(output);
            return;
        }

        _given = Pan.Changes;
        var digits = Text(Pan.Shown).PadLeft(6, '0');
        output.Write([Stx, .. Encoding.ASCII.GetBytes(digits)]);
        output.Write(Pan.IsNet ? [(byte)'N', Cr] : [Cr]);
    }

    private void AnswerStatus(IBufferWriter<byte> output)
    {
        var bits = AlwaysOne;
        bits |= (byte)(Pan.InMotion ? 0x01 : 0);
        bits |= (byte)(Pan.IsOver ? 0x02 : 0);
        bits |= (byte)(!Pan.InMotion && Pan.Shown < 0 ? 0x04 : 0);
        bits |= (byte)(Pan.Faulty ? 0x08 : 0);
        bits |= (byte)(!Pan.InMotion && Pan.Gross == 0 ? 0x10 : 0);
        bits |= (byte)(Pan.IsNet ? 0x20 : 0);
        output.Write([Stx, (byte)'?', bits, Cr]);
    }
}
