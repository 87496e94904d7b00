using EdgeGateway.Core.Members;
using Microsoft.Extensions.Logging;

namespace EdgeGateway.Core.Alerts.Webhooks;

/// <summary>The webhooks of a store, each told on its own from the queue in the file of alerts.</summary>
public sealed class AlertWebhooks : IDisposable
{
    private readonly AlertStore _store;
    private readonly string _name;
    private readonly Func<string, MemberProfile?> _profile;
    private readonly TimeProvider _clock;
    private readonly WebhookLine _line;

    /// <summary>Reads the secrets. Nothing is sent before <see cref="RunAsync"/>.</summary>
    /// <param name="desk">The alerts, opened with the same options.</param>
    /// <param name="options">How staff are told.</param>
    /// <param name="store">The store's name, for messages of programs.</param>
    /// <param name="profile">The profile of a member, or null.</param>
    /// <param name="clock">Time, and the store's time zone.</param>
    /// <param name="jitter">Random numbers from 0 up to 1.</param>
    /// <param name="metrics">What is counted; null for nothing.</param>
    /// <param name="logger">Told of changes: never of an address, a secret or a member.</param>
    /// <exception cref="IOException">A secret cannot be read; the message is one line for people.</exception>
    public AlertWebhooks(
        AlertDesk desk, AlertOptions options, string store, Func<string, MemberProfile?> profile, TimeProvider clock, Func<double> jitter, AlertMetrics? metrics, ILogger logger)
        : this(desk, options, store, profile, clock, jitter, metrics, logger, new WebhookLine(clock))
    {
    }

    internal AlertWebhooks(
        AlertDesk desk, AlertOptions options, string store, Func<string, MemberProfile?> profile, TimeProvider clock, Func<double> jitter, AlertMetrics? metrics,
        ILogger logger, WebhookLine line)
    {
        ArgumentNullException.ThrowIfNull(desk);
        ArgumentNullException.ThrowIfNull(options);
        (_store, _name, _profile, _clock, _line) = (desk.Store, store, profile, clock, line);
        Senders =
        [
            .. options.Webhooks.Select(WebhookTarget.Read)
                .Select(target => new WebhookSender(target, _store, Compose, line, jitter, metrics, clock, logger)),
        ];
    }

    /// <summary>How each stands.</summary>
    public IReadOnlyList<WebhookView> Views => [.. Senders.Select(sender => sender.View())];

    /// <summary>One for each webhook, in the order of the configuration.</summary>
    internal IReadOnlyList<WebhookSender> Senders { get; }

    /// <summary>Sends what waits, until the token.</summary>
    public Task RunAsync(CancellationToken cancellationToken) => Task.WhenAll(Senders.Select(sender => sender.RunAsync(cancellationToken)));

    /// <inheritdoc/>
    public void Dispose() => _line.Dispose();

    private WebhookMessage? Compose(Delivery delivery)
    {
        var alert = _store.Find(delivery.Alert);
        if (alert is null or { State: AlertState.Forgotten } || (delivery.Kind == DeliveryKinds.Waiting && alert.State != AlertState.New))
        {
            return null;
        }

        return new WebhookMessage(delivery.Id, delivery.Kind, _name, alert, _profile(alert.Member), _clock.LocalTimeZone);
    }
}
