using EdgeGateway.Core.Members;
using EdgeGateway.Vision.Faces;
using EdgeGateway.Vision.Packs;
using EdgeGateway.Vision.Pictures;

namespace EdgeGateway.Host.Verbs;

/// <summary>The people of a folder of photos, for replaying: <c>DIR/member/*.jpg</c> and <c>*.png</c>. In the store templates come from consenting members alone.</summary>
internal sealed class PhotoGallery : IGallery, IDisposable
{
    private readonly List<(string Member, FaceTemplate Template)> _people = [];

    private PhotoGallery(string pack) => Pack = pack;

    /// <inheritdoc/>
    public string Pack { get; }

    /// <inheritdoc/>
    public int Count => _people.Count;

    /// <summary>Reads all photos; one without a face, or that cannot be read, is told and left out.</summary>
    /// <param name="folder">With a folder a member.</param>
    /// <param name="nets">The pack's nets.</param>
    /// <param name="error">Where what is left out is told.</param>
    /// <exception cref="IOException">There is no such folder, or nobody in it.</exception>
    public static PhotoGallery Read(string folder, FaceNets nets, TextWriter error)
    {
        if (!Directory.Exists(folder))
        {
            throw new IOException($"{folder}: there is no such folder; expected one with a folder of photos for each member");
        }

        var gallery = new PhotoGallery(nets.Pack.Id);
        foreach (var member in Directory.EnumerateDirectories(folder).Order(StringComparer.Ordinal))
        {
            gallery.Add(member, nets, error);
        }

        if (gallery.Count == 0)
        {
            throw new IOException($"{folder}: nobody in it can be recognised; expected a folder for each member with photos (.jpg, .jpeg or .png) of one face");
        }

        return gallery;
    }

    /// <inheritdoc/>
    public GalleryMatch Best(ReadOnlySpan<float> embedding)
    {
        var (best, runnerUp) = (-1f, -1f);
        string? subject = null;
        foreach (var (member, template) in _people)
        {
            var similarity = Dot(embedding, template.Numbers);
            if (similarity > best)
            {
                (subject, runnerUp, best) = (member, best, similarity);
            }
            else if (similarity > runnerUp)
            {
                runnerUp = similarity;
            }
        }

        return new GalleryMatch(subject, false, best, runnerUp);
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        foreach (var (_, template) in _people)
        {
            template.Dispose();
        }
    }

    private static float Dot(ReadOnlySpan<float> one, ReadOnlySpan<float> other)
    {
        var sum = 0f;
        for (var i = 0; i < one.Length; i++)
        {
            sum += one[i] * other[i];
        }

        return sum;
    }

    private static bool IsPhoto(string path) => Path.GetExtension(path).ToUpperInvariant() is ".JPG" or ".JPEG" or ".PNG";

    private void Add(string folder, FaceNets nets, TextWriter error)
    {
        var sum = new float[nets.Embedder.Numbers];
        var numbers = new float[sum.Length];
        var photos = 0;
        foreach (var photo in Directory.EnumerateFiles(folder).Where(IsPhoto).Order(StringComparer.Ordinal))
        {
            if (!TryEmbed(photo, nets, numbers, error))
            {
                continue;
            }

            photos++;
            for (var i = 0; i < sum.Length; i++)
            {
                sum[i] += numbers[i];
            }
        }

        Array.Clear(numbers);
        var length = MathF.Sqrt(sum.Sum(number => number * number));
        if (photos == 0 || !(length > 0))
        {
            error.WriteLine($"{folder}: no photo of it can be used; this member is left out");
            return;
        }

        for (var i = 0; i < sum.Length; i++)
        {
            sum[i] /= length;
        }

        _people.Add((Path.GetFileName(folder), new FaceTemplate(Pack, sum, photos)));
    }

    private static bool TryEmbed(string path, FaceNets nets, float[] numbers, TextWriter error)
    {
        try
        {
            using var photo = VideoFrames.OfPhoto(path);
            if (photo.Next(out _) is { } frame && Portrait.TryEmbed(nets, new RgbPicture(frame.Width, frame.Height, frame.Bytes), numbers, out _))
            {
                return true;
            }

            error.WriteLine($"{path}: no face found; the photo is left out");
        }
        catch (IOException e) when (e.Message.StartsWith(path, StringComparison.Ordinal))
        {
            error.WriteLine($"{e.Message}; the photo is left out");
        }
        finally
        {
            nets.Clear();
        }

        return false;
    }
}
