using Cloud.Contracts;
using Microsoft.Extensions.Logging;

namespace Cloud.Uplink;

/// <summary>
/// Puts desired configurations in force, one at a time, in the order they came; one that was overtaken is left out. All of a document is checked before any of it is in force, and what
/// is in force is tried before it is trusted.
/// </summary>
/// <remarks>
/// What is gone back to is on the disk before anything is changed. A trial is begun once: a gateway that is started anew within it goes back, so that a configuration that ends the gateway
/// ends it once. A document that was rolled back is not taken in again; another one is, the same sections under a new version too.
/// </remarks>
/// <param name="sections">Who puts which section in force.</param>
/// <param name="trial">How it is tried; null where it is trusted at once.</param>
/// <param name="clock">Time.</param>
/// <param name="logger">Told what came of it.</param>
internal sealed class TwinApplication(IReadOnlyDictionary<string, TwinSection> sections, TwinTrial? trial, TimeProvider clock, ILogger logger)
{
    private readonly Lock _gate = new();
    private readonly TwinSections _sections = new(sections, logger);
    private Task _last = Task.CompletedTask;
    private long _newest;

    // Only written by who has the turn.
    private TwinMemory _memory = TwinMemory.None;
    private string? _inForce;
    private volatile string? _trying;

    /// <summary>Puts what was trusted last in force, before any connection; a trial that the gateway did not live through is rolled back.</summary>
    internal Task StartAsync(CancellationToken cancellationToken) => InTurnAsync(
        async () =>
        {
            _memory = trial is null ? TwinMemory.None : TwinMemory.Load(trial.File, logger);
            if (_memory.Trial is { } tried)
            {
                await RollBackAsync(tried.Print, tried.Version, "the gateway was started anew within its trial", cancellationToken).ConfigureAwait(false);
            }
            else if (_memory.Trusted is { } trusted)
            {
                await _sections.PutInForceAsync(trusted.Sections, cancellationToken).ConfigureAwait(false);
                _inForce = trusted.Print;
            }

            return null;
        },
        cancellationToken);

    /// <summary>Applies a document, <c>{"version": N, "config": {"section": …}}</c>.</summary>
    /// <returns>What to report, or null where a newer document came meanwhile or the gateway is stopping.</returns>
    internal Task<TwinOutcome?> ApplyAsync(ReadOnlyMemory<byte> payload, CancellationToken cancellationToken)
    {
        var number = Interlocked.Increment(ref _newest);
        return InTurnAsync(async () => number == Interlocked.Read(ref _newest) ? await ApplyOneAsync(payload, cancellationToken).ConfigureAwait(false) : null, cancellationToken);
    }

    private async Task<TwinOutcome?> InTurnAsync(Func<Task<TwinOutcome?>> work, CancellationToken cancellationToken)
    {
        var done = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        Task before;
        lock (_gate)
        {
            (before, _last) = (_last, done.Task);
        }

        try
        {
            await before.ConfigureAwait(ConfigureAwaitOptions.ForceYielding);
            return await work().ConfigureAwait(false);
        }
        catch (OperationCanceledException) when (cancellationToken.IsCancellationRequested)
        {
            return null;
        }
        finally
        {
            done.SetResult();
        }
    }

