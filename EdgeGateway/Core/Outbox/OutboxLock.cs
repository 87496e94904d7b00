using System.Globalization;
using System.Text;

namespace EdgeGateway.Core.Outbox;

/// <summary>Keeps a second gateway out of the file, by an exclusive lock on <c>{path}.lock</c> that the kernel frees when the process ends.</summary>
/// <remarks>
/// SQLite's own locks cannot do it: they would keep out this process's read connection as well. Beside it <c>{path}.opened</c> says
/// who opened the outbox last, and which epochs it has, so that rows keep their identity when the database's own list is damaged.
/// </remarks>
internal sealed class OutboxLock : IDisposable
{
    private const string Magic = "edge-gateway outbox, ";

    private readonly FileStream _stream;
    private readonly string _opened;

    private OutboxLock(FileStream stream, string path)
    {
        (_stream, _opened) = (stream, path + ".opened");
        WasOurs = ReadText(_opened).StartsWith(Magic, StringComparison.Ordinal);
    }

    /// <summary>Whether an outbox has been at this path before, so that a damaged file here is ours to repair.</summary>
    public bool WasOurs { get; }

    /// <summary>Takes the lock, making the folder where it is missing.</summary>
    /// <exception cref="OutboxOpenException">Another process has it, or this one may not write there.</exception>
    public static OutboxLock Take(string path)
    {
        var name = path + ".lock";
        try
        {
            if (Directory.Exists(path))
            {
                throw new OutboxOpenException($"The outbox path {path} is a folder; expected a file. Give a file name such as {path}/outbox.db.");
            }

            Directory.CreateDirectory(Path.GetDirectoryName(Path.GetFullPath(path))!);
            return new OutboxLock(new FileStream(name, FileMode.OpenOrCreate, FileAccess.ReadWrite, FileShare.None), path);
        }
        catch (UnauthorizedAccessException denied)
        {
            throw new OutboxOpenException(
                $"The outbox folder of {path} may not be written by user {Environment.UserName}. "
                + "Give that user read and write access to the folder, or set another path.", denied);
        }
        catch (IOException busy) when (IsHeld(name))
        {
            throw new OutboxOpenException(
                $"The outbox {path} is in use by another process ({Holder(path)}). Stop that one first; two gateways cannot share a file.", busy);
        }
        catch (IOException failed)
        {
            throw new OutboxOpenException($"The outbox folder of {path} cannot be written: {failed.Message}", failed);
        }
    }

    /// <summary>Whether some process holds the outbox at <paramref name="path"/>.</summary>
    public static bool IsTaken(string path) => IsHeld(path + ".lock");

    /// <summary>The epochs as they were at the last opening: ordinal, name, first number; empty where that cannot be read.</summary>
    public IReadOnlyList<EpochStart> ReadEpochs()
    {
        var epochs = new List<EpochStart>();
        foreach (var line in ReadText(_opened).Split('\n').Skip(1))
        {
            var parts = line.Split(' ');
            if (parts.Length == 3
                && long.TryParse(parts[0], NumberStyles.None, CultureInfo.InvariantCulture, out var ordinal)
                && long.TryParse(parts[2], NumberStyles.None, CultureInfo.InvariantCulture, out var first))
            {
                epochs.Add(new EpochStart(ordinal, parts[1], first));
            }
        }

        return epochs;
    }

    /// <summary>Writes who holds the lock and which epochs the file has.</summary>
    public void Write(EpochLog epochs)
    {
        var text = new StringBuilder().Append(CultureInfo.InvariantCulture, $"{Magic}process {Environment.ProcessId}\n");
        for (var i = 0; i < epochs.Count; i++)
        {
            text.Append(CultureInfo.InvariantCulture, $"{epochs[i].Ordinal} {epochs[i].Name} {epochs[i].First}\n");
        }

        File.WriteAllText(_opened + "-new", text.ToString());
        File.Move(_opened + "-new", _opened, overwrite: true);
    }

    /// <inheritdoc/>
    public void Dispose() => _stream.Dispose();

    private static string ReadText(string name) => File.Exists(name) ? File.ReadAllText(name) : "";

    private static bool IsHeld(string name)
    {
        try
        {
            using var probe = new FileStream(name, FileMode.Open, FileAccess.Read, FileShare.Read);
            return false;
        }
        catch (Exception exception) when (exception is FileNotFoundException or DirectoryNotFoundException or UnauthorizedAccessException)
        {
            return false;
        }
        catch (IOException)
        {
            return true;
        }
    }

    private static string Holder(string path)
    {
        var line = ReadText(path + ".opened").Split('\n')[0];
        return line.StartsWith(Magic, StringComparison.Ordinal) ? line[Magic.Length..] : "its number is not known";
    }
}
