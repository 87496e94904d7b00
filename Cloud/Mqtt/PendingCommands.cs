using Cloud.Mqtt.Native;

namespace Cloud.Mqtt;

/// <summary>Commands that were sent and wait for the broker's word. The loop's thread is the only user.</summary>
internal sealed class PendingCommands
{
    private readonly Dictionary<int, PublishCommand> _publishing = [];
    private readonly Dictionary<int, SubscribeCommand> _subscribing = [];

    /// <summary>Sends a command. It completes here where it failed or needs no answer, else when the broker answers.</summary>
    internal void Send(nint client, ConnectionCommand command)
    {
        int messageId;
        var error = command switch
        {
            PublishCommand publish => CommandWriter.Publish(client, publish.Message, out messageId),
            SubscribeCommand subscribe => CommandWriter.Subscribe(client, subscribe.Filters, out messageId),
            _ => throw new InvalidOperationException($"No such command: {command}."),
        };
        switch (command)
        {
            case var _ when error is not null:
                _ = command.Done.TrySetException(new MqttException(error));
                break;
            case PublishCommand { Message.QoS: 0 }:
                _ = command.Done.TrySetResult();
                break;
            case PublishCommand publish:
                _publishing[messageId] = publish;
                break;
            case SubscribeCommand subscribe:
                _subscribing[messageId] = subscribe;
                break;
        }
    }

    internal void Published(int messageId, int reason)
    {
        if (_publishing.Remove(messageId, out var publish))
        {
            Complete(publish, reason, publish.Message.Topic, "message to");
        }
    }

    internal void Subscribed(int messageId, ReadOnlySpan<int> granted)
    {
        if (!_subscribing.Remove(messageId, out var subscribe))
        {
            return;
        }

        for (var i = 0; i < granted.Length && i < subscribe.Filters.Count; i++)
        {
            if (IsRefusal(granted[i]))
            {
                Complete(subscribe, granted[i], subscribe.Filters[i], "subscription to");
                return;
            }
        }

        _ = subscribe.Done.TrySetResult();
    }

    internal void FailAll(string reason)
    {
        foreach (var command in _publishing.Values.Cast<ConnectionCommand>().Concat(_subscribing.Values))
        {
            command.Fail(reason);
        }
    }

    private static bool IsRefusal(int reason) => reason >= 0x80;

    private static void Complete(ConnectionCommand command, int reason, string name, string what) =>
        _ = IsRefusal(reason)
            ? command.Done.TrySetException(new MqttException($"The broker refused the {what} {name}: {Libmosquitto.ReasonText(reason)}."))
            : command.Done.TrySetResult();
}
