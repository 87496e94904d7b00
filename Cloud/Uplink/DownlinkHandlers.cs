using System.Text.Json;
using Cloud.Contracts;
using Cloud.Contracts.Commands;

namespace Cloud.Uplink;

/// <summary>Who carries out what headquarters says.</summary>
/// <param name="Commands">By the name below <c>command/</c>.</param>
/// <param name="Twin">By the member of the desired configuration.</param>
public sealed record DownlinkHandlers(IReadOnlyDictionary<string, CommandHandler> Commands, IReadOnlyDictionary<string, TwinSection> Twin)
{
    /// <summary>How wanted configurations are tried; null where they are trusted at once.</summary>
    public TwinTrial? Trial { get; init; }

    /// <summary>A gateway that only sends.</summary>
    public static DownlinkHandlers None { get; } = new(new Dictionary<string, CommandHandler>(), new Dictionary<string, TwinSection>());
}

/// <summary>A command as it came.</summary>
/// <param name="Name">Its name.</param>
/// <param name="Id">Its id, 1 to 64 characters: the same id again is the same command, and its handler must not carry it out twice.</param>
/// <param name="Body">Its data, JSON by agreement with the handler; not checked.</param>
/// <param name="ExpiresAt">After when nobody wants it any more, by the gateway's clock, or null.</param>
public sealed record CommandCall(string Name, string Id, ReadOnlyMemory<byte> Body, DateTimeOffset? ExpiresAt)
{
    /// <summary>Tells who asked how far it is; does nothing where nobody wants to know.</summary>
    public Func<CommandProgress, Task> ProgressAsync { get; init; } = static _ => Task.CompletedTask;
}

/// <summary>What became of a command.</summary>
/// <param name="Status">One of the constants of <see cref="CommandStatus"/>.</param>
/// <param name="Body">What it gives back, or null.</param>
/// <param name="Reason">Why, in words, or null.</param>
public sealed record CommandAnswer(string Status, JsonElement? Body = null, string? Reason = null)
{
    /// <summary>Called when the answer was sent, or was lost with the connection; null where there is nothing left to do.</summary>
    public Action? Sent { get; init; }
}

/// <summary>Carries out a command. May be called for several at once; an exception answers <c>failed</c> with its message.</summary>
public delegate ValueTask<CommandAnswer> CommandHandler(CommandCall call, CancellationToken cancellationToken);

/// <summary>One mistake in a section of the desired configuration.</summary>
/// <param name="Path">Where, from the section's root; empty for the section itself.</param>
/// <param name="Message">What came, what was expected.</param>
public sealed record TwinMistake(string Path, string Message);

/// <summary>One section of the desired configuration. Called for one at a time.</summary>
/// <param name="Check">Every mistake in it; changes nothing that is in force.</param>
/// <param name="ApplyAsync">
/// Puts one that was checked in force; null takes back what headquarters wanted, and the gateway's own is in force again. Answers what hindered it, such as a full disk; what was in force
/// before then still is.
/// </param>
/// <param name="InForce">The text of what headquarters has in force, as it came, also from before a restart; null where the gateway's own is.</param>
public sealed record TwinSection(
    Func<JsonElement, IReadOnlyList<TwinMistake>> Check, Func<JsonElement?, CancellationToken, ValueTask<IReadOnlyList<TwinMistake>>> ApplyAsync, Func<string?> InForce);
