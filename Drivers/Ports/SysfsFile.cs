using System.Text;

namespace Drivers.Ports;

/// <summary>Reads files of sysfs, which may vanish at any moment and hold what a foreign device says.</summary>
internal static class SysfsFile
{
    private const int LongestText = 256;

    /// <summary>The trimmed text, at most 256 bytes, with a blank for every control character; null where it is not there or empty.</summary>
    public static string? Text(string path)
    {
        string text = new([.. Encoding.UTF8.GetString(Bytes(path, LongestText)).Select(c => char.IsControl(c) ? ' ' : c)]);
        return text.Trim() is { Length: > 0 } trimmed ? trimmed : null;
    }

    /// <summary>The first bytes; empty where it is not there.</summary>
    public static byte[] Bytes(string path, int most)
    {
        // Most files asked for are not there, and an exception costs a hundred times a look.
        if (!File.Exists(path))
            return [];
        try
        {
            using var file = new FileStream(path, FileMode.Open, FileAccess.Read, FileShare.ReadWrite, bufferSize: 0);
            byte[] buffer = new byte[most];
            return buffer[..file.ReadAtLeast(buffer, most, throwOnEndOfStream: false)];
        }
        catch (Exception failure) when (failure is IOException or UnauthorizedAccessException)
        {
            return [];
        }
    }

    /// <summary>Where a path really is, all links followed at its end; null where it is not there.</summary>
    public static string? Real(string path)
    {
        try
        {
            string target = File.ResolveLinkTarget(path, returnFinalTarget: true)?.FullName ?? path;
            return Path.Exists(target) ? target : null;
        }
        catch (Exception failure) when (failure is IOException or UnauthorizedAccessException)
        {
            return null;
        }
    }
}
