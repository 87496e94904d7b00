using System.Buffers;
using System.Text;
using Simulators.Session;

namespace Simulators.Bystanders;

/// <summary>A power supply with the Megatec protocol, 2400-8N1: a command a line, ended by CR.</summary>
/// <remarks>
/// <c>Q1</c> status, <c>I</c> information, <c>F</c> ratings are questions. <c>T…</c> tests, <c>S…</c> shuts down, <c>C</c> and <c>CT</c> cancel, <c>Q</c> switches the
/// beeper. Whatever begins with S or T and is not understood is taken at its worst. Source: Megatec protocol as in the NUT project's documentation.
/// </remarks>
internal sealed class Ups(GroundTruth truth) : Bystander(truth)
{
    private readonly StringBuilder _line = new();

    /// <inheritdoc/>
    protected override void Take(byte one, IBufferWriter<byte> output)
    {
        if (one != 0x0D)
        {
            if (_line.Length < 64)
            {
                _line.Append((char)one);
            }

            return;
        }

        var line = _line.ToString().Trim('\n', '\0');
        _line.Clear();
        switch (line)
        {
            case "Q1":
                Write(output, "(228.0 228.0 228.0 012 50.0 27.4 25.0 00001001\r");
                break;
            case "I" or "F":
                Write(output, "#230.0 004 24.00 50.0\r");
                break;
            case "Q":
                Does("switches its beeper");
                break;
            case ['T', ..]:
                Does("tests itself");
                break;
            case ['S', ..]:
                Does("shuts the store down");
                break;
            case "C" or "CT":
                Does("cancels a shutdown or a test");
                break;
        }
    }
}
