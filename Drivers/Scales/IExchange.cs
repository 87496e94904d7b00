using EdgeGateway.Core.Devices;

namespace Drivers.Scales;

/// <summary>One question and its answer, as a protocol holds the conversation: bytes in, bytes out, no I/O. Used again for each question.</summary>
internal interface IExchange
{
    /// <summary>Starts anew and says what is sent first.</summary>
    ReadOnlyMemory<byte> Begin();

    /// <summary>Takes what the scale sent; adds frames once they are certain (confirmed, where the protocol confirms).</summary>
    /// <returns>What is to be sent now; empty for nothing.</returns>
    ReadOnlyMemory<byte> Take(ReadOnlySpan<byte> received, ICollection<WeightFrame> frames);
}

/// <summary>The plain exchange: one request, one frame.</summary>
/// <param name="request">What asks for a weight.</param>
/// <param name="decoder">Reads the answer.</param>
internal sealed class Question(ReadOnlyMemory<byte> request, IFrameDecoder decoder) : IExchange
{
    /// <inheritdoc/>
    public ReadOnlyMemory<byte> Begin()
    {
        decoder.Reset();
        return request;
    }

    /// <inheritdoc/>
    public ReadOnlyMemory<byte> Take(ReadOnlySpan<byte> received, ICollection<WeightFrame> frames)
    {
        decoder.Feed(received, frames);
        return default;
    }
}
