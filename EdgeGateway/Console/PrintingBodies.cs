using System.Text.Json;
using System.Text.Json.Serialization;
using EdgeGateway.Core.Printing.Jobs;

namespace EdgeGateway.Console;

/// <summary>What <c>GET /v1/printing</c> and the live page are answered.</summary>
/// <param name="Printers">Every printer, in the order of the configuration.</param>
/// <param name="Jobs">Those a person is asked about, then those that wait or are under way, then the last that have ended; the newest first in each.</param>
/// <param name="Asking">How many a person is asked about.</param>
/// <param name="Templates">What can be printed.</param>
/// <param name="Culture">The language of documents that name none.</param>
/// <param name="Notice">What people must know of the jobs' file, or null.</param>
internal sealed record PrintingState(
    IReadOnlyList<PrinterView> Printers, IReadOnlyList<JobView> Jobs, int Asking, IReadOnlyList<string> Templates, string Culture, string? Notice);

/// <summary>Asks for a job, or for its picture.</summary>
internal sealed record JobBody(
    string? Id, string? Template, JsonElement? Data, string? Culture, int? Copies, string? Printer, string? Role, int? Priority, DateTimeOffset? ExpiresAt, string? Who, string? Source);

/// <summary>Answers for a person.</summary>
internal sealed record AnswerBody(string? Answer, string? Who, int? Attempts);

/// <summary>Opens a drawer.</summary>
internal sealed record DrawerBody(string? Printer, int? Pin);

/// <summary>A job after a request; with errors where nothing was done.</summary>
internal sealed record JobAnswerBody(JobView? Job, IReadOnlyList<ConsoleError> Errors);

[JsonSourceGenerationOptions(PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase, UnmappedMemberHandling = JsonUnmappedMemberHandling.Disallow)]
[JsonSerializable(typeof(PrintingState))]
[JsonSerializable(typeof(JobView))]
[JsonSerializable(typeof(JobAnswerBody))]
[JsonSerializable(typeof(JobBody))]
[JsonSerializable(typeof(AnswerBody))]
[JsonSerializable(typeof(DrawerBody))]
internal sealed partial class PrintingJson : JsonSerializerContext;
