using System.CommandLine;
using System.Text;
using System.Text.Json;
using System.Text.Json.Serialization;
using EdgeGateway.Core.Outbox;

namespace EdgeGateway.Host.Verbs;

/// <summary><c>outbox info|verify|export FILE</c>: look inside, check every row, take it along. Also while the service runs.</summary>
internal static class OutboxVerb
{
    private const int ExportChunk = 64 * 1024;

    /// <summary>Makes the verb.</summary>
    public static Command Create(Streams streams) => new("outbox", "Look into an outbox file. Never writes to it; works also while the service has it.")
    {
        Verb("info", "What is in it, as one JSON object.", streams, file =>
        {
            streams.Output.WriteLine(JsonSerializer.Serialize(OutboxInspection.Describe(file), OutboxJson.Default.OutboxDescription));
            return ExitCode.Done;
        }),
        Verb("verify", "Check its structure, every row's checksum and every hole: one JSON object a problem.", streams, file =>
        {
            var problems = OutboxInspection.Verify(file);
            foreach (var problem in problems)
            {
                streams.Output.WriteLine(JsonSerializer.Serialize(problem, OutboxJson.Default.OutboxProblem));
            }

            streams.Error.WriteLine(problems.Count == 0 ? $"{file}: sound" : $"{file}: {problems.Count} problems");
            return problems.Count == 0 ? ExitCode.Done : ExitCode.Failed;
        }),
        Verb("export", "Write every readable event as one JSON object a line, oldest first.", streams, file => Export(file, streams)),
    };

    private static int Export(string file, Streams streams)
    {
        var problems = 0;
        var chunk = new StringBuilder(ExportChunk);
        var exported = OutboxInspection.Export(
            file,
            line =>
            {
                chunk.Append(Encoding.UTF8.GetString(line.Span)).Append('\n');
                if (chunk.Length >= ExportChunk)
                {
                    streams.Output.Write(chunk);
                    chunk.Clear();
                }
            },
            problem =>
            {
                problems++;
                streams.Error.WriteLine($"{file}: {problem.First}-{problem.Last}: {problem.What}");
            });
        streams.Output.Write(chunk);
        streams.Error.WriteLine($"{file}: {exported} events");
        return problems == 0 ? ExitCode.Done : ExitCode.Failed;
    }

    private static Command Verb(string name, string words, Streams streams, Func<string, int> act)
    {
        var file = new Argument<string>("FILE") { Description = "The outbox file, such as outbox.db in the data folder." };
        var verb = new Command(name, words) { file };
        verb.SetAction(result =>
        {
            try
            {
                return act(result.GetRequiredValue(file));
            }
            catch (OutboxOpenException e)
            {
                streams.Error.WriteLine($"outbox {name}: {e.Message}");
                return ExitCode.Failed;
            }
        });
        return verb;
    }
}

[JsonSourceGenerationOptions(PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase)]
[JsonSerializable(typeof(OutboxDescription))]
[JsonSerializable(typeof(OutboxProblem))]
internal sealed partial class OutboxJson : JsonSerializerContext;
