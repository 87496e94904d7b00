using System.Diagnostics;

namespace Mutation;

/// <summary>Folders for the tests' files.</summary>
internal static class Scratch
{
    /// <summary>Ends the programs that were started with a folder for their files and are still there.</summary>
    internal static void End(string folder)
    {
        foreach (var process in Process.GetProcesses())
        {
            using (process)
            {
                try
                {
                    if (File.ReadAllText($"/proc/{process.Id}/environ").Contains($"TMPDIR={folder}\0", StringComparison.Ordinal))
                    {
                        process.Kill();
                    }
                }
                catch (Exception exception) when (exception is IOException or UnauthorizedAccessException or InvalidOperationException)
                {
                    // It has ended, or is another user's.
                }
            }
        }
    }

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
