namespace Simulation.Store;

/// <summary>Remembers the first promise that a store's world has broken.</summary>
internal sealed class Promises(Trace trace)
{
    /// <summary>The first promise that was broken, or null.</summary>
    public string? Failure { get; private set; }

    public void Broken(string promise)
    {
        if (Failure is null)
        {
            Failure = promise;
            trace.Note("broken", "books");
            trace.Say(promise);
        }
    }
}
