using System.Buffers.Binary;
using System.Security.Cryptography;
using System.Text.Json;
using System.Text.Json.Serialization;
using Cloud.Contracts.Members;

namespace EdgeGateway.Core.Members.Profiles;

/// <summary>The runs of profiles on the disk: each a length (4 bytes, little-endian) and a box of the master key's; a cut end is passed over. Not safe for several threads.</summary>
/// <remarks>Changes are appended, so that a visit does not write every member anew; once the file has grown to several times what is in it, it is written anew.</remarks>
internal sealed class ProfileJournal(string path, MasterKey key) : IDisposable
{
    private const string Purpose = "profiles";
    private const int LongestBox = 256 * 1024 * 1024;
    private const long Spare = 1024 * 1024;

    private FileStream? _file;
    private long _whole;

    internal string Path => path;

    /// <summary>Whether it has grown so much that it should be written anew.</summary>
    internal bool IsLong => _file is { } file && file.Length > (4 * _whole) + Spare;

    /// <summary>Reads what is there.</summary>
    /// <returns>The runs that follow on one another from the beginning, and whether that was all of the file.</returns>
    internal (IReadOnlyList<StoredRun> Runs, bool IsWhole) Read()
    {
        var runs = new List<StoredRun>();
        if (!File.Exists(path))
        {
            return (runs, true);
        }

        using var file = new FileStream(path, FileMode.Open, FileAccess.Read);
        Span<byte> head = stackalloc byte[sizeof(int)];
        while (file.ReadAtLeast(head, head.Length, throwOnEndOfStream: false) is var got && got > 0)
        {
            var length = BinaryPrimitives.ReadInt32LittleEndian(head);
            if (got < head.Length || length is <= 0 or > LongestBox || length > file.Length - file.Position)
            {
                return (runs, false);
            }

            var box = new byte[length];
            file.ReadExactly(box);
            if (key.Open(box, Purpose) is not { } plain)
            {
                return (runs, false);
            }

            var run = MemberJson.Read(plain, StoredJson.Default.StoredRun);
            CryptographicOperations.ZeroMemory(plain);
            if (run is null || (run.After != 0 && (runs.Count == 0 || runs[^1].Line != run.Line || runs[^1].UpTo != run.After)))
            {
                return (runs, false);
            }

            runs.Add(run);
            if (run.After == 0)
            {
                _whole = file.Position;
            }
        }

        return (runs, true);
    }

    /// <summary>Writes a run; returns when it is on the disk.</summary>
    /// <param name="run">The run.</param>
    /// <param name="restart">Whether it takes the place of all before it.</param>
    internal void Append(StoredRun run, bool restart)
    {
        var plain = JsonSerializer.SerializeToUtf8Bytes(run, StoredJson.Default.StoredRun);
        var box = key.Seal(plain, Purpose);
        CryptographicOperations.ZeroMemory(plain);
        var record = new byte[sizeof(int) + box.Length];
        BinaryPrimitives.WriteInt32LittleEndian(record, box.Length);
        box.CopyTo(record, sizeof(int));
        if (restart)
        {
            Close();
            var beside = path + ".new";
            using (var made = Create(beside, FileMode.Create))
            {
                made.Write(record);
                made.Flush(flushToDisk: true);
            }

            File.Move(beside, path, overwrite: true);
            _whole = record.Length;
            return;
        }

        _file ??= Create(path, FileMode.OpenOrCreate);
        var end = _file.Seek(0, SeekOrigin.End);
        try
        {
            _file.Write(record);
            _file.Flush(flushToDisk: true);
        }
        catch (IOException)
        {
            _file.SetLength(end);
            throw;
        }
    }

    /// <summary>Removes the file.</summary>
    internal void Delete()
    {
        Close();
        File.Delete(path);
        _whole = 0;
    }

    /// <inheritdoc/>
    public void Dispose() => Close();

    private void Close()
    {
        _file?.Dispose();
        _file = null;
    }

    private static FileStream Create(string path, FileMode mode)
    {
        var options = new FileStreamOptions { Mode = mode, Access = FileAccess.ReadWrite, Share = FileShare.Read, BufferSize = 0 };
        if (!OperatingSystem.IsWindows())
        {
            options.UnixCreateMode = UnixFileMode.UserRead | UnixFileMode.UserWrite;
        }

        return new FileStream(path, options);
    }
}

/// <summary>A run as it is kept.</summary>
internal sealed record StoredRun(string Line, long After, long UpTo, ProfileRun Run);

[JsonSourceGenerationOptions(GenerationMode = JsonSourceGenerationMode.Metadata, RespectRequiredConstructorParameters = true, RespectNullableAnnotations = true)]
[JsonSerializable(typeof(StoredRun))]
internal sealed partial class StoredJson : JsonSerializerContext;
