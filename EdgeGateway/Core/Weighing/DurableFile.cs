using System.Runtime.InteropServices;

namespace EdgeGateway.Core.Weighing;

/// <summary>Replaces small files so that after a kill or a power cut the old content is there or the new one, whole.</summary>
internal static partial class DurableFile
{
    /// <summary>O_RDONLY and O_CLOEXEC, the same numbers on x86 and ARM.</summary>
    private const int ReadOnly = 0x80000;

    /// <summary>Replaces a file's content, making its folder where it is missing; returns when it is on the disk.</summary>
    public static void Replace(string path, byte[] content)
    {
        var folder = Path.GetDirectoryName(Path.GetFullPath(path))!;
        Directory.CreateDirectory(folder);
        var beside = path + ".new";
        using (var stream = new FileStream(beside, FileMode.Create, FileAccess.Write, FileShare.None, bufferSize: 0))
        {
            stream.Write(content);
            stream.Flush(flushToDisk: true);
        }

        File.Move(beside, path, overwrite: true);
        FlushFolder(folder);
    }

    /// <summary>A rename is on the disk only when its folder is; .NET opens no folders.</summary>
    private static void FlushFolder(string folder)
    {
        var descriptor = open(folder, ReadOnly);
        if (descriptor >= 0)
        {
            _ = fsync(descriptor);
            _ = close(descriptor);
        }
    }

    [LibraryImport("libc", EntryPoint = "open", StringMarshalling = StringMarshalling.Utf8)]
    private static partial int open(string path, int flags);

    [LibraryImport("libc", EntryPoint = "fsync")]
    private static partial int fsync(int descriptor);

    [LibraryImport("libc", EntryPoint = "close")]
    private static partial int close(int descriptor);
}
