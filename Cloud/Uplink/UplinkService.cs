using System.Diagnostics.Metrics;
using Cloud.Contracts;
using Cloud.Mqtt;
using EdgeGateway.Core.Outbox;
using Microsoft.Extensions.Logging;

namespace Cloud.Uplink;

/// <summary>The gateway's side of the wire: brings every event of the outbox to headquarters, in order, and keeps at it for ever.</summary>
/// <remarks>
/// It connects, and begins again after any failure with a growing, jittered pause. Over each connection it sends batches within a window
/// and trims the outbox by headquarters' cursor alone. It knows events and the outbox, never devices.
/// </remarks>
public sealed class UplinkService
{
    private static readonly TimeSpan s_stopGrace = TimeSpan.FromSeconds(2);

    private readonly IMqttConnector _connector;
    private readonly UplinkTools _with;
    private long _turnAt;

    /// <summary>Makes the uplink; nothing happens before <see cref="RunAsync"/>.</summary>
    /// <param name="outbox">What is to be sent. Stays the caller's to dispose, after <see cref="RunAsync"/> has ended.</param>
    /// <param name="connector">Makes connections to the broker.</param>
    /// <param name="options">Validated options.</param>
    /// <param name="identity">Who the gateway is.</param>
    /// <param name="clock">Times pauses, linger and the cursor timeout.</param>
    /// <param name="jitter">A number from 0 to below 1.</param>
    /// <param name="meters">Makes the meter <c>Cloud.Uplink</c>.</param>
    /// <param name="handlers">Who carries out commands and puts desired configurations in force.</param>
    /// <param name="logger">Told of changes of state.</param>
    public UplinkService(
        Outbox outbox,
        IMqttConnector connector,
        UplinkOptions options,
        UplinkIdentity identity,
        TimeProvider clock,
        Func<double> jitter,
        IMeterFactory meters,
        DownlinkHandlers handlers,
        ILogger<UplinkService> logger)
    {
        ArgumentNullException.ThrowIfNull(options);
        ArgumentNullException.ThrowIfNull(identity);
        _connector = connector;
        Backoff = new ReconnectBackoff(options.ReconnectMin, options.ReconnectMax, options.ReconnectSpread, jitter);
        var board = new StatusBoard(clock, status => StatusChanged?.Invoke(status));
        _with = new UplinkTools(
            outbox, options, identity, clock, new BatchWriter(identity.Address, options.CompressAboveBytes), board,
            new UplinkMetrics(meters, () => board.Status),
            new Downlink(handlers, identity.Address, clock, logger), logger);
        _turnAt = clock.GetTimestamp();
    }

    /// <summary>Raised on the uplink's thread after every change of <see cref="Status"/>; a handler must be quick and must not throw.</summary>
    public event Action<UplinkStatus>? StatusChanged;

    /// <summary>How it stands. Any thread.</summary>
    public UplinkStatus Status => _with.Board.Status;

    /// <summary>How long ago it last began or gave up a connection; zero while it is online, where the session watches itself. Any thread.</summary>
    public TimeSpan SinceTurn => Status.State == UplinkState.Online ? TimeSpan.Zero : _with.Clock.GetElapsedTime(Volatile.Read(ref _turnAt));

    /// <summary>How long the last batch took from sending until headquarters' commit was heard; null before the first. Any thread.</summary>
    public TimeSpan? RoundTrip => _with.Metrics.RoundTrip;

    private ReconnectBackoff Backoff { get; }

    /// <summary>Runs until <paramref name="cancellationToken"/> stops it; then says goodbye, which takes up to about five seconds.</summary>
    /// <returns>Completes normally when stopped. Never faults for anything the network, broker or headquarters does.</returns>
    public async Task RunAsync(CancellationToken cancellationToken)
    {
        if (_with.Options.Trim == UplinkTrim.Puback)
        {
            _with.Logger.TrimsOnPuback();
        }

        await _with.Downlink.StartAsync().ConfigureAwait(false);
        for (var again = false; !cancellationToken.IsCancellationRequested; again = true)
        {
            if (again)
            {
                _with.Metrics.Reconnected();
            }

            Volatile.Write(ref _turnAt, _with.Clock.GetTimestamp());
            var reason = await ConnectOnceAsync(cancellationToken).ConfigureAwait(false);
            Volatile.Write(ref _turnAt, _with.Clock.GetTimestamp());
            if (_with.Board.Offline(reason) && !cancellationToken.IsCancellationRequested)
            {
                _with.Logger.UplinkOffline(reason);
            }

            try
            {
                await Task.Delay(Backoff.Next(), _with.Clock, cancellationToken).ConfigureAwait(false);
            }
            catch (OperationCanceledException)
            {
                // Stopped during the pause.
            }
        }

        await _with.Downlink.StopAsync(s_stopGrace).ConfigureAwait(false);
        _with.Downlink.Dispose();
    }

    private async Task<string> ConnectOnceAsync(CancellationToken cancellationToken)
    {
        try
        {
            var connection = await _connector.ConnectAsync(ConnectOptions(), cancellationToken).ConfigureAwait(false);
            await using var owned = connection.ConfigureAwait(false);
            using var session = new UplinkSession(_with, connection);
            var begun = _with.Clock.GetTimestamp();
            try
            {
                return await session.RunAsync(cancellationToken).ConfigureAwait(false);
            }
            finally
            {
                if (session.HasCommitted || _with.Clock.GetElapsedTime(begun) >= _with.Options.ReconnectMax)
                {
                    Backoff.Reset();
                }

                if (cancellationToken.IsCancellationRequested)
                {
                    _with.Logger.UplinkStopped(session.InFlight);
                }
            }
        }
        catch (OperationCanceledException) when (cancellationToken.IsCancellationRequested)
        {
            return "stopped";
        }
        catch (Exception e) when (e is MqttException or OutboxUnavailableException or IOException or UnauthorizedAccessException)
        {
            return e.Message;
        }
        catch (Exception e)
        {
            // The gateway must not lose its uplink for good over a fault in it; the next connection begins from the outbox again.
            _with.Logger.UplinkFault(e);
            return $"unexpected: {e.Message}";
        }
    }

    private MqttConnectOptions ConnectOptions()
    {
        var options = _with.Options;
        return new MqttConnectOptions
        {
            Host = options.Host,
            Port = options.Port,
            ClientId = _with.Identity.Address.Gateway,
            CleanStart = true,
            UserName = options.UserName,
            Password = options.PasswordFile is { } file ? File.ReadAllText(file).TrimEnd('\r', '\n') : null,
            Will = StateMessages.Of(_with.Identity, StateDocument.Offline),
            Tls = options.CaFile is { } authorities ? new MqttTlsFiles(authorities, options.CertificateFile, options.KeyFile) : null,
        };
    }
}
