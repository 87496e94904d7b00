namespace EdgeGateway.Core.Enrolment;

/// <summary>Why a request was not followed. Nothing has changed then.</summary>
/// <param name="Kind">What kind of refusal it is.</param>
/// <param name="Mistakes">Every mistake.</param>
public sealed record DeskRefusal(DeskRefusalKind Kind, IReadOnlyList<DeskMistake> Mistakes)
{
    /// <summary>A refusal of one mistake.</summary>
    public static DeskRefusal Of(DeskRefusalKind kind, string path, string message, string? reason = null) => new(kind, [new DeskMistake(path, message, reason)]);
}

/// <summary>One mistake.</summary>
/// <param name="Path">The field; empty where it is none in particular.</param>
/// <param name="Message">What came, what was expected, what to do.</param>
/// <param name="Reason">A word that pages translate by, or null.</param>
public sealed record DeskMistake(string Path, string Message, string? Reason = null);

/// <summary>What kind of refusal it is.</summary>
public enum DeskRefusalKind
{
    /// <summary>What came is wrong.</summary>
    Invalid,

    /// <summary>There is no such thing.</summary>
    NotFound,

    /// <summary>It cannot be done as things stand.</summary>
    Conflict,

    /// <summary>It cannot be done now: a device, the disk or the models.</summary>
    Unavailable,
}
