using System.Buffers;
using Simulators.Session;

namespace Simulators.Bystanders;

/// <summary>Something that takes every byte and never says anything: an adapter with nothing at its end.</summary>
internal sealed class SilentPort(GroundTruth truth) : Bystander(truth)
{
    /// <inheritdoc/>
    protected override void Take(byte one, IBufferWriter<byte> output)
    {
    }
}

/// <summary>A loopback plug: everything comes back.</summary>
internal sealed class LoopbackPlug(GroundTruth truth) : Bystander(truth)
{
    /// <inheritdoc/>
    protected override void Take(byte one, IBufferWriter<byte> output) => output.Write([one]);
}