    private async Task<TwinOutcome> ApplyOneAsync(ReadOnlyMemory<byte> payload, CancellationToken cancellationToken)
    {
        if (TwinDocument.Read(payload, _sections.Names, out var refusal) is not { } document)
        {
            return new TwinOutcome(refusal!);
        }

        // The broker brings the newest again at every connection.
        if (_memory.RolledBack is { } back && back.Print == document.Print)
        {
            return new TwinOutcome(RolledBack(document.Version, back.Reason));
        }

        if (_inForce == document.Print)
        {
            return new TwinOutcome(new ReportedDocument(document.Version, ReportedDocument.Applied, []));
        }

        var mistakes = _sections.Check(document.Sections);
        if (mistakes.Count > 0)
        {
            return Refused(document.Version, mistakes);
        }

        var before = _sections.InForce();
        var (memory, trusted) = (_memory, _memory.Trusted ?? new TrustedTwin(null, before));
        var isTried = trial is not null && !TwinSections.AreSame(document.Sections, trusted.Sections);
        string[] worked = isTried ? [.. trial!.Works().Union(memory.Trial?.Worked ?? [])] : [];
        if (isTried && Remember(memory with { Trusted = trusted, Trial = new TriedTwin(document.Print, document.Version, worked) }) is { } unwritable)
        {
            _memory = memory;
            return Refused(document.Version, [new ReportedMistake("", $"it could not be gone back from: {unwritable}. Make room on the gateway's disk and send it again")]);
        }

        mistakes = await _sections.PutInForceAsync(document.Sections, cancellationToken).ConfigureAwait(false);
        if (mistakes.Count > 0)
        {
            mistakes.AddRange(await _sections.PutInForceAsync(before, cancellationToken).ConfigureAwait(false));
            _ = isTried ? Remember(memory) : null;
            return Refused(document.Version, mistakes);
        }

        (_inForce, _trying) = (document.Print, isTried ? document.Print : null);
        logger.TwinDone(document.Version, 0);
        if (!isTried)
        {
            _ = trial is null ? null : Remember(new TwinMemory(new TrustedTwin(document.Print, document.Sections.ToDictionary()), null, null));
        }

        return new TwinOutcome(
            new ReportedDocument(document.Version, ReportedDocument.Applied, []), isTried ? TryAsync(document, worked, cancellationToken) : null);
    }

    /// <summary>Waits for the end of the trial; then what was put in force is trusted, or rolled back.</summary>
    private async Task<ReportedDocument?> TryAsync(TwinDocument document, string[] worked, CancellationToken cancellationToken)
    {
        try
        {
            var lost = await new TwinWatch(trial!, worked, clock).RunAsync(() => _trying != document.Print, cancellationToken).ConfigureAwait(false);
            return (await InTurnAsync(() => EndAsync(document, lost, cancellationToken), cancellationToken).ConfigureAwait(false))?.Report;
        }
        catch (OperationCanceledException)
        {
            return null;
        }
    }

    private async Task<TwinOutcome?> EndAsync(TwinDocument document, IReadOnlyList<string> lost, CancellationToken cancellationToken)
    {
        if (_trying != document.Print)
        {
            return null;
        }

        if (lost.Count > 0)
        {
            return new TwinOutcome(await RollBackAsync(document.Print, document.Version, $"what worked before it did not any more: {string.Join(", ", lost)}", cancellationToken).ConfigureAwait(false));
        }

        _trying = null;
        Remember(new TwinMemory(new TrustedTwin(document.Print, document.Sections.ToDictionary()), null, null));
        logger.TwinTrusted(document.Version);
        return null;
    }

    private async Task<ReportedDocument> RollBackAsync(string print, long version, string reason, CancellationToken cancellationToken)
    {
        var mistakes = await _sections.PutInForceAsync(_memory.Trusted?.Sections ?? [], cancellationToken).ConfigureAwait(false);
        var told = mistakes.Count == 0 ? reason
            : $"{reason}; and of what was in force before could not be put back: {string.Join("; ", mistakes.Select(mistake => $"{mistake.Path}: {mistake.Message}"))}";
        (_inForce, _trying) = (_memory.Trusted?.Print, null);
        logger.TwinRolledBack(version, told);
        Remember(_memory with { Trial = null, RolledBack = new RolledBackTwin(print, told) });
        return RolledBack(version, told);
    }

    /// <returns>Why it is not on the disk, or null.</returns>
    private string? Remember(TwinMemory memory)
    {
        _memory = memory;
        if (memory.Save(trial!.File) is not { } problem)
        {
            return null;
        }

        logger.TwinMemoryUnwritable(trial.File, problem);
        return problem;
    }

    private TwinOutcome Refused(long version, List<ReportedMistake> mistakes)
    {
        logger.TwinDone(version, mistakes.Count);
        return new TwinOutcome(new ReportedDocument(version, ReportedDocument.Refused, mistakes));
    }

    private static ReportedDocument RolledBack(long version, string reason) => new(version, ReportedDocument.RolledBack, [new ReportedMistake("", reason)]);
}

/// <summary>What became of a desired configuration.</summary>
/// <param name="Report">What to report now.</param>
/// <param name="Later">Completes when its trial ends, with what to report then, or null where nothing has changed; null where it is not tried.</param>
internal sealed record TwinOutcome(ReportedDocument Report, Task<ReportedDocument?>? Later = null);
