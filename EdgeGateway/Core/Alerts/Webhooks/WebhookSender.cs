using Microsoft.Extensions.Logging;

namespace EdgeGateway.Core.Alerts.Webhooks;

/// <summary>Tells one webhook what waits for it, one message at a time, the longest due first.</summary>
/// <remarks>
/// A message leaves the file only when the other side has it, so a kill in between sends it again, with the same id. What fails is tried again after a random
/// time up to 1, 2, 4 … 60 seconds until it is too old; what is refused is given up after <see cref="MostRefusals"/> refusals.
/// </remarks>
internal sealed class WebhookSender(
    WebhookTarget target, AlertStore store, Func<Delivery, WebhookMessage?> compose, WebhookLine line, Func<double> jitter, AlertMetrics? metrics, TimeProvider clock, ILogger logger)
{
    /// <summary>Refusals after which a message is given up.</summary>
    public const int MostRefusals = 5;

    private static readonly TimeSpan s_diskRetry = TimeSpan.FromSeconds(5);
    private static readonly TimeSpan s_longestBackoff = TimeSpan.FromSeconds(60);

    private readonly WebhookPace _pace = new(target.PerMinute, clock);
    private readonly Lock _gate = new();
    private DateTimeOffset? _acceptedAt;
    private DateTimeOffset? _failedAt;
    private string? _failure;
    private bool _isFailing;

    /// <summary>Accepted last: where the disk did not take that, it is not sent once more while this runs.</summary>
    private Guid _unwritten;

    /// <summary>How it stands.</summary>
    public WebhookView View()
    {
        var (waiting, givenUp) = Counts();
        lock (_gate)
        {
            return new WebhookView(target.Name, target.Kind, target.Address.Host, waiting, givenUp, _acceptedAt, _failure, _failedAt);
        }
    }

    /// <summary>Sends until the token.</summary>
    public async Task RunAsync(CancellationToken cancellationToken)
    {
        try
        {
            while (true)
            {
                var version = store.Version;
                var rest = await TurnAsync(cancellationToken).ConfigureAwait(false);
                if (rest != TimeSpan.Zero)
                {
                    await store.WaitForChangeAsync(version, rest, cancellationToken).ConfigureAwait(false);
                }
            }
        }
        catch (OperationCanceledException) when (cancellationToken.IsCancellationRequested)
        {
            // Stopped; what waits is on the disk.
        }
    }

    /// <summary>Does what is due: sends one message, or gives one up.</summary>
    /// <returns>How long nothing is due; zero where there may be more; <see cref="Timeout.InfiniteTimeSpan"/> where nothing waits.</returns>
    public async Task<TimeSpan> TurnAsync(CancellationToken cancellationToken)
    {
        try
        {
            if (store.Deliveries(table => table.Next(target.Name)) is not { } delivery)
            {
                return Timeout.InfiniteTimeSpan;
            }

            var now = clock.GetUtcNow();
            if (now >= delivery.Made + target.ExpireAfter)
            {
                GiveUp(delivery, FormattableString.Invariant($"not accepted within {target.ExpireAfter}, after {delivery.Tries} tries"));
                return TimeSpan.Zero;
            }

            var rest = Later(delivery.Due - now, _pace.Wait());
            if (rest > TimeSpan.Zero)
            {
                // Never longer than the longest back-off: the clock may have been set back, and what waits may become too old.
                return rest < s_longestBackoff ? rest : s_longestBackoff;
            }

            if (delivery.Id == _unwritten || compose(delivery) is not { } message)
            {
                store.Deliver(table => table.Done(delivery));
                return TimeSpan.Zero;
            }

            _pace.Sent();
            var answer = await line.SendAsync(target, message, cancellationToken).ConfigureAwait(false);
            metrics?.Delivered(TextOf(target.Kind), TextOf(answer.Outcome));
            Take(delivery with { Tries = delivery.Tries + 1 }, answer);
            return TimeSpan.Zero;
        }
        catch (AlertStoreException)
        {
            return s_diskRetry;
        }
    }

    private static TimeSpan Later(TimeSpan one, TimeSpan other) => one > other ? one : other;

    private static string TextOf(WebhookKind kind) => kind switch
    {
        WebhookKind.WeCom => "weCom",
        WebhookKind.DingTalk => "dingTalk",
        WebhookKind.Feishu => "feishu",
        _ => "generic",
    };

    private static string TextOf(WebhookOutcome outcome) => outcome switch
    {
        WebhookOutcome.Accepted => "accepted",
        WebhookOutcome.Refused => "refused",
        WebhookOutcome.Limited => "limited",
        _ => "failed",
    };

    private void Take(Delivery delivery, WebhookAnswer answer)
    {
        var said = target.Clean(answer.Said);
        if (answer.Outcome == WebhookOutcome.Accepted)
        {
            Accepted();
            _unwritten = delivery.Id;
            store.Deliver(table => table.Done(delivery));
            return;
        }

        Failed(said);
        if (answer.Outcome == WebhookOutcome.Limited)
        {
            _pace.Limit(answer.Wait.GetValueOrDefault() + (TimeSpan.FromSeconds(5) * jitter()));
        }

        var refusals = delivery.Refusals + (answer.Outcome == WebhookOutcome.Refused ? 1 : 0);
        if (refusals >= MostRefusals)
        {
            GiveUp(delivery with { Refusals = refusals }, said);
            return;
        }

        var due = clock.GetUtcNow() + (answer.Wait is null ? Backoff(delivery.Tries) * jitter() : TimeSpan.Zero);
        store.Deliver(table => table.Later(delivery with { Refusals = refusals, Due = due }, said));
    }

    private static TimeSpan Backoff(int tries)
    {
        var longest = TimeSpan.FromSeconds(1 << Math.Min(tries, 6));
        return longest < s_longestBackoff ? longest : s_longestBackoff;
    }

    private void GiveUp(Delivery delivery, string said)
    {
        store.Deliver(table => table.GiveUp(delivery, clock.GetUtcNow(), said));
        LogMessages.WebhookGaveUp(logger, target.Name, delivery.Id, delivery.Tries, said);
        store.Bump();
    }

    private void Accepted()
    {
        bool back;
        lock (_gate)
        {
            _acceptedAt = clock.GetUtcNow();
            (back, _isFailing) = (_isFailing, false);
        }

        if (back)
        {
            LogMessages.WebhookTakesAgain(logger, target.Name);
        }
    }

    private void Failed(string said)
    {
        bool isNew;
        lock (_gate)
        {
            (_failure, _failedAt) = (said, clock.GetUtcNow());
            (isNew, _isFailing) = (!_isFailing, true);
        }

        if (isNew)
        {
            LogMessages.WebhookFails(logger, target.Name, said);
        }
    }

    private (long Waiting, long GivenUp) Counts()
    {
        try
        {
            return store.Deliveries(table => (table.Count(target.Name, givenUp: false), table.Count(target.Name, givenUp: true)));
        }
        catch (AlertStoreException)
        {
            return (0, 0);
        }
    }
}

/// <summary>How a webhook stands.</summary>
/// <param name="Name">Its name.</param>
/// <param name="Kind">Whose format it speaks.</param>
/// <param name="Host">The host it is at; the rest of the address may be secret.</param>
/// <param name="Waiting">Messages that wait.</param>
/// <param name="GivenUp">Messages that were given up in the days that are kept.</param>
/// <param name="AcceptedAt">When one was last accepted since the start, or null.</param>
/// <param name="Failure">What it said, or what was wrong, when one failed last; null where none has since the start.</param>
/// <param name="FailedAt">When that was.</param>
public sealed record WebhookView(
    string Name, WebhookKind Kind, string Host, long Waiting, long GivenUp, DateTimeOffset? AcceptedAt, string? Failure, DateTimeOffset? FailedAt);
