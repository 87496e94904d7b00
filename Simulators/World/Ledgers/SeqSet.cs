namespace Simulators.World.Ledgers;

/// <summary>Runs of sequence numbers of one epoch that were told to be gaps.</summary>
internal sealed class SeqSet
{
    private readonly List<(long First, long Last)> _runs = [];

    public void Add(long first, long last) => _runs.Add((first, last));

    public bool Contains(long seq) => _runs.Exists(run => run.First <= seq && seq <= run.Last);
}
