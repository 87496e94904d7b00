using System.Buffers;
using System.Text;

namespace Simulators.Scales;

/// <summary>A scale whose commands are words that end in CR, LF or both; it may send lines by itself too.</summary>
/// <param name="pan">What is weighed.</param>
/// <param name="linesASecond">How often it sends by itself; 0 where it only answers.</param>
internal abstract class SimulatedTextScale(ScalePan pan, int linesASecond = 0) : SimulatedScale(pan)
{
    private const int LongestCommand = 64;

    private readonly StringBuilder _command = new();

    /// <inheritdoc/>
    public override TimeSpan? StreamPeriod { get; } = linesASecond == 0 ? null : TimeSpan.FromSeconds(1) / linesASecond;

    /// <inheritdoc/>
    public override void Stream(IBufferWriter<byte> output) => Write(output, Line());

    /// <inheritdoc/>
    protected override void Receive(byte one, IBufferWriter<byte> output)
    {
        var letter = (char)(one & 0x7F);
        if (letter is not ('\r' or '\n'))
        {
            if (_command.Length < LongestCommand)
            {
                _command.Append(letter);
            }

            return;
        }

        var command = _command.ToString();
        _command.Clear();
        if (command.Length > 0)
        {
            Write(output, Obey(command));
        }
    }

    /// <summary>The line with the present weight, its end included.</summary>
    protected abstract string Line();

    /// <summary>What is answered to a command; empty for nothing.</summary>
    protected virtual string Obey(string command) => "";

    /// <summary>What is shown, as text without its sign, with a sign in front where <paramref name="plus"/> names one for weights that are not negative.</summary>
    protected string Signed(string plus = "") => (Pan.ShownNow < 0 ? "-" : plus) + Magnitude();

    /// <summary>What is shown at this instant, without sign.</summary>
    protected string Magnitude() => Text(Math.Abs(Pan.ShownNow));

    /// <summary>The sign of what is shown: minus, or what the protocol writes otherwise.</summary>
    protected char Sign(char plus) => Pan.ShownNow < 0 ? '-' : plus;
}
