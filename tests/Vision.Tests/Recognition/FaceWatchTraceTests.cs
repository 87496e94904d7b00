using System.Reflection;
using EdgeGateway.Core.Cameras;
using EdgeGateway.Vision.Packs;
using EdgeGateway.Vision.Recognition;

namespace Vision.Tests.Recognition;

/// <summary>What is left of a picture once it was looked at.</summary>
public sealed class FaceWatchTraceTests
{
    private static readonly Stage.Person s_anna = new(1, 200, 180);

    [Fact]
    public void Look_AfterAStranger_LeavesNeitherPixelsNorNumbers()
    {
        using var stage = new Stage();
        stage.Frame(s_anna);
        stage.Frame(s_anna);
        Assert.Equal(2, stage.Embedded);

        var buffers = Buffers(stage.Watch);

        Assert.Contains(buffers, buffer => buffer.Path.EndsWith("_embedding", StringComparison.Ordinal));
        Assert.Contains(buffers, buffer => buffer.Path.EndsWith("_grey", StringComparison.Ordinal));
        Assert.All(buffers.Where(buffer => !buffer.Path.Contains(nameof(MotionGate), StringComparison.Ordinal)), buffer => Assert.True(buffer.IsZero, buffer.Path));
        // What the gate keeps is coarse: 144 squares.
        Assert.All(buffers.Where(buffer => buffer.Path.Contains(nameof(MotionGate), StringComparison.Ordinal)), buffer => Assert.Equal(144, buffer.Length));
        Assert.Equal(2, stage.Cleared);
    }

    [Fact]
    public void Look_AfterAStranger_RemembersNobodyItWasNear()
    {
        using var stage = new Stage();
        stage.Know(1, "anna", 0.79f);

        for (var i = 0; i < 5; i++)
        {
            stage.Frame(s_anna);
        }

        Assert.Equal(5, stage.Embedded);
        Assert.DoesNotContain(Strings(stage.Watch), text => text == "anna");
        Assert.All(stage.Judged, face => Assert.Null(face.Subject));
    }

    [Fact]
    public void Look_NobodyThere_AllocatesNothing()
    {
        using var stage = new Stage();
        for (var i = 0; i < 10; i++)
        {
            stage.LookAgain(moves: i % 2 == 0);
        }

        var before = GC.GetAllocatedBytesForCurrentThread();
        for (var i = 0; i < 100; i++)
        {
            stage.LookAgain(moves: i % 2 == 0);
        }

        Assert.Equal(0, GC.GetAllocatedBytesForCurrentThread() - before);
        Assert.True(stage.Detected > 50);
    }

    private static List<(string Path, bool IsZero, int Length)> Buffers(object root)
    {
        var found = new List<(string, bool, int)>();
        Walk(root, nameof(FaceWatch), new HashSet<object>(ReferenceEqualityComparer.Instance), (path, value) =>
        {
            if (value is Array { Length: > 0 } array && array.GetType().GetElementType() is { IsPrimitive: true } element)
            {
                var bytes = new byte[Buffer.ByteLength(array)];
                Buffer.BlockCopy(array, 0, bytes, 0, bytes.Length);
                found.Add((path, !bytes.AsSpan().ContainsAnyExcept((byte)0), array.Length));
            }
        });
        return found;
    }

    private static List<string> Strings(object root)
    {
        var found = new List<string>();
        Walk(root, nameof(FaceWatch), new HashSet<object>(ReferenceEqualityComparer.Instance), (_, value) =>
        {
            if (value is string text)
            {
                found.Add(text);
            }
        });
        return found;
    }

    /// <summary>Everything an object holds on to, but for the nets, the gallery and the clock, which are others', and the frame's own pixels.</summary>
    private static void Walk(object value, string path, HashSet<object> seen, Action<string, object> visit)
    {
        if (value is Stage or CameraFrame or TimeProvider or ModelPack or Delegate or Type || (!value.GetType().IsValueType && !seen.Add(value)))
        {
            return;
        }

        visit(path, value);
        if (value is string || value.GetType().IsPrimitive || value.GetType().IsEnum || path.Contains("_pictures", StringComparison.Ordinal))
        {
            return;
        }

        if (value is Array array)
        {
            if (array.GetType().GetElementType() is { IsPrimitive: false })
            {
                foreach (var item in array)
                {
                    if (item is not null)
                    {
                        Walk(item, $"{path}[]", seen, visit);
                    }
                }
            }

            return;
        }

        for (var type = value.GetType(); type is not null; type = type.BaseType)
        {
            foreach (var field in type.GetFields(BindingFlags.Instance | BindingFlags.Public | BindingFlags.NonPublic | BindingFlags.DeclaredOnly))
            {
                if (!field.FieldType.IsPointer && !field.FieldType.IsByRefLike && field.GetValue(value) is { } held)
                {
                    Walk(held, $"{path}.{value.GetType().Name}.{field.Name}", seen, visit);
                }
            }
        }
    }
}
