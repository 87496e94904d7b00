using EdgeGateway.Host.Running;
using Microsoft.Extensions.Logging;

namespace EdgeGateway.Host.Updating;

/// <summary>How the watch over updates ends.</summary>
internal enum UpdateEnd
{
    /// <summary>The gateway is told to stop.</summary>
    Stopped,

    /// <summary>The process has to end, so that the next version is tried.</summary>
    Switch,

    /// <summary>The process has to end, so that the version before starts again.</summary>
    RollBack,
}

/// <summary>
/// In a running gateway: gives way to a version that waits, and, where this one is on trial itself, confirms it or gives way to the one before. A process that does not
/// come this far, or hangs, is ended by the launcher.
/// </summary>
/// <param name="folder">The updates.</param>
/// <param name="slot">The slot that this process was started from; empty for the package's version.</param>
/// <param name="vitals">How the gateway stands.</param>
/// <param name="verifyOutbox">Reads the whole outbox: how many problems it has, or null where it is too large for that.</param>
/// <param name="tryOut">Has the program in a folder read the configuration and the outbox; answers why it does not like them, or null.</param>
/// <param name="clock">Time.</param>
/// <param name="logger">Told of every change.</param>
internal sealed class UpdateWatch(
    UpdateFolder folder,
    string slot,
    Func<GatewayVitals> vitals,
    Func<CancellationToken, Task<int?>> verifyOutbox,
    Func<string, CancellationToken, Task<string?>> tryOut,
    TimeProvider clock,
    ILogger logger)
{
    /// <summary>How long a gateway runs before it gives way, so that what can be online is.</summary>
    internal static readonly TimeSpan Settling = TimeSpan.FromSeconds(30);

    /// <summary>How long everything has to work before a version is confirmed.</summary>
    internal static readonly TimeSpan Holding = TimeSpan.FromSeconds(8);

    /// <summary>How long a version has for that. The launcher ends it 13 s later, for two versions' starts and a stop to fit into a minute.</summary>
    internal static readonly TimeSpan Deadline = TimeSpan.FromSeconds(35);

    private static readonly TimeSpan s_look = TimeSpan.FromSeconds(1);
    private static readonly TimeSpan s_rest = TimeSpan.FromSeconds(5);

    private readonly long _startedAt = clock.GetTimestamp();

    /// <summary>What to say of it in the status line; null where there is nothing to say. Any thread.</summary>
    public string? Note { get; private set; }

    /// <summary>Watches until the token, or until the process has to end.</summary>
    public async Task<UpdateEnd> RunAsync(CancellationToken cancellationToken)
    {
        try
        {
            var journal = ReadJournal();
            if (journal is { Trial: { } trial, Started: true } && trial == slot && await JudgeAsync(cancellationToken) is UpdateEnd.RollBack)
            {
                return UpdateEnd.RollBack;
            }

            if (journal is { Trial: null } && slot.Length > 0 && slot == journal.Previous)
            {
                // The confirmed version is damaged, and the launcher fell back to this one: the damaged one's slot is the free one from now on.
                _ = Change(UpdateStep.GatePassed, UpdateStep.Confirmed, now => now with { Confirmed = slot, Previous = null });
            }

            while (!await GiveWayAsync(cancellationToken))
            {
                await Task.Delay(s_rest, clock, cancellationToken);
            }

            return UpdateEnd.Switch;
        }
        catch (OperationCanceledException) when (cancellationToken.IsCancellationRequested)
        {
            return UpdateEnd.Stopped;
        }
    }

    /// <summary>Confirms this version once what worked before has worked for a while; else gives it up.</summary>
    private async Task<UpdateEnd> JudgeAsync(CancellationToken cancellationToken)
    {
        var version = folder.ManifestOf(slot);
        var reading = verifyOutbox(cancellationToken);
        long? soundSince = null;
        IReadOnlyList<string> missing;
        do
        {
            missing = Look(reading);
            soundSince = missing.Count > 0 ? null : soundSince ?? clock.GetTimestamp();
            if (soundSince is { } since && clock.GetElapsedTime(since) >= Holding)
            {
                missing = Change(UpdateStep.GatePassed, UpdateStep.Confirmed, journal => new UpdateJournal
                {
                    Confirmed = slot,
                    Previous = journal.Confirmed == UpdateJournal.Package ? null : journal.Confirmed,
                    Highest = Math.Max(journal.Highest, version?.Serial ?? 0),
                });
                if (missing.Count == 0)
                {
                    Note = null;
                    logger.UpdateConfirmed(version?.Version ?? slot);
                    return UpdateEnd.Stopped;
                }
            }

            Note = $"version {version?.Version} is on trial{(missing.Count == 0 ? "" : $": {missing[0]}")}";
            await Task.Delay(s_look, clock, cancellationToken);
        }
        while (clock.GetElapsedTime(_startedAt) < Deadline);
        var reason = string.Join("; ", missing.DefaultIfEmpty("it was not steady long enough"));
        logger.UpdateRolledBack(version?.Version ?? slot, reason);
        _ = Change(UpdateStep.GateFailed, UpdateStep.RolledBack, journal => journal with { Trial = null, Started = false, Boot = "", Failed = version?.Serial ?? 0, Reason = reason });
        return UpdateEnd.RollBack;
    }

    private IReadOnlyList<string> Look(Task<int?> reading)
    {
        try
        {
            return HealthBaseline.Read(folder.Path).Missing(vitals(), reading.IsCompletedSuccessfully ? reading.Result : null);
        }
        catch (UpdateRefusedException e)
        {
            return [e.Message];
        }
    }

    /// <summary>Changes the journal; what cannot be written is tried again with the next look, and is the launcher's to decide in the end.</summary>
    private IReadOnlyList<string> Change(UpdateStep before, UpdateStep after, Func<UpdateJournal, UpdateJournal> change)
    {
        folder.Took(before);
        try
        {
            return folder.TryChange(journal => folder.Write(change(journal), after)) ? [] : ["another process has the folder of updates"];
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException or UpdateRefusedException)
        {
            return [e.Message];
        }
    }

    private async Task<bool> GiveWayAsync(CancellationToken cancellationToken)
    {
        if (ReadJournal() is not { Trial: null, Staged: { } staged } || clock.GetElapsedTime(_startedAt) < Settling)
        {
            return false;
        }

        var version = folder.ManifestOf(staged);
        Note = $"version {version?.Version} is about to be tried";
        var refusal = await tryOut(folder.Slot(staged), cancellationToken);
        folder.Took(UpdateStep.Tried);
        var problems = refusal is null ? await verifyOutbox(cancellationToken) : null;
        var missing = Change(UpdateStep.Tried, refusal is null ? UpdateStep.OnTrial : UpdateStep.RolledBack, journal =>
        {
            if (journal.Staged != staged)
            {
                return journal;
            }

            if (refusal is not null)
            {
                return journal with { Staged = null, Failed = version?.Serial ?? 0, Reason = refusal };
            }

            HealthBaseline.Of(vitals(), problems).Write(folder.Path);
            folder.Took(UpdateStep.BaselineWritten);
            return journal with { Staged = null, Trial = staged, Started = false, Boot = BootId.Read() };
        });
        if (refusal is not null)
        {
            logger.UpdateRolledBack(version?.Version ?? staged, refusal);
        }

        Note = missing.Count > 0 ? $"version {version?.Version} cannot be tried: {missing[0]}" : null;
        if (missing.Count > 0 || refusal is not null || ReadJournal()?.Trial is null)
        {
            return false;
        }

        logger.UpdateTried(version?.Version ?? staged);
        return true;
    }

    private UpdateJournal? ReadJournal()
    {
        try
        {
            return UpdateJournal.Read(folder.Path);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException or UpdateRefusedException)
        {
            Note = e.Message;
            return null;
        }
    }
}
