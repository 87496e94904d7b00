using System.Security.Cryptography;
using System.Text;
using Cloud.Contracts;
using Cloud.Contracts.Commands;
using Cloud.Uplink;

namespace EdgeGateway.Host.Commands;

/// <summary>Has each command carried out once: the same id again gets the same answer. What came too late is refused. Thread-safe.</summary>
/// <remarks>
/// A command that changes something is noted on the disk before it is tried and again with what came of it, so that a gateway that was restarted meanwhile
/// does not carry it out a second time; one that was begun and not ended is then answered <c>unknown</c>. What was refused or too late was not tried, and is
/// looked at anew when it comes again. Known are the last 64 that change something and the last 8 that do not, whose answers may be large.
/// </remarks>
/// <param name="notes">Commands that change something, on the disk.</param>
/// <param name="clock">Time.</param>
internal sealed class CommandBook(CommandNotes notes, TimeProvider clock)
{
    private const int MostChanging = 64;
    private const int MostReading = 8;

    private readonly Lock _gate = new();
    private readonly List<Entry> _entries = [.. notes.Load().Select(Entry.Of)];

    /// <summary>A handler that does it once.</summary>
    /// <param name="handler">Does it.</param>
    /// <param name="changes">Whether it changes something, and is noted on the disk.</param>
    internal CommandHandler Once(CommandHandler handler, bool changes) => async (call, cancellationToken) =>
    {
        var (entry, refusal) = Enter(call, changes);
        if (refusal is not null)
        {
            return refusal;
        }

        entry!.Hear(call);
        if (!ReferenceEquals(entry.Call, call))
        {
            return await entry.Answer.Task.WaitAsync(cancellationToken);
        }

        var answer = await CarryOutAsync(handler, entry, call, cancellationToken);
        entry.Answer.TrySetResult(answer with { Sent = null });
        return answer;
    };

    private (Entry? Entry, CommandAnswer? Refusal) Enter(CommandCall call, bool changes)
    {
        var print = PrintOf(call);
        lock (_gate)
        {
            if (_entries.Find(one => one.Id == call.Id) is { } known)
            {
                return known.Print == print ? (known, null) : (null, new CommandAnswer(
                    CommandStatus.Refused, Reason: $"the id '{call.Id}' was given to the command '{known.Name}' with another body before; each command has an id of its own"));
            }

            if (call.ExpiresAt is { } end && clock.GetUtcNow() >= end)
            {
                return (null, new CommandAnswer(CommandStatus.Expired, Reason: $"it was wanted until {end.UtcDateTime:u} and it is {clock.GetUtcNow().UtcDateTime:u} here; it was not tried"));
            }

            var entry = new Entry(call.Id, call.Name, print, clock.GetUtcNow(), changes, call);
            _entries.Add(entry);
            if (_entries.Count(one => one.Changes == changes) > (changes ? MostChanging : MostReading)
                && _entries.Find(one => one.Changes == changes && one.Answer.Task.IsCompleted) is { } oldest)
            {
                _entries.Remove(oldest);
            }

            return (entry, null);
        }
    }

    private async Task<CommandAnswer> CarryOutAsync(CommandHandler handler, Entry entry, CommandCall call, CancellationToken cancellationToken)
    {
        if (entry.Changes && !Note())
        {
            Forget(entry);
            return new CommandAnswer(CommandStatus.Failed, Reason: "the disk does not take a note of it; it was not tried");
        }

        try
        {
            var answer = await handler(call with { ProgressAsync = entry.TellAsync }, cancellationToken);
            if (answer.Status is CommandStatus.Refused or CommandStatus.Expired)
            {
                Forget(entry);
            }

            entry.Outcome = (answer.Status, answer.Reason);
            return answer;
        }
        catch (OperationCanceledException e) when (cancellationToken.IsCancellationRequested)
        {
            // The gateway stops, and the note stays as it is: begun.
            entry.Answer.TrySetCanceled(e.CancellationToken);
            throw;
        }
        catch (Exception e)
        {
            entry.Outcome = (CommandStatus.Failed, e.Message);
            entry.Answer.TrySetResult(new CommandAnswer(CommandStatus.Failed, Reason: e.Message));
            throw;
        }
        finally
        {
            if (entry.Changes)
            {
                _ = Note();
            }
        }
    }

    private void Forget(Entry entry)
    {
        lock (_gate)
        {
            _entries.Remove(entry);
        }
    }

    private bool Note()
    {
        lock (_gate)
        {
            return notes.TrySave([.. _entries.Where(entry => entry.Changes).Select(entry => entry.Note)]);
        }
    }

    /// <summary>What tells two commands with one id apart.</summary>
    private static string PrintOf(CommandCall call) => Convert.ToHexStringLower(SHA256.HashData([.. Encoding.UTF8.GetBytes(call.Name), 0, .. call.Body.Span]).AsSpan(0, 16));

    private sealed class Entry(string id, string name, string print, DateTimeOffset at, bool changes, CommandCall? call)
    {
        private readonly List<Func<CommandProgress, Task>> _askers = [];

        public string Id => id;

        public string Name => name;

        public string Print => print;

        public bool Changes => changes;

        /// <summary>The call that carries it out; null where that was before the gateway was restarted.</summary>
        public CommandCall? Call => call;

        public TaskCompletionSource<CommandAnswer> Answer { get; } = new(TaskCreationOptions.RunContinuationsAsynchronously);

        /// <summary>What came of it; null until then.</summary>
        public (string Status, string? Reason)? Outcome { get; set; }

        public CommandNote Note => new(id, name, print, at, Outcome?.Status, Outcome?.Reason);

        /// <summary>Who asks again hears how far it is, as the first one does: that one may have gone.</summary>
        public void Hear(CommandCall asker)
        {
            lock (_askers)
            {
                _askers.Add(asker.ProgressAsync);
            }
        }

        public async Task TellAsync(CommandProgress progress)
        {
            Func<CommandProgress, Task>[] askers;
            lock (_askers)
            {
                askers = [.. _askers];
            }

            foreach (var tell in askers)
            {
                await tell(progress);
            }
        }

        public static Entry Of(CommandNote note)
        {
            var entry = new Entry(note.Id, note.Name, note.Print, note.At, true, null) { Outcome = note.Status is null ? null : (note.Status, note.Reason) };
            entry.Answer.SetResult(note.Status is { } status
                ? new CommandAnswer(status, Reason: note.Reason)
                : new CommandAnswer(CommandStatus.Unknown, Reason: $"it was begun at {note.At.UtcDateTime:u}, and the gateway stopped before it ended"));
            return entry;
        }
    }
}
