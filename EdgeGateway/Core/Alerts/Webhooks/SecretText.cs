namespace EdgeGateway.Core.Alerts.Webhooks;

/// <summary>Reads a secret of one line from a file that is closed to others. The secret is in no message.</summary>
internal static class SecretText
{
    private const int MaxLength = 2048;

    /// <summary>Reads the file; white space around the secret is left out.</summary>
    /// <param name="path">The file.</param>
    /// <param name="least">The shortest secret, in characters.</param>
    /// <param name="secret">The secret; empty where there is a mistake.</param>
    /// <returns>Null, or what is wrong.</returns>
    public static string? TryRead(string path, int least, out string secret)
    {
        secret = "";
        string text;
        try
        {
            if (new FileInfo(path) is { Exists: true, Length: > MaxLength })
            {
                return $"\"{path}\" holds more than {MaxLength} bytes; expected one line";
            }

            if (!OperatingSystem.IsWindows() && (File.GetUnixFileMode(path) & (UnixFileMode.OtherRead | UnixFileMode.OtherWrite)) != 0)
            {
                return $"\"{path}\" can be read by everybody on this machine; chmod 600 it";
            }

            text = File.ReadAllText(path).Trim();
        }
        catch (Exception e) when (e is FileNotFoundException or DirectoryNotFoundException)
        {
            return $"\"{path}\" does not exist; make it, readable by its owner alone";
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            return $"\"{path}\" cannot be read: {e.Message}";
        }

        if (text.Length < least || text.AsSpan().ContainsAnyExceptInRange('!', '~'))
        {
            return $"\"{path}\" holds {text.Length} characters; expected one line of {least} or more printable ones without spaces";
        }

        secret = text;
        return null;
    }
}
