using System.Text.Json;
using Cloud.Contracts;
using Cloud.Contracts.Commands;
using Cloud.Mqtt;
using Microsoft.Extensions.Logging;

namespace Cloud.Uplink;

/// <summary>What comes from headquarters besides the cursor: commands and the desired configuration. It never holds up the sending of events.</summary>
/// <remarks>
/// A command's answer goes out over whatever connection is there when it is ready; where there is none it is lost, and headquarters asks again with
/// the same id. Commands are not kept by the broker for a gateway that is away: sessions are clean.
/// </remarks>
internal sealed class Downlink : IDisposable
{
    /// <summary>Commands carried out at once; more are refused.</summary>
    private const int MostCommands = 16;

    private readonly DownlinkHandlers _handlers;
    private readonly GatewayAddress _address;
    private readonly TimeProvider _clock;
    private readonly ILogger _logger;
    private readonly TwinApplication _twin;
    private readonly CancellationTokenSource _stop = new();
    private readonly Lock _gate = new();
    private readonly HashSet<Task> _running = [];
    private IMqttConnection? _connection;

    internal Downlink(DownlinkHandlers handlers, GatewayAddress address, TimeProvider clock, ILogger logger)
    {
        (_handlers, _address, _clock, _logger) = (handlers, address, clock, logger);
        _twin = new TwinApplication(handlers.Twin, handlers.Trial, clock, logger);
        List<string> filters = [];
        if (handlers.Commands.Count > 0)
        {
            filters.Add($"{address.Topic(Topics.Command)}/+");
        }

        if (handlers.Twin.Count > 0)
        {
            filters.Add(address.Topic(Topics.Desired));
        }

        Filters = filters;
    }

    /// <summary>What to subscribe to.</summary>
    internal IReadOnlyList<string> Filters { get; }

    /// <summary>Puts the configuration that was trusted last in force; before the first connection.</summary>
    internal Task StartAsync() => _twin.StartAsync(_stop.Token);

    /// <summary>Answers go out over this connection from now on.</summary>
    internal void Attach(IMqttConnection connection) => Volatile.Write(ref _connection, connection);

    /// <summary>Takes a message that is not a cursor; returns at once.</summary>
    internal void Take(MqttMessage message)
    {
        if (!Topics.TryParse(message.Topic, out var address, out var leaf) || address != _address)
        {
            return;
        }

        if (leaf == Topics.Desired)
        {
            // Its turn is taken here, in the order of arrival.
            var applying = _twin.ApplyAsync(message.Payload, _stop.Token);
            Run(() => ReportAsync(applying), always: true);
        }
        else if (leaf.StartsWith(Topics.Command + "/", StringComparison.Ordinal))
        {
            Command(leaf[(Topics.Command.Length + 1)..], message);
        }
    }

    /// <summary>Asks what is under way to end and waits for it, at most <paramref name="grace"/>.</summary>
    internal async Task StopAsync(TimeSpan grace)
    {
        await _stop.CancelAsync().ConfigureAwait(false);
        Task[] running;
        lock (_gate)
        {
            running = [.. _running];
        }

        try
        {
            await Task.WhenAll(running).WaitAsync(grace, _clock).ConfigureAwait(false);
        }
        catch (TimeoutException)
        {
            _logger.CommandsAbandoned(running.Count(task => !task.IsCompleted));
        }
    }

    /// <inheritdoc/>
    public void Dispose() => _stop.Dispose();

    private void Command(string name, MqttMessage message)
    {
        if (message.Retain)
        {
            // A kept command would be carried out again at every connection.
            _logger.CommandPassedOver(name, "it is retained");
            return;
        }

        var id = message.UserProperties.FirstOrDefault(property => property.Key == "id").Value;
        if (id is not { Length: > 0 and <= 64 })
        {
            Answer(message, id: null, new CommandAnswer(CommandStatus.Refused, Reason: "the user property 'id' is missing or longer than 64 characters"));
        }
        else if (!_handlers.Commands.TryGetValue(name, out var handler))
        {
            Answer(message, id, new CommandAnswer(CommandStatus.Refused, Reason: $"there is no command '{name}'; there are: {string.Join(", ", _handlers.Commands.Keys.Order(StringComparer.Ordinal))}"));
        }
        else if (!Run(() => ExecuteAsync(handler, CallOf(name, id, message), message)))
        {
            Answer(message, id, new CommandAnswer(CommandStatus.Refused, Reason: $"{MostCommands} commands are under way; ask again later"));
        }
    }

