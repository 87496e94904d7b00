using EdgeGateway.Core.Devices;

namespace EdgeGateway.Core.Weighing;

/// <summary>A key pressed at a scale's counter.</summary>
public abstract record WeighingKey;

/// <summary>Goods are chosen.</summary>
/// <param name="Plu">Their number in the price list.</param>
public sealed record PluKey(string Plu) : WeighingKey;

/// <summary>A container is set.</summary>
/// <param name="Amount">Its weight, 0 for none; null takes what lies on the scale.</param>
/// <param name="Unit">The weight's unit; null is the one the scale shows.</param>
public sealed record TareKey(decimal? Amount, string? Unit) : WeighingKey;

/// <summary>Goods and container are forgotten.</summary>
public sealed record ClearKey : WeighingKey;

/// <summary>What became of a key.</summary>
/// <param name="Path">Which member of the request was wrong; null where it was done.</param>
/// <param name="Message">What was wrong with it and what to do; null where it was done.</param>
public readonly record struct KeyOutcome(string? Path, string? Message)
{
    /// <summary>It was done.</summary>
    public static KeyOutcome Done => default;

    /// <summary>Whether it was done.</summary>
    public bool IsDone => Message is null;
}

/// <summary>A key on its way to the scale's interpreter, in order with the scale's readings.</summary>
/// <param name="DeviceId">The scale.</param>
/// <param name="Time">When it was pressed.</param>
/// <param name="Key">Which.</param>
public sealed record WeighingKeySignal(string DeviceId, DateTimeOffset Time, WeighingKey Key) : DeviceSignal(DeviceId, Time)
{
    private readonly TaskCompletionSource<KeyOutcome> _outcome = new(TaskCreationOptions.RunContinuationsAsynchronously);

    /// <summary>What became of it.</summary>
    public Task<KeyOutcome> Outcome => _outcome.Task;

    /// <summary>Tells what became of it.</summary>
    public void Complete(KeyOutcome outcome) => _outcome.TrySetResult(outcome);
}
