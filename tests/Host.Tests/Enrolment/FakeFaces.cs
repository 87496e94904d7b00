using System.Numerics;
using EdgeGateway.Vision.Faces;
using EdgeGateway.Vision.Packs;
using EdgeGateway.Vision.Pictures;

namespace Host.Tests.Enrolment;

/// <summary>Nets that read off the first bytes of a picture whose faces are on it, and pictures made for them.</summary>
internal static class FakeFaces
{
    /// <summary>The person who looks like person 1.</summary>
    public const byte Twin = 3;

    public static ModelPack Pack { get; } = new("fake-1", "fake", new MatchThresholds(0.95f, 0.955f, 0.94f, 0.0125f, 200), "made up", true, []);

    public static FaceNets Nets(ModelPack? pack = null) => new(pack ?? Pack, new Detector(), new Embedder(), null);

    /// <summary>A sharp picture of noise.</summary>
    public static RgbPicture Picture(byte person, byte photo, byte faces = 1, byte dim = 1)
    {
        var picture = new RgbPicture(320, 240);
        new Random(7).NextBytes(picture.Bytes);
        for (var i = 0; i < picture.Bytes.Length; i++)
        {
            picture.Bytes[i] /= dim;
        }

        (picture.Bytes[0], picture.Bytes[1], picture.Bytes[2]) = (faces, person, photo);
        return picture;
    }

    private sealed class Detector : IFaceDetector
    {
        public int Detect(RgbPicture picture, Span<DetectedFace> faces)
        {
            var points = FacePoints.Of(new Vector2(130, 105), new Vector2(190, 105), new Vector2(160, 139), new Vector2(160, 160));
            for (var i = 0; i < picture.Bytes[0]; i++)
            {
                faces[i] = i == 0 ? new DetectedFace(90, 50, 140, 140, 0.9f, points) : new DetectedFace(5, 5, 80, 80, 0.8f, points);
            }

            return picture.Bytes[0];
        }

        public bool TryRefine(RgbPicture picture, in DetectedFace face, out DetectedFace refined)
        {
            refined = face;
            return true;
        }

        public void Clear()
        {
        }

        public void Dispose()
        {
        }
    }

    private sealed class Embedder : IFaceEmbedder
    {
        public int Numbers => 16;

        public void Embed(RgbPicture picture, in DetectedFace face, Span<float> embedding)
        {
            embedding.Clear();
            var (person, photo) = (picture.Bytes[1], picture.Bytes[2]);
            embedding[person == Twin ? 1 : person] = 1;
            embedding[8] = person == Twin ? 0.2f : 0;
            embedding[9 + (photo % 7)] = 0.1f;
            var length = 0f;
            foreach (var number in embedding)
            {
                length += number * number;
            }

            length = MathF.Sqrt(length);
            for (var i = 0; i < embedding.Length; i++)
            {
                embedding[i] /= length;
            }
        }

        public void Clear()
        {
        }

        public void Dispose()
        {
        }
    }
}
