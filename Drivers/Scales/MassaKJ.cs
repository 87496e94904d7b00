using System.Buffers.Binary;
using EdgeGateway.Core.Devices;

namespace Drivers.Scales;

/// <summary>Massa-K scales asked with <c>J</c>.</summary>
/// <remarks>
/// Line 4800-8E1. Answer of five bytes without marks: status (bit 7 stable, bit 6 negative), 00, grams as int16 little-endian, 00 (a sniffed
/// exchange). What another value in the two places of 00, or another status bit, would mean is not known for certain, so such an answer is no
/// weight; so are 32,768 g and more. There is neither mark nor check: only the parity of the line guards it.
/// </remarks>
internal static class MassaKJ
{
    /// <summary>The protocol.</summary>
    public static ScaleProtocol Protocol { get; } = new()
    {
        Name = "massak_j",
        Model = "Massa-K scales (J, 4800-8E1)",
        Lines = ["4800-8E1", "9600-8E1", "19200-8E1", "4800-8N1", "9600-8N1"],
        CreateDecoder = (_, _) => new MassaKJDecoder(),
        CreateExchange = (_, decoder) => new FiveByteExchange(decoder),
    };

    /// <summary>With neither mark nor check, at least the length must be right: more than five bytes are the answer of something else.</summary>
    private sealed class FiveByteExchange(IFrameDecoder decoder) : IExchange
    {
        private static readonly byte[] s_question = "J"u8.ToArray();

        private int _received;

        public ReadOnlyMemory<byte> Begin()
        {
            decoder.Break();
            _received = 0;
            return s_question;
        }

        public ReadOnlyMemory<byte> Take(ReadOnlySpan<byte> received, ICollection<WeightFrame> frames)
        {
            _received += received.Length;
            if (_received > MassaKJDecoder.Length)
                frames.Add(WeightFrame.Unreadable(FrameErrors.Invalid));
            else
                decoder.Feed(received, frames);
            return default;
        }
    }
}

/// <summary>Decodes the answers of <see cref="MassaKJ"/>: pure, five bytes of memory.</summary>
public sealed class MassaKJDecoder() : WindowDecoder(Length)
{
    internal const int Length = 5;
    private const byte Stable = 0x80;
    private const byte Negative = 0x40;

    private static ReadOnlySpan<byte> Starts => [0, Stable, Negative, Stable | Negative];

    /// <inheritdoc/>
    protected override Judgement Judge(ReadOnlySpan<byte> window, bool ended)
    {
        if (!Starts.Contains(window[0]))
            return Judgement.Skip(NextStart(window, 0, Starts));
        if (window.Length > 1 && window[1] != 0)
            return Broken(window, FrameErrors.Invalid, Starts);
        if (window.Length < Length)
            return Judgement.Wait;
        short grams = BinaryPrimitives.ReadInt16LittleEndian(window[2..]);
        if (window[4] != 0 || grams < 0)
            return Broken(window, FrameErrors.Invalid, Starts);
        bool negative = (window[0] & Negative) != 0;
        return new Judgement(Length, new WeightFrame(
            FixedDigits.Scaled(grams, 3, negative), "kg", (window[0] & Stable) != 0, NetGross.Gross, [], []));
    }
}
