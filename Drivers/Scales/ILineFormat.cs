using EdgeGateway.Core.Devices;

namespace Drivers.Scales;

/// <summary>What one line of a scale that sends lines of text says. Pure; one line in, one frame out.</summary>
internal interface ILineFormat
{
    /// <summary>Characters of the longest line, its end left out.</summary>
    int Longest { get; }

    /// <summary>Reads a whole line without its end, bit 7 taken off; null where it is none of this protocol.</summary>
    WeightFrame? Read(ReadOnlySpan<byte> line);

    /// <summary>
    /// Whether a line may begin here although something stands before it: the remains of one that was cut off. Only what can
    /// hardly be the inside of another line may say so.
    /// </summary>
    bool MayBegin(ReadOnlySpan<byte> text);

    /// <summary>Whether this can be all that is left of a line that was cut off, so that what follows it is a line of its own.</summary>
    bool MayRemain(ReadOnlySpan<byte> before) => true;
}
