using Cloud.Crm.Storage;
using Cloud.Mqtt;

namespace Cloud.Crm.Joining;

/// <summary>Makes a certificate that was taken back worth nothing at the broker: brings it the list, and ends the connection that stands already.</summary>
/// <remarks>
/// Mosquitto 2.0 reads its list again on SIGHUP and holds new connections to it, and keeps those that stand. A connection under the same client id takes
/// their place, which the broker must allow (MQTT 5, 3.1.4): headquarters makes one, at its own port, where a client id is what the client says.
/// </remarks>
internal sealed class RevocationWatch(
    JoinTable table, Certification certification, JoiningOptions options, IMqttConnector connector, MqttConnectOptions broker, TimeProvider clock, ILogger<RevocationWatch> logger)
    : BackgroundService
{
    /// <summary>How often it is looked. Never below two seconds: of two lists of the same second OpenSSL keeps the earlier.</summary>
    internal static readonly TimeSpan Period = TimeSpan.FromSeconds(5);

    // After this long, each: the broker has the list by then, at once or when it fetches it, and who was cut off cannot come back.
    private static readonly TimeSpan[] s_cuts = [TimeSpan.FromSeconds(2), TimeSpan.FromSeconds(20), TimeSpan.FromSeconds(45)];
    private static readonly TimeSpan s_writeAgain = TimeSpan.FromDays(1);

    private string _written = "";
    private DateTime _writtenAt;
    private DateTime _lookedAt;

    /// <summary>The list as of now, PEM.</summary>
    internal async Task<string> ListAsync(CancellationToken cancellationToken) =>
        certification.Authorities!.Gateways.RevocationList(await table.RevokedAsync(clock.GetUtcNow().UtcDateTime, cancellationToken), clock.GetUtcNow());

    /// <summary>Writes the list where it has changed, and cuts off who was revoked lately.</summary>
    internal async Task LookAsync(CancellationToken cancellationToken)
    {
        var now = clock.GetUtcNow().UtcDateTime;
        var before = _lookedAt == default ? now - Period : _lookedAt;
        if (options.RevocationsFile is { } file)
        {
            var revoked = await table.RevokedAsync(now, cancellationToken);
            var key = string.Join(' ', revoked.Select(r => r.Serial));
            if (key != _written || now - _writtenAt >= s_writeAgain || !File.Exists(file))
            {
                PrivateFile.WriteOpen(file, certification.Authorities!.Gateways.RevocationList(revoked, clock.GetUtcNow()));
                (_written, _writtenAt) = (key, now);
                logger.RevocationsWritten(revoked.Count, file);
            }
        }

        foreach (var gateway in await table.RevokedSinceAsync(before - s_cuts[^1], cancellationToken))
        {
            if (s_cuts.Any(after => gateway.At + after > before && gateway.At + after <= now))
            {
                await CutAsync(JoiningGateway.IdentityOf(gateway.Shard, gateway.Store, gateway.Gateway), cancellationToken);
                logger.GatewayCutOff(gateway.Gateway);
            }
        }

        _lookedAt = now;
    }

    /// <inheritdoc/>
    protected override Task ExecuteAsync(CancellationToken stoppingToken) =>
        Rounds.RunAsync(Period, clock, LookAsync, logger.RevocationsFailing, stoppingToken);

    private async Task CutAsync(string identity, CancellationToken cancellationToken)
    {
        // The same client id, a clean session that ends with the connection: nothing is left of the one before.
        await using var connection = await connector.ConnectAsync(broker with { ClientId = identity, CleanStart = true, SessionExpiry = TimeSpan.Zero, Will = null }, cancellationToken);
    }
}
