using System.Runtime.InteropServices;

namespace Simulators.World;

/// <summary>The signals the world sends; .NET itself only knows SIGKILL.</summary>
internal static partial class Signals
{
    public const int Interrupt = 2;
    public const int Kill = 9;
    public const int Terminate = 15;
    public const int Continue = 18;
    public const int Stop = 19;

    /// <summary>Sends a signal; false where there is no such process any more.</summary>
    public static bool Send(int processId, int signal) => KillCall(processId, signal) == 0;

    [LibraryImport("libc", EntryPoint = "kill")]
    private static partial int KillCall(int processId, int signal);
}
