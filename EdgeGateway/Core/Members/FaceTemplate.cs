using System.Security.Cryptography;
using System.Runtime.InteropServices;

namespace EdgeGateway.Core.Members;

/// <summary>What a person is recognised by: the mean of the embeddings of several photos. Disposing it overwrites it. It is in no record, log or message as it is.</summary>
public sealed class FaceTemplate : IDisposable
{
    /// <summary>Takes over the numbers: they are moved to memory that stays where it is, and the array given is overwritten.</summary>
    /// <param name="pack">The id of the model pack that made them.</param>
    /// <param name="numbers">Of length 1.</param>
    /// <param name="photos">How many photos it is made of.</param>
    public FaceTemplate(string pack, float[] numbers, int photos)
    {
        ArgumentNullException.ThrowIfNull(numbers);
        (Pack, Photos) = (pack, photos);
        Numbers = GC.AllocateUninitializedArray<float>(numbers.Length, pinned: true);
        numbers.CopyTo(Numbers, 0);
        Array.Clear(numbers);
    }

    /// <summary>The id of the model pack that made it.</summary>
    public string Pack { get; }

    /// <summary>The numbers, of length 1; pinned, so that no copy stays behind when memory is tidied.</summary>
    public float[] Numbers { get; }

    /// <summary>How many photos it is made of.</summary>
    public int Photos { get; }

    /// <summary>Says nothing of the face.</summary>
    public override string ToString() => "a face template";

    /// <inheritdoc/>
    public void Dispose() => CryptographicOperations.ZeroMemory(MemoryMarshal.AsBytes(Numbers.AsSpan()));
}
