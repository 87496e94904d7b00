using System.Text.Json;
using Cloud.Contracts;
using Cloud.Contracts.Commands;
using Cloud.Uplink;
using Microsoft.Extensions.Logging;

namespace EdgeGateway.Host.Commands;

/// <summary>Headquarters' command <c>logs</c>: the last lines of the gateway's own log.</summary>
internal sealed class LogsCommand(LogRing ring)
{
    /// <summary>Reads them.</summary>
    internal ValueTask<CommandAnswer> HandleAsync(CommandCall call, CancellationToken cancellationToken)
    {
        var (body, refusal) = CommandBody.Read(call, GatewayCommandJson.Default.LogsOrder, "perhaps lines and level");
        refusal ??= CommandBody.Beyond("lines", body!.Lines, LogsOrder.MostLines);
        if (refusal is not null)
        {
            return new(refusal);
        }

        LogLevel? least = body!.Level switch { null or "information" => LogLevel.Information, "warning" => LogLevel.Warning, "error" => LogLevel.Error, _ => null };
        return new(least is { } level
            ? new CommandAnswer(CommandStatus.Done, JsonSerializer.SerializeToElement(ring.Last(body.Lines ?? LogsOrder.UsualLines, level), GatewayCommandJson.Default.LogsResult))
            : CommandBody.Refused($"level is '{(body.Level!.Length > 32 ? body.Level[..32] : body.Level)}'; expected information, warning or error"));
    }
}
