using System.Collections.Concurrent;
using System.Data.Common;
using System.Text;
using Cloud.Contracts;
using Cloud.Contracts.Commands;
using Cloud.Crm.Access;
using Cloud.Crm.Fleet;
using Cloud.Crm.Ingest;
using Cloud.Mqtt;

namespace Cloud.Crm.Gateways;

/// <summary>This node's way to the gateways: commands with their answers, and wanted configurations with their reports.</summary>
/// <remarks>
/// A connection of its own beside ingest, with a clean session: what nobody waits for any more is not kept. Wanted configurations are retained by the
/// broker; whatever is still unanswered is published again at every connection, for a broker may have forgotten it.
/// </remarks>
internal sealed class GatewayLink(
    string node,
    FleetRegistry fleet,
    TwinTable twins,
    CommandTable commands,
    IMqttConnector connector,
    MqttConnectOptions broker,
    TimeProvider clock,
    Func<double> jitter,
    ILogger<GatewayLink> logger) : BackgroundService
{
    /// <summary>Answers waited for at once.</summary>
    private const int MostPending = 1000;

    private static readonly TimeSpan s_firstRetry = TimeSpan.FromMilliseconds(250);
    private static readonly TimeSpan s_longestRetry = TimeSpan.FromSeconds(15);

    private readonly ConcurrentDictionary<Guid, Pending> _pending = [];
    private volatile TaskCompletionSource<IMqttConnection> _connection = new(TaskCreationOptions.RunContinuationsAsynchronously);

    private sealed record Pending(string Gateway, TaskCompletionSource<CommandResponse> Answer, Func<CommandProgress, Task>? Told);

    /// <summary>Sends a command and waits for its answer.</summary>
    /// <param name="gateway">To whom.</param>
    /// <param name="name">What.</param>
    /// <param name="id">The same id again is the same command.</param>
    /// <param name="body">JSON.</param>
    /// <param name="wait">How long; the command expires with it.</param>
    /// <param name="cancellationToken">Gives up.</param>
    /// <param name="told">Told how far it is; null where nobody wants to know.</param>
    /// <param name="wanted">When the command expires, where that is sooner than its answer is given up.</param>
    /// <returns>The answer, or null where none came in time: nobody knows what became of it, and the same id may be sent again.</returns>
    /// <exception cref="GatewayLinkException">It was not sent; the message says why.</exception>
    internal async Task<CommandResponse?> CallAsync(
        RegisteredGateway gateway, string name, string id, ReadOnlyMemory<byte> body, TimeSpan wait, CancellationToken cancellationToken, Func<CommandProgress, Task>? told = null, TimeSpan? wanted = null)
    {
        if (_pending.Count >= MostPending)
        {
            throw new GatewayLinkException($"{MostPending} commands are waited for; ask again later");
        }

        var address = AddressOf(gateway);
        var correlation = Guid.NewGuid();
        var pending = new Pending(gateway.Name, new TaskCompletionSource<CommandResponse>(TaskCreationOptions.RunContinuationsAsynchronously), told);
        _pending[correlation] = pending;
        try
        {
            var begun = clock.GetTimestamp();
            var connection = await ConnectionAsync(wait, cancellationToken);
            wait -= clock.GetElapsedTime(begun);
            await connection.PublishAsync(
                new MqttMessage
                {
                    Topic = $"{address.Topic(Topics.Command)}/{name}",
                    Payload = body,
                    ContentType = "application/json",
                    ResponseTopic = $"{address.Topic(Topics.Response)}/{node}",
                    CorrelationData = correlation.ToByteArray(),
                    ExpirySeconds = (uint)Math.Ceiling(Math.Max(1, (wanted < wait ? wanted.Value : wait).TotalSeconds)),
                    UserProperties = told is null ? [new("id", id)] : [new("id", id), new(GatewayCommands.ProgressProperty, "1")],
                },
                cancellationToken);
            return await pending.Answer.Task.WaitAsync(wait > TimeSpan.Zero ? wait : TimeSpan.Zero, clock, cancellationToken);
        }
        catch (TimeoutException)
        {
            return null;
        }
        catch (MqttException e)
        {
            throw new GatewayLinkException($"the connection to the broker broke before the command was known to be sent: {e.Message}", e);
        }
        finally
        {
            _pending.TryRemove(correlation, out _);
        }
    }

    /// <summary>Publishes what is wanted of a gateway, as far as the connection goes; the rest happens at the next one.</summary>
    internal async Task DesireAsync(RegisteredGateway gateway, long version, string config)
    {
        try
        {
            if (_connection.Task is { IsCompletedSuccessfully: true } connected)
            {
                await PublishAsync(await connected, gateway, version, config);
            }
        }
        catch (MqttException)
        {
            // It is in the database, and published when the connection is back.
        }
    }

    /// <inheritdoc/>
    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        var wait = s_firstRetry;
        var told = false;
        while (!stoppingToken.IsCancellationRequested)
        {
            try
            {
                await using var connection = await connector.ConnectAsync(
                    broker with { ClientId = $"headquarters-{node}", CleanStart = true }, stoppingToken);
                await connection.SubscribeAsync([$"{Topics.Root}/+/+/+/{Topics.Response}/{node}", $"{Topics.Root}/+/+/+/{Topics.Reported}"], stoppingToken);
                _connection.SetResult(connection);
                (wait, told) = (s_firstRetry, false);
                await PublishOpenAsync(connection, stoppingToken);
                await foreach (var message in connection.Inbound.ReadAllAsync(stoppingToken))
                {
                    await TakeAsync(message, stoppingToken);
                }
            }
            catch (OperationCanceledException) when (stoppingToken.IsCancellationRequested)
            {
                return;
            }
            catch (Exception exception)
            {
                if (!told)
                {
                    told = true;
                    logger.GatewayLinkFailed(exception);
                }
            }
            finally
            {
                if (_connection.Task.IsCompleted)
                {
                    _connection = new(TaskCreationOptions.RunContinuationsAsynchronously);
                }
            }

            try
            {
                await Task.Delay(wait * jitter(), clock, stoppingToken);
            }
            catch (OperationCanceledException)
            {
                return;
            }

            wait = wait * 2 < s_longestRetry ? wait * 2 : s_longestRetry;
        }
    }

    private async Task<IMqttConnection> ConnectionAsync(TimeSpan wait, CancellationToken cancellationToken)
    {
        try
        {
            return await _connection.Task.WaitAsync(wait, clock, cancellationToken);
        }
        catch (TimeoutException)
        {
            throw new GatewayLinkException($"headquarters had no connection to the broker for {wait.TotalSeconds:0} s");
        }
    }

    private async Task PublishOpenAsync(IMqttConnection connection, CancellationToken cancellationToken)
    {
        var gateways = fleet.All.ToDictionary(gateway => gateway.Id);
        foreach (var (id, version, config) in await twins.OpenAsync(cancellationToken))
        {
            if (gateways.TryGetValue(id, out var gateway))
            {
                await PublishAsync(connection, gateway, version, config);
            }
        }
    }

    private static Task PublishAsync(IMqttConnection connection, RegisteredGateway gateway, long version, string config) => connection.PublishAsync(
        new MqttMessage
        {
            Topic = AddressOf(gateway).Topic(Topics.Desired),
            Payload = Encoding.UTF8.GetBytes($$"""{"version":{{version}},"config":{{config}}}"""),
            Retain = true,
            ContentType = "application/json",
        },
        CancellationToken.None);

    private async Task TakeAsync(MqttMessage message, CancellationToken cancellationToken)
    {
        if (!Topics.TryParse(message.Topic, out var address, out var leaf) || fleet.Find(address.Gateway) is not { } gateway || AddressOf(gateway) != address)
        {
            return;
        }

        if (leaf == Topics.Reported)
        {
            if (ReportedDocument.Read(message.Payload.Span) is { } report)
            {
                await ReportAsync(gateway, report, cancellationToken);
            }
        }
        else if (message.CorrelationData.Length == 16 && CommandResponse.Read(message.Payload.Span) is { } response)
        {
            await HearAsync(gateway, new Guid(message.CorrelationData.Span), response, cancellationToken);
        }
    }

    private async Task HearAsync(RegisteredGateway gateway, Guid correlation, CommandResponse response, CancellationToken cancellationToken)
    {
        var isWaitedFor = _pending.TryGetValue(correlation, out var pending);
        if (isWaitedFor && pending!.Gateway != gateway.Name)
        {
            return;
        }

        try
        {
            if (response.Status != CommandStatus.Underway)
            {
                if (isWaitedFor)
                {
                    pending!.Answer.TrySetResult(response);
                }
                else if (response.Id is { } id)
                {
                    await commands.AnswerAsync(gateway, id, response, Caller.Headquarters, cancellationToken);
                }
            }
            else if (isWaitedFor && pending!.Told is { } told
                && response.Body is { } body && GatewayCommandJson.Read(Encoding.UTF8.GetBytes(body.GetRawText()), GatewayCommandJson.Default.CommandProgress) is { } progress)
            {
                await told(progress);
            }
        }
        catch (Exception exception) when (exception is DbException or TimeoutException)
        {
            logger.CommandNotKept(gateway.Name, exception);
        }
    }

    private async Task ReportAsync(RegisteredGateway gateway, ReportedDocument report, CancellationToken cancellationToken)
    {
        try
        {
            await twins.ReportAsync(gateway.Id, report, cancellationToken);
        }
        catch (Exception exception) when (exception is DbException or TimeoutException)
        {
            // The report is retained: it comes again with the next connection.
            logger.ReportNotKept(gateway.Name, exception);
        }
    }

    private static GatewayAddress AddressOf(RegisteredGateway gateway) => new(gateway.Shard, gateway.Store, gateway.Name);
}

/// <summary>Something could not be sent to a gateway; the message is for people.</summary>
internal sealed class GatewayLinkException(string message, Exception? inner = null) : Exception(message, inner);
