namespace Cloud.Crm.Joining;

/// <summary>Small files that are whole or not there, whatever happens meanwhile.</summary>
internal static class PrivateFile
{
    /// <summary>Writes a file that only its owner may read.</summary>
    /// <exception cref="IOException">The disk does not take it.</exception>
    internal static void Write(string path, string text) => Write(path, text, UnixFileMode.UserRead | UnixFileMode.UserWrite);

    /// <summary>Writes a file that everybody may read, such as a certificate.</summary>
    /// <exception cref="IOException">The disk does not take it.</exception>
    internal static void WriteOpen(string path, string text) =>
        Write(path, text, UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.GroupRead | UnixFileMode.OtherRead);

    private static void Write(string path, string text, UnixFileMode mode)
    {
        var whole = Path.GetFullPath(path);
        Directory.CreateDirectory(Path.GetDirectoryName(whole)!);
        var part = whole + ".part";
        File.Delete(part);
        var options = new FileStreamOptions { Mode = FileMode.CreateNew, Access = FileAccess.Write };
        if (!OperatingSystem.IsWindows())
        {
            options.UnixCreateMode = mode;
        }

        using (var file = new FileStream(part, options))
        {
            file.Write(System.Text.Encoding.ASCII.GetBytes(text));
            file.Flush(flushToDisk: true);
        }

        File.Move(part, whole, overwrite: true);
    }
}
