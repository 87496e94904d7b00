using System.Security.Cryptography;
using System.Text.Json;

namespace Simulators.World;

/// <summary>A working folder that only its owner can read, and the files in it.</summary>
public sealed class PrivateFolder
{
    private const UnixFileMode OwnerOnly = UnixFileMode.UserRead | UnixFileMode.UserWrite;
    private const UnixFileMode FolderMode = OwnerOnly | UnixFileMode.UserExecute;
    private static readonly JsonSerializerOptions s_json = new(JsonSerializerDefaults.Web) { WriteIndented = true };

    private PrivateFolder(string path, bool temporary)
    {
        Path = path;
        IsTemporary = temporary;
    }

    /// <summary>Its full path.</summary>
    public string Path { get; }

    /// <summary>Whether we made it under a name of our own, so that it may be deleted again.</summary>
    public bool IsTemporary { get; }

    /// <summary>Opens a folder of the user's choice, or makes a new one in the temporary folder.</summary>
    /// <exception cref="IOException">The chosen folder exists and holds something.</exception>
    public static PrivateFolder Open(string? chosen)
    {
        if (chosen is null)
        {
            return new PrivateFolder(Directory.CreateTempSubdirectory("edge-world-").FullName, temporary: true);
        }

        var path = System.IO.Path.GetFullPath(chosen);
        if (Directory.Exists(path) && Directory.EnumerateFileSystemEntries(path).Any())
        {
            throw new IOException($"The folder {path} is not empty. Name a new or an empty one.");
        }

        Directory.CreateDirectory(path, FolderMode);
        return new PrivateFolder(path, temporary: false);
    }

    /// <summary>The path of a file in it.</summary>
    public string File(string name) => System.IO.Path.Combine(Path, name);

    /// <summary>Makes a folder in it.</summary>
    public string Folder(string name) => Directory.CreateDirectory(File(name), FolderMode).FullName;

    /// <summary>Writes a file that only the owner can read.</summary>
    /// <returns>Its path.</returns>
    public string Write(string name, string text)
    {
        var path = File(name);
        using var file = new FileStream(
            path, new FileStreamOptions { Mode = FileMode.Create, Access = FileAccess.Write, UnixCreateMode = OwnerOnly });
        using var writer = new StreamWriter(file);
        writer.Write(text);
        return path;
    }

    /// <summary>Writes a configuration file in camelCase JSON.</summary>
    /// <returns>Its path.</returns>
    public string WriteJson(string name, object document) => Write(name, JsonSerializer.Serialize(document, s_json));

    /// <summary>Writes a file with a new random secret of 192 bits.</summary>
    /// <returns>Its path and the secret.</returns>
    public (string Path, string Secret) WriteSecret(string name)
    {
        var secret = Convert.ToHexStringLower(RandomNumberGenerator.GetBytes(24));
        return (Write(name, secret), secret);
    }

    /// <summary>Deletes it with all that is in it, where it is ours.</summary>
    public void Delete()
    {
        if (!IsTemporary)
        {
            return;
        }

        try
        {
            Directory.Delete(Path, recursive: true);
        }
        catch (IOException)
        {
            // A mount inside or a file that appeared meanwhile: left for the machine's own cleaning of its temporary folder.
        }
    }
}
