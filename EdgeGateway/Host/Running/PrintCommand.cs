using System.Text.Json;
using System.Text.Json.Serialization;
using Cloud.Contracts;
using Cloud.Uplink;
using EdgeGateway.Core.Printing.Jobs;

namespace EdgeGateway.Host.Running;

/// <summary>The command <c>print</c> from headquarters: its outcome is the answer. The command's id is the job's, so a command that comes twice prints once.</summary>
internal sealed class PrintCommand(PrintDesk desk)
{
    /// <summary>The command's name.</summary>
    public const string Name = "print";

    /// <summary>Takes the job in and waits for its outcome.</summary>
    public async ValueTask<CommandAnswer> HandleAsync(CommandCall call, CancellationToken cancellationToken)
    {
        PrintCommandBody? body;
        try
        {
            body = JsonSerializer.Deserialize(call.Body.Span, PrintCommandJson.Default.PrintCommandBody);
        }
        catch (JsonException e)
        {
            return Answer(CommandStatus.Refused, null, $"the body does not fit at {e.Path}; expected an object with template, data, culture, copies, printer or role, and priority");
        }

        if (body is null)
        {
            return Answer(CommandStatus.Refused, null, "the body is null; expected an object");
        }

        var id = IdOf(call.Id);
        var answer = desk.Submit(
            new WantedJob(id, body.Template, body.Data, body.Culture, body.Copies, body.Printer, body.Role, body.Priority, call.ExpiresAt), new PrintAsker("mqtt", null));
        if (answer.Refusal is { } refusal)
        {
            return Answer(refusal.Kind == PrintRefusalKind.Expired ? CommandStatus.Expired : CommandStatus.Refused, answer.Job, refusal.Text);
        }

        var job = await desk.WaitForOutcomeAsync(id, cancellationToken);
        return job?.State switch
        {
            "printed" => Answer(CommandStatus.Done, job, null),
            "not_printed" => Answer(CommandStatus.Failed, job, job.Reason),
            _ => Answer(CommandStatus.Unknown, job, job?.Reason ?? "the job is no longer known"),
        };
    }

    /// <summary>The job of a command: its id where that is a UUID, else always the same one made of it.</summary>
    internal static Guid IdOf(string command) => Guid.TryParseExact(command, "D", out var id) ? id : PrintDesk.IdOf(command);

    private static CommandAnswer Answer(string status, JobView? job, string? reason) =>
        new(status, job is null ? null : JsonSerializer.SerializeToElement(job, PrintCommandJson.Default.JobView), reason);
}

/// <summary>The body of the command.</summary>
internal sealed record PrintCommandBody(string? Template, JsonElement? Data, string? Culture, int? Copies, string? Printer, string? Role, int? Priority);

[JsonSourceGenerationOptions(PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase, UnmappedMemberHandling = JsonUnmappedMemberHandling.Disallow)]
[JsonSerializable(typeof(PrintCommandBody))]
[JsonSerializable(typeof(JobView))]
internal sealed partial class PrintCommandJson : JsonSerializerContext;
