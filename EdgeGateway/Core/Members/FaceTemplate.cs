namespace EdgeGateway.Core.Members;

/// <summary>What a person is recognised by: the mean of the embeddings of several photos. Disposing it overwrites it. It is in no record, log or message as it is.</summary>
public sealed class FaceTemplate : IDisposable
{
    /// <summary>Takes over the numbers.</summary>
    /// <param name="pack">The id of the model pack that made them.</param>
    /// <param name="numbers">Of length 1.</param>
    /// <param name="photos">How many photos it is made of.</param>
    public FaceTemplate(string pack, float[] numbers, int photos) => (Pack, Numbers, Photos) = (pack, numbers, photos);

    /// <summary>The id of the model pack that made it.</summary>
    public string Pack { get; }

    /// <summary>The numbers, of length 1.</summary>
    public float[] Numbers { get; }

    /// <summary>How many photos it is made of.</summary>
    public int Photos { get; }

    /// <summary>Says nothing of the face.</summary>
    public override string ToString() => "a face template";

    /// <inheritdoc/>
    public void Dispose() => Array.Clear(Numbers);
}
