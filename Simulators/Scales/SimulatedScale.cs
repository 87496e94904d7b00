using System.Buffers;
using System.Globalization;
using System.Text;
using Simulators.Session;

namespace Simulators.Scales;

/// <summary>What simulated scales have in common; each protocol adds what its manual says.</summary>
/// <param name="pan">What is weighed.</param>
internal abstract class SimulatedScale(ScalePan pan) : ISimulatedDevice
{
    /// <inheritdoc/>
    public virtual TimeSpan? StreamPeriod => null;

    /// <summary>What is weighed.</summary>
    protected ScalePan Pan => pan;

    /// <inheritdoc/>
    void ISimulatedDevice.Receive(ReadOnlySpan<byte> bytes, IBufferWriter<byte> output)
    {
        var received = bytes.ToArray();
        pan.AtOneInstant(() => Receive(received, output));
    }

    /// <inheritdoc/>
    void ISimulatedDevice.Stream(IBufferWriter<byte> output) => pan.AtOneInstant(() => Stream(output));

    /// <inheritdoc/>
    public virtual void Receive(ReadOnlySpan<byte> bytes, IBufferWriter<byte> output)
    {
        foreach (var one in bytes)
        {
            Receive(one, output);
        }
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
    public virtual string? Apply(ScriptLine line) => pan.Apply(line);

    /// <summary>Takes one byte from the host.</summary>
    protected virtual void Receive(byte one, IBufferWriter<byte> output)
    {
    }

    /// <summary>A weight with the scale's decimals, such as <c>1.250</c>.</summary>
    protected string Text(decimal weight) => weight.ToString("F" + pan.Shape.Decimals, CultureInfo.InvariantCulture);

    /// <summary>The digits of a weight without its point, padded with zeros, such as <c>001250</c>.</summary>
    protected string Digits(decimal weight, int width) =>
        decimal.Truncate(Math.Abs(weight) * (decimal)Math.Pow(10, pan.Shape.Decimals)).ToString(new string('0', width), CultureInfo.InvariantCulture);

    /// <summary>Writes text as ASCII.</summary>
    protected static void Write(IBufferWriter<byte> output, string text) => output.Write(Encoding.ASCII.GetBytes(text));
}
