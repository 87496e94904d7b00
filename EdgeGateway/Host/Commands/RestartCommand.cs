using Cloud.Contracts;
using Cloud.Uplink;
using Microsoft.Extensions.Logging;

namespace EdgeGateway.Host.Commands;

/// <summary>Headquarters' command <c>restart</c>: the service ends in order after it has answered, and systemd starts it again.</summary>
/// <param name="isStartedAgain">Whether somebody starts it when it ends; else the command is refused.</param>
/// <param name="logger">Told that it restarts.</param>
internal sealed class RestartCommand(bool isStartedAgain, ILogger logger)
{
    private readonly TaskCompletionSource _asked = new(TaskCreationOptions.RunContinuationsAsynchronously);

    /// <summary>Completes when the service is to end.</summary>
    internal Task Asked => _asked.Task;

    /// <summary>Whether this process is a systemd service, whose unit says <c>Restart=always</c>.</summary>
    internal static bool IsService => Environment.GetEnvironmentVariable("INVOCATION_ID") is not null && Environment.GetEnvironmentVariable("NOTIFY_SOCKET") is not null;

    /// <summary>Answers, and ends the service when the answer is out.</summary>
    internal ValueTask<CommandAnswer> HandleAsync(CommandCall call, CancellationToken cancellationToken)
    {
        if (!isStartedAgain)
        {
            return new(CommandBody.Refused("this gateway does not run as a systemd service; nobody would start it again"));
        }

        logger.RestartAsked(call.Id);
        return new(new CommandAnswer(CommandStatus.Done) { Sent = () => _asked.TrySetResult() });
    }
}
