using System.Buffers;
using System.Text;
using Simulators.Session;

namespace Simulators.Bystanders;

/// <summary>A modem in command mode with echo on: acts on AT lines and on <c>A/</c>, gives everything back it is sent.</summary>
/// <remarks>It finds speed and parity by AT and keeps to its own setting here. Source: ITU-T V.250, 5.2 (command lines, A/, echo).</remarks>
internal sealed class Modem(GroundTruth truth) : Bystander(truth)
{
    private readonly StringBuilder _line = new();
    private string _last = "DT5551234";

    /// <inheritdoc/>
    protected override void Take(byte one, IBufferWriter<byte> output)
    {
        output.Write([one]);
        var character = (char)(one & 0x7F);
        if (character != '\r')
        {
            if (_line.Length < 256)
            {
                _line.Append(char.ToUpperInvariant(character));
            }

            if (_line.ToString().EndsWith("A/", StringComparison.Ordinal))
            {
                _line.Clear();
                Act(_last, output);
            }

            return;
        }

        var line = _line.ToString();
        _line.Clear();
        var begin = line.LastIndexOf("AT", StringComparison.Ordinal);
        if (begin >= 0)
        {
            Act(_last = line[(begin + 2)..], output);
        }
    }

    private void Act(string command, IBufferWriter<byte> output)
    {
        if (command.StartsWith('D') || command.StartsWith('A'))
        {
            Does($"dials or answers: {command}");
        }
        else if (command.Length > 0)
        {
            Does($"changes a setting: {command}");
        }

        Write(output, "\r\nOK\r\n");
    }
}
