using EdgeGateway.Vision.Enrolment;
using EdgeGateway.Vision.Faces;
using EdgeGateway.Vision.Packs;
using EdgeGateway.Vision.Pictures;

namespace EdgeGateway.Host.Running;

/// <summary>Nets of their own for what pages ask, one request at a time, so that no camera waits for a page. They are made once the models are loaded and somebody asks.</summary>
/// <param name="create">Makes the nets, which are this room's then; answers null while there are no models.</param>
/// <param name="problem">Why there are none, for people.</param>
internal sealed class FaceRoom(Func<FaceNets?> create, Func<string?> problem) : IDisposable
{
    private readonly SemaphoreSlim _free = new(1, 1);
    private readonly Lock _gate = new();
    private FaceNets? _nets;
    private PhotoGate? _photos;

    /// <summary>The models; null while there are none.</summary>
    public ModelPack? Pack => Photos() is null ? null : _nets!.Pack;

    /// <summary>Why there are no models; null where there are.</summary>
    public string? Problem => Pack is null ? problem() ?? "the models are not loaded" : null;

    /// <summary>Looks at a photo: why it is not good, or the face's numbers, which the caller overwrites.</summary>
    /// <exception cref="InvalidOperationException">There are no models.</exception>
    public Task<(string? Reason, float[]? Embedding)> LookAsync(RgbPicture picture, CancellationToken cancellationToken) =>
        InTurnAsync(photos => (photos.Look(picture, out var embedding), embedding), cancellationToken);

    /// <summary>The faces of a picture; null while there are no models.</summary>
    public async Task<IReadOnlyList<DetectedFace>?> FindAsync(RgbPicture picture, CancellationToken cancellationToken) =>
        Pack is null ? null : await InTurnAsync(photos => photos.Find(picture), cancellationToken);

    /// <inheritdoc/>
    public void Dispose()
    {
        // Whoever is inside has the nets until the end.
        _free.Wait();
        _photos?.Dispose();
        _nets?.Dispose();
        _free.Dispose();
    }

    private PhotoGate? Photos()
    {
        lock (_gate)
        {
            _nets ??= create();
            return _photos ??= _nets is null ? null : new PhotoGate(_nets);
        }
    }

    private async Task<T> InTurnAsync<T>(Func<PhotoGate, T> work, CancellationToken cancellationToken)
    {
        var photos = Photos() ?? throw new InvalidOperationException(problem());
        await _free.WaitAsync(cancellationToken);
        try
        {
            return await Task.Run(() => work(photos), CancellationToken.None);
        }
        finally
        {
            _free.Release();
        }
    }
}
