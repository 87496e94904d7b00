using System.Text.Json;
using Cloud.Contracts;
using Microsoft.Extensions.Logging;

namespace Cloud.Uplink;

/// <summary>Puts desired configurations in force, one at a time, in the order they came; one that was overtaken is left out.</summary>
internal sealed class TwinApplication(IReadOnlyDictionary<string, TwinSection> sections, ILogger logger)
{
    /// <summary>The largest desired document.</summary>
    private const int MostBytes = 4 << 20;

    private readonly Lock _gate = new();
    private Task _last = Task.CompletedTask;
    private long _newest;

    /// <summary>Applies a document, <c>{"version": N, "config": {"section": …}}</c>.</summary>
    /// <returns>What to report, or null where a newer document came meanwhile or the gateway is stopping.</returns>
    internal async Task<ReportedDocument?> ApplyAsync(ReadOnlyMemory<byte> payload, CancellationToken cancellationToken)
    {
        var done = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        Task before;
        long turn;
        lock (_gate)
        {
            turn = ++_newest;
            (before, _last) = (_last, done.Task);
        }

        try
        {
            await before.ConfigureAwait(ConfigureAwaitOptions.ForceYielding);
            return turn == Interlocked.Read(ref _newest) ? await ApplyOneAsync(payload, cancellationToken).ConfigureAwait(false) : null;
        }
        catch (OperationCanceledException) when (cancellationToken.IsCancellationRequested)
        {
            return null;
        }
        finally
        {
            done.SetResult();
        }
    }

    private async Task<ReportedDocument> ApplyOneAsync(ReadOnlyMemory<byte> payload, CancellationToken cancellationToken)
    {
        if (payload.Length > MostBytes)
        {
            return Refused(0, "", $"{payload.Length} bytes came; at most {MostBytes} are taken");
        }

        JsonDocument document;
        try
        {
            document = JsonDocument.Parse(payload);
        }
        catch (JsonException e)
        {
            return Refused(0, "", $"this is not JSON: {e.Message}");
        }

        using (document)
        {
            var root = document.RootElement;
            if (root.ValueKind != JsonValueKind.Object
                || !root.TryGetProperty("version", out var number) || number.ValueKind != JsonValueKind.Number || !number.TryGetInt64(out var version) || version < 1)
            {
                return Refused(0, "version", "expected a whole number from 1");
            }

            if (!root.TryGetProperty("config", out var config) || config.ValueKind != JsonValueKind.Object)
            {
                return Refused(version, "config", "expected an object");
            }

            var unknown = config.EnumerateObject().Where(member => !sections.ContainsKey(member.Name)).Select(member => new ReportedMistake(
                $"config.{member.Name}", $"this gateway knows no such section; it knows: {string.Join(", ", sections.Keys.Order(StringComparer.Ordinal))}")).ToList();
            if (unknown.Count > 0)
            {
                return new ReportedDocument(version, ReportedDocument.Refused, unknown);
            }

            var mistakes = new List<ReportedMistake>();
            foreach (var member in config.EnumerateObject())
            {
                mistakes.AddRange(await ApplySectionAsync(member, cancellationToken).ConfigureAwait(false));
            }

            logger.TwinDone(version, mistakes.Count);
            return new ReportedDocument(version, mistakes.Count == 0 ? ReportedDocument.Applied : ReportedDocument.Refused, mistakes);
        }
    }

    private async Task<IEnumerable<ReportedMistake>> ApplySectionAsync(JsonProperty member, CancellationToken cancellationToken)
    {
        try
        {
            var mistakes = await sections[member.Name](member.Value, cancellationToken).ConfigureAwait(false);
            return mistakes.Select(mistake => new ReportedMistake(
                mistake.Path.Length == 0 ? $"config.{member.Name}" : $"config.{member.Name}.{mistake.Path}", mistake.Message));
        }
        catch (Exception e) when (e is not OperationCanceledException)
        {
            logger.TwinFault(e, member.Name);
            return [new ReportedMistake($"config.{member.Name}", $"the gateway failed on it: {e.Message}")];
        }
    }

    private static ReportedDocument Refused(long version, string path, string message) =>
        new(version, ReportedDocument.Refused, [new ReportedMistake(path, message)]);
}
