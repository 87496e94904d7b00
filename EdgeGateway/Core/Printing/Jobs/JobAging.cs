using Microsoft.Extensions.Logging;

namespace EdgeGateway.Core.Printing.Jobs;

/// <summary>Gives up jobs that waited too long, and forgets those that ended long ago.</summary>
internal sealed class JobAging(DeskParts desk)
{
    private static readonly TimeSpan s_look = TimeSpan.FromSeconds(1);
    private static readonly TimeSpan s_forgetEvery = TimeSpan.FromHours(1);

    /// <summary>Looks once a second, until the token.</summary>
    public async Task RunAsync(CancellationToken cancellationToken)
    {
        var forgotten = DateTimeOffset.MinValue;
        using var timer = new PeriodicTimer(s_look, desk.Clock);
        do
        {
            var now = desk.Clock.GetUtcNow();
            TryExpire();
            if (now - forgotten >= s_forgetEvery || now < forgotten)
            {
                forgotten = now;
                TryForget(now);
            }
        }
        while (await timer.WaitForNextTickAsync(cancellationToken).ConfigureAwait(false));
    }

    /// <summary>Gives up what waited too long.</summary>
    public void Expire()
    {
        var now = desk.Clock.GetUtcNow();
        foreach (var late in desk.Store.Live().Where(job => job.State == JobState.Accepted && job.ExpiresAt <= now && !desk.Turns.IsHeld(job.Id)))
        {
            var given = desk.Store.Change(late.Id, job => job.State == JobState.Accepted && job.ExpiresAt <= now && !desk.Turns.IsHeld(job.Id)
                ? JobSteps.GiveUp(job, job.Reason is { } why ? $"expired; {why}" : Waited(job), now)
                : null);
            if (given is not null)
            {
                desk.Metrics?.Outcome(given.State);
                LogMessages.PrintFailed(desk.Logger, given.Id, given.Request.Template, given.Reason);
            }
        }
    }

    private string Waited(PrintJob job)
    {
        var station = JobRules.FirstFor(job.Request, desk.Turns.Stations);
        return station?.Condition.Reason is { } why ? $"expired while it waited for {station.Id}: {why}" : "expired while it waited for a printer";
    }

    private void TryExpire()
    {
        try
        {
            Expire();
        }
        catch (JobStoreException)
        {
            // Said in the log; the next look tries again.
        }
    }

    private void TryForget(DateTimeOffset now)
    {
        try
        {
            desk.Store.Forget(now - TimeSpan.FromDays(desk.Options.HistoryDays));
        }
        catch (JobStoreException)
        {
            // Said in the log; in an hour again.
        }
    }
}
