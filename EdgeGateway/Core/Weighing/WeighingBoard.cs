namespace EdgeGateway.Core.Weighing;

/// <summary>Every scale at work, for the pages. Thread-safe; a weight is shown for a second at most.</summary>
public sealed class WeighingBoard(TimeProvider clock)
{
    private readonly Lock _gate = new();
    private readonly List<(WeighingState State, long At)> _scales = [];

    /// <summary>Every scale, in the order in which they were first shown; weights that are too old are taken away.</summary>
    public IReadOnlyList<WeighingState> Snapshot()
    {
        lock (_gate)
        {
            return _scales.ConvertAll(scale => scale.State.Weight is not null && clock.GetElapsedTime(scale.At) > WeighingInterpreter.ReadingHolds
                ? scale.State.Without(WeighingReason.Stale)
                : scale.State);
        }
    }

    /// <summary>Shows a scale.</summary>
    internal void Show(WeighingState state)
    {
        lock (_gate)
        {
            var index = _scales.FindIndex(scale => scale.State.Scale == state.Scale);
            var entry = (state, clock.GetTimestamp());
            if (index < 0)
            {
                _scales.Add(entry);
            }
            else
            {
                _scales[index] = entry;
            }
        }
    }

    /// <summary>Takes a scale away that is no longer there.</summary>
    internal void Remove(string scale)
    {
        lock (_gate)
        {
            _scales.RemoveAll(entry => entry.State.Scale == scale);
        }
    }
}
