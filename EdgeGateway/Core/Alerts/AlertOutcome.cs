namespace EdgeGateway.Core.Alerts;

/// <summary>What became of what somebody did with an alert.</summary>
/// <param name="Result">What became of it.</param>
/// <param name="Alert">The alert then; null where there is none. <see cref="AlertView.ClaimedBy"/> says who has it.</param>
/// <param name="Message">Why nothing was done, for people; null where it was done.</param>
public sealed record AlertOutcome(AlertResult Result, AlertView? Alert, string? Message)
{
    /// <summary>Whether it was done.</summary>
    public bool IsDone => Result == AlertResult.Done;
}

/// <summary>Kinds of outcome.</summary>
public enum AlertResult
{
    /// <summary>It was done, or had been done by the same person already.</summary>
    Done,

    /// <summary>There is no such alert.</summary>
    NotFound,

    /// <summary>Somebody else has claimed it.</summary>
    Taken,

    /// <summary>It has ended.</summary>
    Ended,

    /// <summary>The request is wrong.</summary>
    Invalid,

    /// <summary>The disk refuses; nothing was done, try again.</summary>
    Unavailable,
}
