using EdgeGateway.Vision.Packs;
using EdgeGateway.Vision.Pictures;

namespace EdgeGateway.Vision.Faces;

/// <summary>Finds the person in a photo that was taken of one person: for enrolment and for galleries of photos, not for a camera's frames.</summary>
/// <remarks>
/// A photo is often cut so close to the face that a detector, which learned whole heads, finds none. It is then looked at once more with a margin of half its
/// sides all round. One thread's own.
/// </remarks>
public static class Portrait
{
    private const int MostFaces = 16;

    /// <summary>The largest face of a photo, with exact points.</summary>
    /// <param name="nets">The pack's nets.</param>
    /// <param name="photo">The photo.</param>
    /// <param name="face">The face, in pixels of the photo.</param>
    /// <returns>How many faces were seen; 0 where none can be used.</returns>
    public static int Find(FaceNets nets, RgbPicture photo, out DetectedFace face)
    {
        Span<DetectedFace> faces = stackalloc DetectedFace[MostFaces];
        var count = nets.Detector.Detect(photo, faces);
        if (TryLargest(nets, photo, faces[..count], out face))
        {
            return count;
        }

        count = FindWithMargin(nets, photo, faces);
        return TryLargest(nets, photo, faces[..count], out face) ? count : 0;
    }

    /// <summary>The numbers of the largest face of a photo.</summary>
    /// <param name="nets">The pack's nets.</param>
    /// <param name="photo">The photo.</param>
    /// <param name="embedding">Receives them.</param>
    /// <param name="face">The face, in pixels of the photo.</param>
    /// <returns>False where there is no face.</returns>
    public static bool TryEmbed(FaceNets nets, RgbPicture photo, Span<float> embedding, out DetectedFace face)
    {
        if (Find(nets, photo, out face) == 0)
        {
            return false;
        }

        nets.Embedder.Embed(photo, face, embedding);
        return true;
    }

    private static bool TryLargest(FaceNets nets, RgbPicture photo, Span<DetectedFace> faces, out DetectedFace largest)
    {
        faces.Sort(static (a, b) => (b.Width * b.Height * b.Score).CompareTo(a.Width * a.Height * a.Score));
        foreach (var face in faces)
        {
            if (nets.Detector.TryRefine(photo, face, out largest))
            {
                return true;
            }
        }

        largest = default;
        return false;
    }

    private static int FindWithMargin(FaceNets nets, RgbPicture photo, Span<DetectedFace> faces)
    {
        var (across, down) = (photo.Width / 2, photo.Height / 2);
        if (photo.Width + (2 * across) > RgbPicture.MostSide || photo.Height + (2 * down) > RgbPicture.MostSide)
        {
            return 0;
        }

        var wide = new RgbPicture(photo.Width + (2 * across), photo.Height + (2 * down));
        try
        {
            for (var y = 0; y < photo.Height; y++)
            {
                photo.Bytes.AsSpan(y * photo.Width * 3, photo.Width * 3).CopyTo(wide.Bytes.AsSpan((((y + down) * wide.Width) + across) * 3));
            }

            var count = nets.Detector.Detect(wide, faces);
            for (var i = 0; i < count; i++)
            {
                faces[i] = faces[i].Moved(new Similarity(1, 0, -across, -down));
            }

            return count;
        }
        finally
        {
            wide.Clear();
        }
    }
}
