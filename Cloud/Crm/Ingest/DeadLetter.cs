using System.Buffers.Binary;
using System.Security.Cryptography;
using System.Text;

namespace Cloud.Crm.Ingest;

/// <summary>Something that could not be read, and why.</summary>
/// <param name="Topic">Where it came.</param>
/// <param name="Gateway">The gateway the topic names, or null.</param>
/// <param name="Seq">The event's number where one event of a batch is meant; the batch's first where the whole is; else null.</param>
/// <param name="Reason">Why, in words.</param>
/// <param name="Sha256">Hash of topic, number and payload; the same thing twice is one row counted twice.</param>
/// <param name="Size">The payload's full length in bytes.</param>
/// <param name="Payload">Its beginning, at most <see cref="MaxKept"/> bytes.</param>
internal sealed record DeadLetter(string Topic, string? Gateway, long? Seq, string Reason, byte[] Sha256, long Size, byte[] Payload)
{
    /// <summary>How much of a payload is kept.</summary>
    internal const int MaxKept = 4096;

    /// <summary>How many rows are kept; the oldest leave first.</summary>
    internal const int MaxRows = 10_000;

    private const int MaxTopic = 512;
    private const int MaxReason = 500;

    internal static DeadLetter Of(string topic, string? gateway, long? seq, string reason, ReadOnlySpan<byte> payload)
    {
        using var hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        hash.AppendData(Encoding.UTF8.GetBytes(topic));
        Span<byte> number = stackalloc byte[9];
        BinaryPrimitives.WriteInt64BigEndian(number[1..], seq ?? -1);
        hash.AppendData(number);
        hash.AppendData(payload);
        return new DeadLetter(
            PlainText.Bounded(topic, MaxTopic)!,
            gateway,
            seq,
            PlainText.Bounded(reason, MaxReason)!,
            hash.GetHashAndReset(),
            payload.Length,
            payload[..Math.Min(payload.Length, MaxKept)].ToArray());
    }
}
