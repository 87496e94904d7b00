using System.Numerics;
using EdgeGateway.Vision.Faces;
using EdgeGateway.Vision.Pictures;

namespace EdgeGateway.Vision.Recognition;

/// <summary>Measures how good a face is for being compared. One thread's own; measuring allocates nothing.</summary>
public sealed class FaceGauge : IDisposable
{
    private const int Side = 48;

    private readonly RgbPicture _face = new(Side, Side);
    private readonly float[] _grey = new float[Side * Side];

    /// <summary>Measures one face of a picture.</summary>
    /// <param name="picture">The picture.</param>
    /// <param name="face">Where it is; refined points tell yaw and nose better.</param>
    public FaceQuality Measure(RgbPicture picture, in DetectedFace face)
    {
        var scale = Math.Max(face.Width, face.Height) / Side;
        var half = (Side - 1) / 2f * scale;
        PictureSampling.Warp(picture, new Similarity(scale, 0, face.Center.X - half, face.Center.Y - half), _face);
        var bytes = _face.Bytes;
        float sum = 0, squares = 0;
        for (var i = 0; i < _grey.Length; i++)
        {
            var grey = ((0.299f * bytes[3 * i]) + (0.587f * bytes[(3 * i) + 1]) + (0.114f * bytes[(3 * i) + 2]));
            _grey[i] = grey;
            sum += grey;
            squares += grey * grey;
        }

        var mean = sum / _grey.Length;
        var variance = Math.Max(0, (squares / _grey.Length) - (mean * mean));
        var (yaw, drop) = Pose(face.Points);
        return new FaceQuality(
            face.Height, yaw, drop, variance > 0 ? LaplacianVariance() / variance : 0, mean, MathF.Sqrt(variance), IsClipped(picture, face));
    }

    /// <summary>Overwrites what is left of the last face.</summary>
    public void Clear()
    {
        _face.Clear();
        Array.Clear(_grey);
    }

    /// <inheritdoc/>
    public void Dispose() => Clear();

    /// <summary>Where the nose lies against the eyes, in distances between the eyes; not a number where the eyes coincide.</summary>
    internal static (float Yaw, float NoseDrop) Pose(in FacePoints points)
    {
        var across = points[1] - points[0];
        var distance = across.Length();
        if (!(distance > 0))
        {
            return (float.NaN, float.NaN);
        }

        var along = across / distance;
        var nose = points[2] - ((points[0] + points[1]) / 2);
        return (Vector2.Dot(nose, along) / distance, ((nose.Y * along.X) - (nose.X * along.Y)) / distance);
    }

    private static bool IsClipped(RgbPicture picture, in DetectedFace face) =>
        face.Left < 0 || face.Top < 0 || face.Left + face.Width > picture.Width || face.Top + face.Height > picture.Height;

    private float LaplacianVariance()
    {
        float sum = 0, squares = 0;
        for (var y = 1; y < Side - 1; y++)
        {
            for (var x = 1; x < Side - 1; x++)
            {
                var i = (y * Side) + x;
                var laplacian = _grey[i - 1] + _grey[i + 1] + _grey[i - Side] + _grey[i + Side] - (4 * _grey[i]);
                sum += laplacian;
                squares += laplacian * laplacian;
            }
        }

        const float count = (Side - 2) * (Side - 2);
        return Math.Max(0, (squares / count) - (sum / count * (sum / count)));
    }
}
