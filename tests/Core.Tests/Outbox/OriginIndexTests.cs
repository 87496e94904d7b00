using EdgeGateway.Core.Outbox;

namespace Core.Tests.Outbox;

public sealed class OriginIndexTests
{
    [Fact]
    public void Hash_OfManyIds_DiffersAndIsNeverThatOfAnEmptySlot()
    {
        var hashes = Enumerable.Range(0, 10_000).Select(_ => OriginIndex.Hash(Guid.NewGuid())).ToHashSet();

        Assert.InRange(hashes.Count, 9_990, 10_000);
        Assert.DoesNotContain(0u, hashes);
    }

    [Fact]
    public void Remove_WhatIsNotThere_TakesNothingElse()
    {
        var index = new OriginIndex();
        index.Add(5, 1);
        index.Add(6, 2);

        index.Remove(5, 3);
        index.Remove(7, 1);

        Assert.Equal(2, index.Count);
        Assert.Equal([1], index.Candidates(5, 3));
        Assert.Equal([2], index.Candidates(6, 3));
    }

    [Fact]
    public void AddAndRemove_OfAsManyAsFit_TakesNoMoreMemoryForEver()
    {
        var index = new OriginIndex();
        for (var ordinal = 1L; ordinal <= 700; ordinal++)
        {
            index.Add((uint)ordinal, ordinal);
        }

        var before = GC.GetAllocatedBytesForCurrentThread();
        for (var ordinal = 701L; ordinal <= 100_000; ordinal++)
        {
            index.Remove((uint)(ordinal - 700), ordinal - 700);
            index.Add((uint)ordinal, ordinal);
        }

        Assert.Equal(before, GC.GetAllocatedBytesForCurrentThread());
    }

    [Fact]
    public void AddAndRemove_AtRandom_AgreesWithASet()
    {
        var random = new Random(7);
        var index = new OriginIndex();
        var model = new Dictionary<long, uint>();
        for (var ordinal = 1L; ordinal <= 20_000; ordinal++)
        {
            // Few hashes, so that runs collide and removal has to shift back.
            var hash = (uint)random.Next(1, 4000);
            index.Add(hash, ordinal);
            model[ordinal] = hash;
            if (random.Next(3) == 0)
            {
                var gone = model.Keys.ElementAt(random.Next(Math.Min(model.Count, 50)));
                index.Remove(model[gone], gone);
                model.Remove(gone);
            }
        }

        Assert.Equal(model.Count, index.Count);
        var byHash = model.ToLookup(m => m.Value, m => m.Key);
        for (var hash = 1u; hash < 4000; hash++)
        {
            Assert.Equal(byHash[hash].Order(), index.Candidates(hash, 20_000).Order());
            Assert.Equal(byHash[hash].Any(), index.MayHold(hash));
        }
    }
}
