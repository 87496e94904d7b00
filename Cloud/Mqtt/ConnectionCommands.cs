namespace Cloud.Mqtt;

/// <summary>What a caller asks the thread of a connection to do.</summary>
internal abstract class ConnectionCommand
{
    /// <summary>Completes away from the loop's thread, so that no caller's code runs on it.</summary>
    internal TaskCompletionSource Done { get; } = new(TaskCreationOptions.RunContinuationsAsynchronously);

    /// <summary>Ends a command whose connection has ended.</summary>
    internal void Fail(string reason)
    {
        _ = Done.TrySetException(new MqttException($"The connection has ended: {reason}."));

        // Nobody may be waiting any more; then the fault is nobody's news.
        _ = Done.Task.Exception;
    }
}

/// <summary>Publish one message.</summary>
internal sealed class PublishCommand(MqttMessage message) : ConnectionCommand
{
    internal MqttMessage Message { get; } = message;
}

/// <summary>Subscribe to filters, QoS 1.</summary>
internal sealed class SubscribeCommand(IReadOnlyList<string> filters) : ConnectionCommand
{
    internal IReadOnlyList<string> Filters { get; } = filters;
}
