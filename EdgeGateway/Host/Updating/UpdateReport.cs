using Cloud.Contracts;
using EdgeGateway.Core.Events;
using EdgeGateway.Core.Outbox;
using EdgeGateway.Core.Setup;

namespace EdgeGateway.Host.Updating;

/// <summary>Tells headquarters where this gateway stands with its updates, by an event, at every change of it: what runs, waits, is on trial, and why the last one was not taken.</summary>
/// <remarks>What was told is noted beside the journal, so that a restart alone tells nothing. A power cut between the event and the note tells it twice.</remarks>
/// <param name="folder">The updates.</param>
/// <param name="slot">The slot that this process was started from; empty for the package's version.</param>
/// <param name="packaged">The serial of the package's version.</param>
/// <param name="keep">Keeps an event.</param>
/// <param name="clock">Time.</param>
internal sealed class UpdateReport(UpdateFolder folder, string slot, long packaged, Func<EventDraft, CancellationToken, Task> keep, TimeProvider clock)
{
    /// <summary>What was told last, in the folder of updates.</summary>
    internal const string FileName = "told";

    /// <summary>How often it looks.</summary>
    internal static readonly TimeSpan Period = TimeSpan.FromSeconds(2);

    private volatile bool _again;

    /// <summary>Tells it again with the next look, also where nothing has changed: the same version may fail twice for the same reason.</summary>
    public void Again() => _again = true;

    /// <summary>Tells until the token.</summary>
    public async Task RunAsync(CancellationToken cancellationToken)
    {
        using var timer = new PeriodicTimer(Period, clock);
        try
        {
            do
            {
                await LookAsync(cancellationToken);
            }
            while (await timer.WaitForNextTickAsync(cancellationToken));
        }
        catch (OperationCanceledException) when (cancellationToken.IsCancellationRequested)
        {
            // Stopped.
        }
    }

    /// <summary>Tells it where it is news.</summary>
    internal async Task LookAsync(CancellationToken cancellationToken)
    {
        try
        {
            var again = _again;
            var data = Read(UpdateJournal.Read(folder.Path));
            var file = Path.Combine(folder.Path, FileName);
            if (!again && File.Exists(file) && File.ReadAllBytes(file).AsSpan().SequenceEqual(data))
            {
                return;
            }

            await keep(new EventDraft(EventTypes.GatewayUpdated, null, clock.GetUtcNow(), data), cancellationToken);
            if (again)
            {
                _again = false;
            }

            Directory.CreateDirectory(folder.Path, UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute);
            KeptFile.Write(file, data);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException or UpdateRefusedException or OutboxFullException or OutboxUnavailableException)
        {
            // The journal's trouble is in the status line and the outbox's in the log; the next look tells it.
        }
    }

    private byte[] Read(UpdateJournal journal)
    {
        var running = slot.Length == 0 ? packaged : folder.ManifestOf(slot)?.Serial ?? 0;
        return EventData.GatewayUpdated(
            ProductVersion.Text, running, UpdateFolder.Arch, folder.Floor(journal), SerialOf(journal.Staged), SerialOf(journal.Trial), journal.Failed, journal.Reason);
    }

    private long SerialOf(string? name) => folder.ManifestOf(name)?.Serial ?? 0;
}
