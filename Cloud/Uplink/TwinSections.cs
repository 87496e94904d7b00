using System.Text.Json;
using Cloud.Contracts;
using Microsoft.Extensions.Logging;

namespace Cloud.Uplink;

/// <summary>The sections of a configuration that this gateway has, as a whole.</summary>
/// <param name="sections">Each by its name.</param>
/// <param name="logger">Told of a section that fails.</param>
internal sealed class TwinSections(IReadOnlyDictionary<string, TwinSection> sections, ILogger logger)
{
    /// <summary>Their names.</summary>
    internal IEnumerable<string> Names => sections.Keys;

    /// <summary>What headquarters has in force now, by section.</summary>
    internal Dictionary<string, string> InForce()
    {
        var found = new Dictionary<string, string>(StringComparer.Ordinal);
        foreach (var (name, section) in sections)
        {
            if (section.InForce() is { } text)
            {
                found[name] = text;
            }
        }

        return found;
    }

    /// <summary>Checks every section; nothing is changed.</summary>
    /// <returns>Every mistake of all of them.</returns>
    internal List<ReportedMistake> Check(IReadOnlyDictionary<string, string> wanted)
    {
        var mistakes = new List<ReportedMistake>();
        foreach (var (name, text) in wanted)
        {
            try
            {
                mistakes.AddRange(Reported(name, sections[name].Check(JsonElement.Parse(text))));
            }
            catch (Exception e)
            {
                mistakes.Add(Fault(name, e));
            }
        }

        return mistakes;
    }

    /// <summary>Puts a whole configuration in force; what is not in it is the gateway's own again.</summary>
    /// <returns>What could not be put in force, though it was checked; empty where all of it is.</returns>
    internal async Task<List<ReportedMistake>> PutInForceAsync(IReadOnlyDictionary<string, string> wanted, CancellationToken cancellationToken)
    {
        var mistakes = new List<ReportedMistake>();
        foreach (var (name, section) in sections)
        {
            try
            {
                var text = wanted.GetValueOrDefault(name);
                mistakes.AddRange(Reported(name, await section.ApplyAsync(text is null ? null : JsonElement.Parse(text), cancellationToken).ConfigureAwait(false)));
            }
            catch (Exception e) when (e is not OperationCanceledException)
            {
                mistakes.Add(Fault(name, e));
            }
        }

        return mistakes;
    }

    /// <summary>Whether two configurations are the same text by text.</summary>
    internal static bool AreSame(IReadOnlyDictionary<string, string> one, IReadOnlyDictionary<string, string> other) =>
        one.Count == other.Count && one.All(section => other.GetValueOrDefault(section.Key) == section.Value);

    private static IEnumerable<ReportedMistake> Reported(string section, IReadOnlyList<TwinMistake> mistakes) =>
        mistakes.Select(mistake => new ReportedMistake(mistake.Path.Length == 0 ? $"config.{section}" : $"config.{section}.{mistake.Path}", mistake.Message));

    private ReportedMistake Fault(string section, Exception fault)
    {
        logger.TwinFault(fault, section);
        return new ReportedMistake($"config.{section}", $"the gateway failed on it: {fault.Message}");
    }
}
