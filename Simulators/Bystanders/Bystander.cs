using System.Buffers;
using System.Text;
using Simulators.Session;

namespace Simulators.Bystanders;

/// <summary>
/// A device that is no scale and may hang on a port that is looked at. It records every byte it gets and everything it does because of
/// them: what it prints, shows, dials, beeps.
/// </summary>
internal abstract class Bystander(GroundTruth truth) : ISimulatedDevice
{
    private const int MostRecorded = 64 * 1024;

    private readonly List<byte> _received = [];
    private readonly List<string> _effects = [];

    /// <summary>Every byte that came, up to 65,536.</summary>
    public IReadOnlyList<byte> Received => _received;

    /// <summary>What it did that a person would notice, in order.</summary>
    public IReadOnlyList<string> Effects => _effects;

    /// <summary>What was left behind in it that would show later, in words; null for nothing.</summary>
    public virtual string? Left => null;

    /// <inheritdoc/>
    public virtual TimeSpan? StreamPeriod => null;

    /// <inheritdoc/>
    public void Receive(ReadOnlySpan<byte> bytes, IBufferWriter<byte> output)
    {
        foreach (var one in bytes)
        {
            if (_received.Count < MostRecorded)
            {
                _received.Add(one);
            }

            Take(one, output);
        }

        var hex = Convert.ToHexStringLower(bytes);
        truth.Write("received", json => json.WriteString("hex", hex));
    }

    /// <inheritdoc/>
    public virtual void LineFellSilent(IBufferWriter<byte> output)
    {
    }

    /// <inheritdoc/>
    public virtual void Stream(IBufferWriter<byte> output)
    {
    }

    /// <inheritdoc/>
    public virtual string? Apply(ScriptLine line) => $"'{line.Verb}': this device has no script; expected silence, talk, garbage, unplug, replug or quit";

    /// <summary>Takes one byte.</summary>
    protected abstract void Take(byte one, IBufferWriter<byte> output);

    /// <summary>Notes something a person would notice.</summary>
    protected void Does(string what)
    {
        if (_effects.Count < MostRecorded)
        {
            _effects.Add(what);
        }

        truth.Write("effect", json => json.WriteString("what", what));
    }

    /// <summary>Writes text as ASCII.</summary>
    protected static void Write(IBufferWriter<byte> output, string text) => output.Write(Encoding.ASCII.GetBytes(text));

    /// <summary>Whether a byte is a character with a shape in the usual code pages.</summary>
    protected static bool HasShape(byte one) => one is >= 0x20 and not 0x7F;
}
