using System.Text.Json;
using System.Text.Json.Serialization;
using EdgeGateway.Core.Setup;
using Microsoft.Extensions.Logging;

namespace EdgeGateway.Host.Commands;

/// <summary>The commands that were begun, and what came of them, in <c>commands.json</c> in the data folder.</summary>
/// <param name="dataFolder">The folder.</param>
/// <param name="logger">Told of a file that cannot be read or written.</param>
internal sealed class CommandNotes(string dataFolder, ILogger logger)
{
    private const int MostBytes = 1 << 20;

    private readonly string _file = Path.Combine(dataFolder, "commands.json");

    /// <summary>What is noted, oldest first; nothing where there is no file or it cannot be read, which is logged.</summary>
    internal IReadOnlyList<CommandNote> Load()
    {
        try
        {
            if (!File.Exists(_file))
            {
                return [];
            }

            if (new FileInfo(_file).Length > MostBytes)
            {
                throw new IOException($"it is larger than {MostBytes} bytes");
            }

            return JsonSerializer.Deserialize(File.ReadAllBytes(_file), CommandNotesJson.Default.IReadOnlyListCommandNote) is { } notes
                && notes.All(note => note is { Id: not null, Name: not null, Print: not null })
                ? notes : throw new IOException("it is no list of commands");
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException or JsonException)
        {
            logger.CommandNotesUnreadable(_file, e.Message);
            return [];
        }
    }

    /// <summary>Writes them so that a power cut leaves the old file or the new one. False where the disk does not take it, which is logged.</summary>
    internal bool TrySave(IReadOnlyList<CommandNote> notes)
    {
        try
        {
            KeptFile.Write(_file, JsonSerializer.SerializeToUtf8Bytes(notes, CommandNotesJson.Default.IReadOnlyListCommandNote));
            return true;
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            logger.CommandNotesUnwritable(_file, e.Message);
            return false;
        }
    }
}

/// <summary>One command that changes something.</summary>
/// <param name="Id">Its id.</param>
/// <param name="Name">Its name.</param>
/// <param name="Print">What tells it apart from another command with the same id.</param>
/// <param name="At">When it was begun.</param>
/// <param name="Status">What came of it; null where it was begun and has not ended.</param>
/// <param name="Reason">Why, or null.</param>
internal sealed record CommandNote(string Id, string Name, string Print, DateTimeOffset At, string? Status, string? Reason);

[JsonSourceGenerationOptions(PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase)]
[JsonSerializable(typeof(IReadOnlyList<CommandNote>))]
internal sealed partial class CommandNotesJson : JsonSerializerContext;
