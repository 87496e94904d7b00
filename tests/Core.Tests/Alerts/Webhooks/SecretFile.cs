namespace Core.Tests.Alerts.Webhooks;

/// <summary>Files with secrets.</summary>
internal static class SecretFile
{
    /// <summary>Writes one line into a file that only its owner can read, or everybody.</summary>
    public static string Write(string folder, string name, string text, bool forAll = false)
    {
        var path = Path.Combine(folder, name);
        File.WriteAllText(path, text + "\n");
        if (!OperatingSystem.IsWindows())
        {
            var owner = UnixFileMode.UserRead | UnixFileMode.UserWrite;
            File.SetUnixFileMode(path, forAll ? owner | UnixFileMode.GroupRead | UnixFileMode.OtherRead : owner);
        }

        return path;
    }
}