    private CommandCall CallOf(string name, string id, MqttMessage message)
    {
        var call = new CommandCall(name, id, message.Payload, message.ExpirySeconds is { } seconds ? _clock.GetUtcNow().AddSeconds(seconds) : null);
        return message.UserProperties.Any(property => property is { Key: GatewayCommands.ProgressProperty, Value: "1" })
            ? call with
            {
                ProgressAsync = progress => AnswerAsync(
                    message, id, new CommandAnswer(CommandStatus.Underway, JsonSerializer.SerializeToElement(progress, GatewayCommandJson.Default.CommandProgress))),
            }
            : call;
    }

    private async Task ExecuteAsync(CommandHandler handler, CommandCall call, MqttMessage message)
    {
        CommandAnswer answer;
        try
        {
            answer = await handler(call, _stop.Token).ConfigureAwait(false);
        }
        catch (OperationCanceledException) when (_stop.IsCancellationRequested)
        {
            return;
        }
        catch (Exception e)
        {
            _logger.CommandFailed(e, call.Name, call.Id);
            answer = new CommandAnswer(CommandStatus.Failed, Reason: e.Message);
        }

        await AnswerAsync(message, call.Id, answer).ConfigureAwait(false);
        answer.Sent?.Invoke();
    }

    private async Task ReportAsync(Task<TwinOutcome?> applying)
    {
        if (await applying.ConfigureAwait(false) is not { } outcome)
        {
            return;
        }

        await ReportAsync(outcome.Report).ConfigureAwait(false);
        if (outcome.Later is { } later && await later.ConfigureAwait(false) is { } afterwards)
        {
            await ReportAsync(afterwards).ConfigureAwait(false);
        }
    }

    private Task ReportAsync(ReportedDocument report) => PublishAsync(new MqttMessage
    {
        Topic = _address.Topic(Topics.Reported),
        Payload = report.ToUtf8(),
        Retain = true,
        ContentType = "application/json",
    });

    private void Answer(MqttMessage message, string? id, CommandAnswer answer) => Run(() => AnswerAsync(message, id, answer), always: true);

    private Task AnswerAsync(MqttMessage message, string? id, CommandAnswer answer)
    {
        // Nothing is written outside the gateway's own topics, whatever the asker says.
        if (message.ResponseTopic is not { } topic
            || !topic.StartsWith(_address.Topic(Topics.Response) + "/", StringComparison.Ordinal)
            || topic.AsSpan().ContainsAny('+', '#'))
        {
            _logger.CommandNotAnswered(message.Topic, message.ResponseTopic);
            return Task.CompletedTask;
        }

        return PublishAsync(new MqttMessage
        {
            Topic = topic,
            Payload = new CommandResponse(id, answer.Status, answer.Reason, answer.Body).ToUtf8(),
            ContentType = "application/json",
            CorrelationData = message.CorrelationData,
        });
    }

    private async Task PublishAsync(MqttMessage message)
    {
        try
        {
            if (Volatile.Read(ref _connection) is { } connection)
            {
                await connection.PublishAsync(message, CancellationToken.None).ConfigureAwait(false);
            }
        }
        catch (Exception e) when (e is MqttException or ObjectDisposedException)
        {
            _logger.AnswerLost(message.Topic, e.Message);
        }
    }

    /// <summary>Starts it besides. False where too much is under way.</summary>
    private bool Run(Func<Task> work, bool always = false)
    {
        Task task;
        lock (_gate)
        {
            if (!always && _running.Count >= MostCommands)
            {
                return false;
            }

            task = Task.Run(work, CancellationToken.None);
            _running.Add(task);
        }

        _ = task.ContinueWith(
            done =>
            {
                lock (_gate)
                {
                    _running.Remove(done);
                }
            },
            CancellationToken.None,
            TaskContinuationOptions.ExecuteSynchronously,
            TaskScheduler.Default);
        return true;
    }
}
