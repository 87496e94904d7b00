using System.Buffers;
using System.Text;
using Simulators.Session;

namespace Simulators.Scanners;

/// <summary>A hand scanner on a serial line: sends each code with its AIM identifier in front and its suffix behind, and hears nothing.</summary>
/// <remarks>
/// Identifiers by ISO/IEC 15424: <c>]E0</c> EAN-13 and UPC, <c>]E4</c> EAN-8, <c>]C1</c> GS1-128, <c>]C0</c> any other Code 128. An FNC1 between elements is sent as the
/// byte 1D. A UPC-A is sent as 13 digits with a 0 in front.
/// </remarks>
/// <param name="suffix">What is sent behind each code.</param>
/// <param name="sendsAim">Whether the identifier is sent.</param>
/// <param name="pause">Between two codes.</param>
/// <param name="truth">Told of each scan.</param>
internal sealed class BarcodeScanner(string suffix, bool sendsAim, TimeSpan pause, GroundTruth truth) : ISimulatedDevice
{
    private const string Separator = "\u001d";

    private readonly Queue<string> _waiting = new();

    /// <inheritdoc/>
    public TimeSpan? StreamPeriod { get; } = pause;

    /// <inheritdoc/>
    public void Receive(ReadOnlySpan<byte> bytes, IBufferWriter<byte> output)
    {
    }

    /// <inheritdoc/>
    public void LineFellSilent(IBufferWriter<byte> output)
    {
    }

    /// <inheritdoc/>
    public void Stream(IBufferWriter<byte> output)
    {
        if (_waiting.TryDequeue(out var code))
        {
            output.Write(Encoding.UTF8.GetBytes(code + suffix));
            truth.Write("scanned", json => json.WriteString("code", code));
        }
    }

    /// <inheritdoc/>
    public string? Apply(ScriptLine line)
    {
        if (line.Verb != "scan" || line.Text.Length == 0)
        {
            return $"'{line.Verb}': expected scan CODE, silence, talk, garbage, unplug, replug or quit";
        }

        var code = line.Text.Replace("<GS>", Separator, StringComparison.Ordinal).Replace("\\u001d", Separator, StringComparison.OrdinalIgnoreCase);
        _waiting.Enqueue(Sent(code));
        return null;
    }

    private string Sent(string code)
    {
        var isIdentified = code.Length > 3 && code[0] == ']';
        return (isIdentified, sendsAim) switch
        {
            (true, true) => code,
            (true, false) => code[3..],
            (false, true) => Identified(code),
            _ => code,
        };
    }

    private static string Identified(string code)
    {
        var areDigits = code.All(char.IsAsciiDigit);
        return code.Length switch
        {
            13 when areDigits => $"]E0{code}",
            12 when areDigits => $"]E00{code}",
            8 when areDigits => $"]E4{code}",
            _ => code.Contains(Separator, StringComparison.Ordinal) || (code.Length > 16 && code.StartsWith("01", StringComparison.Ordinal)) ? $"]C1{code}" : $"]C0{code}",
        };
    }
}
