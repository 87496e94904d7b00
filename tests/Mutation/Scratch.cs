using System.Diagnostics;

namespace Mutation;

/// <summary>Folders for the tests' files.</summary>
internal static class Scratch
{
    /// <summary>Deletes a folder with all in it. Tests that were ended may have left a small disk mounted there.</summary>
    internal static void Delete(string folder)
    {
        foreach (var mount in File.ReadLines("/proc/self/mounts").Select(l => l.Split(' ')[1]).Where(m => m.StartsWith(folder + "/", StringComparison.Ordinal)).Reverse().ToList())
        {
            using var unmount = Process.Start("umount", ["-l", mount]);
            unmount.WaitForExit();
        }

        try
        {
            Directory.Delete(folder, recursive: true);
        }
        catch (IOException exception)
        {
            Console.Error.WriteLine($"left behind: {exception.Message}");
        }
    }
}
