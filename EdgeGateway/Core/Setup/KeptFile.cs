using System.Runtime.InteropServices;
using System.Runtime.Versioning;

namespace EdgeGateway.Core.Setup;

/// <summary>Small files that a power cut must not tear: whole and new, or whole and old.</summary>
[SupportedOSPlatform("linux")]
public static partial class KeptFile
{
    private const int ReadOnlyFolder = 0x1_0000 | 0x8_0000; // O_RDONLY | O_DIRECTORY | O_CLOEXEC on x86-64
    private const int ReadOnlyFolderArm = 0x4000 | 0x8_0000; // the same on arm64, where O_DIRECTORY has another number

    /// <summary>Writes beside the file, to the disk, then takes its place. Only the service's user may read it.</summary>
    /// <exception cref="IOException">The disk does not take it; the old file is as it was.</exception>
    public static void Write(string path, ReadOnlySpan<byte> content)
    {
        var full = Path.GetFullPath(path);
        var beside = full + ".new";
        File.Delete(beside);
        using (var file = new FileStream(beside, new FileStreamOptions
        {
            Mode = FileMode.CreateNew,
            Access = FileAccess.Write,
            UnixCreateMode = UnixFileMode.UserRead | UnixFileMode.UserWrite,
        }))
        {
            file.Write(content);
            file.Flush(flushToDisk: true);
        }

        File.Move(beside, full, overwrite: true);
        FlushFolder(Path.GetDirectoryName(full)!);
    }

    /// <summary>Brings a folder's names to the disk: a new file or a rename is there only when its folder is.</summary>
    /// <exception cref="IOException">The disk does not take it.</exception>
    public static void FlushFolder(string folder)
    {
        var descriptor = Open(folder, RuntimeInformation.ProcessArchitecture == Architecture.Arm64 ? ReadOnlyFolderArm : ReadOnlyFolder);
        if (descriptor < 0)
        {
            throw Failure(Marshal.GetLastPInvokeErrorMessage(), folder);
        }

        try
        {
            if (Flush(descriptor) != 0)
            {
                throw Failure(Marshal.GetLastPInvokeErrorMessage(), folder);
            }
        }
        finally
        {
            _ = Close(descriptor);
        }
    }

    private static IOException Failure(string why, string folder) => new($"{folder}: {why}");

    [LibraryImport("libc.so.6", EntryPoint = "open", SetLastError = true, StringMarshalling = StringMarshalling.Utf8)]
    private static partial int Open(string path, int flags);

    [LibraryImport("libc.so.6", EntryPoint = "fsync", SetLastError = true)]
    private static partial int Flush(int descriptor);

    [LibraryImport("libc.so.6", EntryPoint = "close", SetLastError = true)]
    private static partial int Close(int descriptor);
}
