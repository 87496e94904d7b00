using System.Numerics;
using EdgeGateway.Vision.Onnx;
using EdgeGateway.Vision.Pictures;

namespace EdgeGateway.Vision.Faces;

/// <summary>Turns an aligned face into 128 numbers with dlib's face net, averaged with its mirror image and of length 1.</summary>
/// <remarks>
/// The chip is 150 x 150 with a padding of a quarter, aligned by eyes, nose and mouth to dlib's mean face. Source: dlib, get_face_chip_details and
/// dnn_face_recognition_ex. One thread's own; the session is shared.
/// </remarks>
public sealed class DlibEmbedder : IFaceEmbedder
{
    /// <summary>The side of a chip in pixels.</summary>
    public const int Side = 150;

    /// <summary>Numbers a face gives.</summary>
    public const int OutputNumbers = 128;

    private static readonly Vector2[] s_template = [new(47.415f, 46.195f), new(100.610f, 46.195f), new(74.013f, 76.563f), new(74.013f, 103.251f)];

    private readonly OnnxRun _run;
    private readonly RgbPicture _chip = new(Side, Side);

    /// <summary>Makes room for one face at a time.</summary>
    /// <param name="session">The net; input planar red, green, blue, 0 to 255.</param>
    public DlibEmbedder(OnnxSession session) => _run = new OnnxRun(session, [[2, 3, Side, Side]], [("embedding", [2, OutputNumbers])]);

    /// <inheritdoc/>
    public int Numbers => OutputNumbers;

    /// <inheritdoc/>
    /// <exception cref="ArgumentException">There is no room, or the points coincide.</exception>
    public void Embed(RgbPicture picture, in DetectedFace face, Span<float> embedding)
    {
        if (embedding.Length != Numbers)
        {
            throw new ArgumentException($"Room for {Numbers} numbers is needed; there is room for {embedding.Length}.", nameof(embedding));
        }

        Span<Vector2> points = [face.Points[0], face.Points[1], face.Points[2], face.Points[3]];
        PictureSampling.Warp(picture, Similarity.Fit(s_template, points), _chip);
        Fill(_run.Input(), _chip.Bytes);
        _run.Execute();
        var plain = _run.Output()[..Numbers];
        var mirrored = _run.Output()[Numbers..];
        var (plainLength, mirroredLength) = (Length(plain), Length(mirrored));
        for (var i = 0; i < Numbers; i++)
        {
            embedding[i] = (plain[i] / plainLength) + (mirrored[i] / mirroredLength);
        }

        var length = Length(embedding);
        for (var i = 0; i < Numbers; i++)
        {
            embedding[i] /= length;
        }
    }

    /// <inheritdoc/>
    public void Clear()
    {
        _chip.Clear();
        _run.Clear();
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        _chip.Clear();
        _run.Dispose();
    }

    /// <summary>The chip, and behind it its mirror image, a plane a colour.</summary>
    private static void Fill(Span<float> numbers, ReadOnlySpan<byte> chip)
    {
        const int plane = Side * Side;
        for (var y = 0; y < Side; y++)
        {
            for (var x = 0; x < Side; x++)
            {
                for (var colour = 0; colour < 3; colour++)
                {
                    float value = chip[(((y * Side) + x) * 3) + colour];
                    numbers[(colour * plane) + (y * Side) + x] = value;
                    numbers[((3 + colour) * plane) + (y * Side) + (Side - 1 - x)] = value;
                }
            }
        }
    }

    private static float Length(ReadOnlySpan<float> numbers)
    {
        var sum = 0f;
        foreach (var number in numbers)
        {
            sum += number * number;
        }

        return MathF.Max(MathF.Sqrt(sum), float.Epsilon);
    }
}
