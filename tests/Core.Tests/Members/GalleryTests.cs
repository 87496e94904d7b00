using System.Runtime.InteropServices;
using EdgeGateway.Core.Members;

namespace Core.Tests.Members;

public sealed class GalleryTests : IDisposable
{
    private readonly Gallery _gallery = new(VaultFixture.Pack);

    public void Dispose() => _gallery.Dispose();

    [Fact]
    public void Best_OfAnEmptyGallery_IsNobody()
    {
        var match = _gallery.Best(VaultFixture.Numbers(1));

        Assert.Equal(new GalleryMatch(null, false, -1, -1), match);
    }

    [Fact]
    public void Best_OfOne_HasNoRunnerUp()
    {
        Put("a", 1);

        Assert.True(_gallery.Best(VaultFixture.Numbers(1)) is { Subject: "a", Similarity: > 0.9999f, RunnerUp: -1 });
    }

    [Theory]
    [InlineData(128)]
    [InlineData(131)]
    [InlineData(3)]
    public void Best_AgreesWithTheSumOfTheProducts(int dimensions)
    {
        var random = new Random(7);
        var rows = Enumerable.Range(0, 40).Select(_ => Unit(random, dimensions)).ToArray();
        for (var i = 0; i < rows.Length; i++)
        {
            var row = rows[i];
            Assert.True(_gallery.Put($"s-{i}", i % 5 == 0, dimensions, numbers => Copy(row, numbers)));
        }

        for (var i = 0; i < 50; i++)
        {
            var face = Unit(random, dimensions);
            var expected = rows.Select((row, at) => (Dot: row.Zip(face, (a, b) => a * b).Sum(), At: at)).OrderByDescending(r => r.Dot).Take(2).ToList();

            var match = _gallery.Best(face);

            Assert.Equal(($"s-{expected[0].At}", expected[0].At % 5 == 0), (match.Subject, match.IsStaff));
            Assert.Equal(expected[0].Dot, match.Similarity, 4);
            Assert.Equal(expected[1].Dot, match.RunnerUp, 4);
        }
    }

    [Fact]
    public void PutAndRemove_InAnyOrder_KeepExactlyThoseWhoAreIn()
    {
        var random = new Random(11);
        var inside = new HashSet<int>();
        for (var step = 0; step < 600; step++)
        {
            var subject = random.Next(40);
            if (random.Next(3) == 0)
            {
                _gallery.Remove($"s-{subject}");
                inside.Remove(subject);
            }
            else
            {
                Put($"s-{subject}", subject);
                inside.Add(subject);
            }

            var asked = random.Next(40);
            Assert.Equal(inside.Contains(asked), _gallery.Best(VaultFixture.Numbers(asked)) is { Similarity: > 0.999f } match && match.Subject == $"s-{asked}");
            Assert.Equal(inside.Count, _gallery.Count);
        }
    }

    [Fact]
    public void Remove_LeavesNoNumberInItsMemory()
    {
        for (var i = 0; i < 40; i++)
        {
            Put($"s-{i}", i);
        }

        for (var i = 0; i < 40; i += 2)
        {
            _gallery.Remove($"s-{i}");
        }

        var memory = _gallery.Memory.ToArray();
        for (var i = 0; i < 40; i++)
        {
            Assert.Equal(i % 2 == 1, memory.AsSpan().IndexOf(MemoryMarshal.AsBytes(VaultFixture.Numbers(i).AsSpan(0, 16))) >= 0);
        }
    }

    [Fact]
    public void Put_ThatCannotBeWritten_LeavesNobody()
    {
        Put("a", 1);

        Assert.False(_gallery.Put("a", false, VaultFixture.Dimensions, _ => false));
        Assert.Equal(0, _gallery.Count);
        Assert.Equal(-1, _gallery.Memory.IndexOfAnyExcept((byte)0));
    }

    [Fact]
    public void Best_WithAnEmbeddingOfAnotherLength_IsAMistakeOfOurs()
    {
        Put("a", 1);

        Assert.Throws<ArgumentException>(() => _gallery.Best(new float[64]));
    }

    [Fact]
    public void Best_OfWhatIsNoNumber_IsNobody()
    {
        Put("a", 1);
        var face = new float[VaultFixture.Dimensions];
        face.AsSpan().Fill(float.NaN);

        Assert.Null(_gallery.Best(face).Subject);
    }

    [Fact]
    public async Task Best_WhileItChanges_SeesWholeRowsOnly()
    {
        Put("steady", 1);
        var face = VaultFixture.Numbers(1);
        using var stop = new CancellationTokenSource();
        var changing = Task.Run(() =>
        {
            for (var i = 0; i < 4000; i++)
            {
                Put($"s-{i % 30}", (i % 30) + 2);
                _gallery.Remove($"s-{(i * 7) % 30}");
            }
        }, VaultFixture.Token);

        while (!changing.IsCompleted)
        {
            Assert.True(_gallery.Best(face) is { Subject: "steady", Similarity: > 0.9999f, RunnerUp: < 0.9f });
        }

        await changing;
    }

    private static float[] Unit(Random random, int dimensions)
    {
        var numbers = Enumerable.Range(0, dimensions).Select(_ => (float)(random.NextDouble() - 0.5)).ToArray();
        var length = MathF.Sqrt(numbers.Sum(n => n * n));
        return [.. numbers.Select(n => n / length)];
    }

    private static bool Copy(float[] row, Span<float> numbers)
    {
        row.CopyTo(numbers);
        return true;
    }

    private void Put(string subject, int seed) => Assert.True(_gallery.Put(subject, false, VaultFixture.Dimensions, numbers => Copy(VaultFixture.Numbers(seed), numbers)));
}
