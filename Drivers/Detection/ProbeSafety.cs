using System.Text;
using Drivers.Ports;

namespace Drivers.Detection;

/// <summary>What a question could do to a device that is no scale, and therefore when it may be sent. docs/detection.md argues each rule.</summary>
internal static class ProbeSafety
{
    /// <summary>The letter that ends the echo of an 8217.</summary>
    public const byte EndEcho = (byte)'F';

    private const byte Bell = 0x07;
    private const byte Syn = 0x16;
    private const byte Escape = 0x1B;

    /// <summary>Control characters that no known bystander acts on when they stand alone: STX, ETX, EOT, ENQ, ACK, DC1, SYN.</summary>
    private static readonly byte[] s_idle = [0x02, 0x03, 0x04, 0x05, 0x06, 0x11, Syn];

    /// <summary>Letters that the 8217 takes for commands: zero, tare, clear tare.</summary>
    private static readonly byte[] s_adjusts = "ZTC"u8.ToArray();

    /// <summary>Whether it is made of control characters only, of those nobody acts on: sent first, without a guard.</summary>
    public static bool IsQuiet(ReadOnlySpan<byte> question) => question.IndexOfAnyExcept(s_idle) < 0;

    /// <summary>Whether a scale of another protocol could take a letter of it for zero or tare: sent last, once the others were silent.</summary>
    public static bool CouldAdjust(ReadOnlySpan<byte> question) => question.IndexOfAny(s_adjusts) >= 0;

    /// <summary>Whether an 8217 would echo from then on: E switches that on, F off.</summary>
    public static bool CouldStartEcho(ReadOnlySpan<byte> question) => question.Contains((byte)'E') && !question.Contains(EndEcho);

    /// <summary>
    /// Whether a Megatec power supply, which is on 2400-8N1, could take it for a command: S and T with anything behind them shut down and test, Q switches
    /// the beeper, C cancels. Sent only after the power supply's own harmless question (Q1) got no answer.
    /// </summary>
    public static bool CouldSwitchPower(ReadOnlySpan<byte> question, LineSettings? line) =>
        line is { Speed: 2400, DataBits: 8, Parity: Parity.None } && question.Length > 0 && question[0] is (byte)'S' or (byte)'T' or (byte)'Q' or (byte)'C';

    /// <summary>Why it is not sent unless a person allows it; null where it may be.</summary>
    /// <param name="question">The bytes, as the receiver reads them.</param>
    /// <param name="line">At which setting; null on a port without a line.</param>
    public static string? Refusal(ReadOnlySpan<byte> question, LineSettings? line)
    {
        if (question.Contains(Bell))
            return "has a BEL, at which scanners and displays beep";
        for (int place = 0; place + 1 < question.Length; place++)
        {
            if (question[place] == Syn && question[place + 1] is (byte)'T' or (byte)'U' or (byte)'M' or (byte)'Y' or Syn)
                return "has SYN and a letter, a command of scanners";
            if (question[place] == Escape && question[place + 1] is (byte)'Z' or (byte)'Y' or (byte)'B' or (byte)'J' or (byte)'d' or (byte)'p' or (byte)'i' or (byte)'m')
                return "has ESC and a letter at which a scanner reads or a printer feeds, cuts or opens the drawer";
        }
        string text = Encoding.ASCII.GetString(question);
        if (text.Contains("AT", StringComparison.OrdinalIgnoreCase) || text.Contains("A/", StringComparison.Ordinal))
            return "has AT, at which a modem acts";
        return null;
    }
}
