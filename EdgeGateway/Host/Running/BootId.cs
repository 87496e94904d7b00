namespace EdgeGateway.Host.Running;

/// <summary>Names one start of the machine, so that a restart of the box and of the service can be told apart.</summary>
internal static class BootId
{
    /// <summary>What <see cref="Read"/> says where the kernel gives none.</summary>
    public const string Unknown = "unknown";

    /// <summary>The kernel's boot id, or <see cref="Unknown"/> where it gives none.</summary>
    public static string Read()
    {
        try
        {
            return File.ReadAllText("/proc/sys/kernel/random/boot_id").Trim();
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            return Unknown;
        }
    }
}
