using System.Numerics;
using System.Runtime.InteropServices;
using EdgeGateway.Core.Cameras;
using EdgeGateway.Vision.Faces;
using EdgeGateway.Vision.Pictures;

namespace Simulation.Faces;

/// <summary>What stands before the camera, as pictures, and nets that see exactly that: who a face belongs to is written into its middle dot, and its numbers come from there alone.</summary>
internal sealed class FaceScene : IFaceDetector, IFaceEmbedder
{
    public const int Width = 320;
    public const int Height = 180;

    /// <summary>How many numbers a face has.</summary>
    public const int Length = 64;

    private const int FaceHeight = 80;
    private const int SignedFrom = 10;
    private const float Noise = 0.043f;

    private readonly float[][] _people;
    private readonly int?[] _places = new int?[FacePlan.Places];
    private readonly Dice _dice;
    private int _pictures;

    public FaceScene(FacePlan plan, Dice dice)
    {
        _dice = dice;
        _people = [.. Enumerable.Range(0, plan.People).Select(_ => Unit(Enumerable.Range(0, Length).Select(_ => Throw(1)).ToArray()))];
        var sister = _people[plan.Members];
        for (var i = 0; i < Length; i++)
        {
            sister[i] = (0.7f * _people[0][i]) + (0.7f * sister[i]);
        }

        Unit(sister);
    }

    /// <summary>Two numbers that every face has in the same place, so that any numbers of a face are found wherever they are.</summary>
    public static IReadOnlyList<float> Signature { get; } = [0.03141593f, 0.02718282f];

    /// <summary>Dots that every face has on its cheek.</summary>
    public static byte[] Cheek { get; } = [201, 17, 88, 143, 5, 230, 64, 119, 250, 33, 176, 92, 13, 158, 221, 47, 81, 190, 6, 134, 99, 240, 28, 167];

    int IFaceEmbedder.Numbers => Length;

    /// <summary>A face's numbers as they are learned when somebody is enrolled.</summary>
    public float[] NumbersOf(int person) => [.. _people[person]];

    public void Come(FaceStay stay) => _places[stay.Place] = stay.Person;

    public void Go(FaceStay stay) => _places[stay.Place] = null;

    /// <summary>Paints what the camera sees now.</summary>
    public void Paint(CameraFrame frame)
    {
        var isMoving = Array.Exists(_places, place => place is not null);
        Array.Fill(frame.Bytes, (byte)(isMoving ? 90 + (10 * (_pictures++ % 2)) : 90));
        for (var place = 0; place < _places.Length; place++)
        {
            if (_places[place] is { } person)
            {
                Paint(frame.Bytes, place, person);
            }
        }
    }

    int IFaceDetector.Detect(RgbPicture picture, Span<DetectedFace> faces)
    {
        var count = 0;
        for (var place = 0; place < _places.Length; place++)
        {
            var (x, y) = Middle(place);
            if (Dot(picture, x, y) > 0)
            {
                var eyes = FaceHeight * 0.4f;
                var middle = new Vector2(x, y - (FaceHeight * 0.1f));
                faces[count++] = new DetectedFace(
                    x - (FaceHeight / 2), y - (FaceHeight / 2), FaceHeight, FaceHeight, 0.9f,
                    FacePoints.Of(middle - new Vector2(eyes / 2, 0), middle + new Vector2(eyes / 2, 0), middle + new Vector2(0, 0.57f * eyes), middle + new Vector2(0, eyes)));
            }
        }

        return count;
    }

    bool IFaceDetector.TryRefine(RgbPicture picture, in DetectedFace face, out DetectedFace refined)
    {
        refined = face;
        return true;
    }

    void IFaceEmbedder.Embed(RgbPicture picture, in DetectedFace face, Span<float> embedding)
    {
        var own = _people[Dot(picture, (int)face.Center.X, (int)face.Center.Y) - 1];
        for (var i = 0; i < Length; i++)
        {
            embedding[i] = own[i] + Throw(Noise);
        }

        Unit(embedding);
    }

    void IFaceDetector.Clear()
    {
    }

    void IFaceEmbedder.Clear()
    {
    }

    public void Dispose()
    {
    }

    private static void Paint(Span<byte> dots, int place, int person)
    {
        var (middleX, middleY) = Middle(place);
        for (var y = middleY - (FaceHeight / 2); y < middleY + (FaceHeight / 2); y++)
        {
            for (var x = middleX - (FaceHeight / 2); x < middleX + (FaceHeight / 2); x++)
            {
                dots.Slice(((y * Width) + x) * 3, 3).Fill((byte)(90 + (((x / 3) + (y / 5)) % 2 * 60)));
            }
        }

        dots[At(middleX, middleY)] = (byte)(person + 1);
        Cheek.CopyTo(dots[(At(middleX - 20, middleY + 15) - 2)..]);
    }

    /// <summary>In no face the blue of the background or of its pattern stands in the middle.</summary>
    private static byte Dot(RgbPicture picture, int x, int y) => picture.Bytes[At(x, y)] is var blue and < 60 ? blue : (byte)0;

    private static int At(int x, int y) => (((y * Width) + x) * 3) + 2;

    private static (int X, int Y) Middle(int place) => (60 + (100 * place), 90);

    private float Throw(float most) => (float)((2 * _dice.Fraction()) - 1) * most;

    private static float[] Unit(float[] numbers)
    {
        Unit(numbers.AsSpan());
        return numbers;
    }

    /// <summary>Of length 1, and signed.</summary>
    private static void Unit(Span<float> numbers)
    {
        numbers.Slice(SignedFrom, Signature.Count).Clear();
        var (square, signed) = (0d, Signature.Sum(number => (double)number * number));
        foreach (var number in numbers)
        {
            square += (double)number * number;
        }

        var scale = (float)Math.Sqrt((1 - signed) / square);
        for (var i = 0; i < numbers.Length; i++)
        {
            numbers[i] *= scale;
        }

        CollectionsMarshal.AsSpan([.. Signature]).CopyTo(numbers[SignedFrom..]);
    }
}
