using FsCheck;
using FsCheck.Fluent;

namespace Cloud.Tests;

/// <summary>
/// Properties of what waits for a database or a network. FsCheck's own check waits for each case on a thread of the pool, which the case's other half may need: a few of them at once starve every
/// other test. Here the cases are FsCheck's, growing as its do, and are awaited.
/// </summary>
internal static class Samples
{
    /// <summary>Lets a property see so many cases, one after the other; a case that fails is told.</summary>
    internal static async Task EachAsync<T>(this Gen<T> cases, int count, Func<T, Task> property)
    {
        for (var i = 1; i <= count; i++)
        {
            var sample = cases.Sample(1, 100 * i / count).Single();
            try
            {
                await property(sample);
            }
            catch (Exception exception) when (!TestContext.Current.CancellationToken.IsCancellationRequested)
            {
                throw new InvalidOperationException($"Case {i} of {count}, {sample}, fails: {exception.Message}", exception);
            }
        }
    }

    /// <summary>Lets a property see so many seeds.</summary>
    internal static Task SeedsAsync(int count, Func<int, Task> property) => Gen.Choose(0, int.MaxValue).EachAsync(count, property);
}
