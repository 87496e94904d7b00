namespace Simulators.World;

/// <summary>Where the programs are that the world starts.</summary>
/// <param name="Gateway">The executable <c>edge-gateway</c>.</param>
/// <param name="Headquarters">The executable <c>headquarters</c>.</param>
/// <param name="Simulators">The executable <c>simulators</c>.</param>
/// <param name="Web">The folder of headquarters' built pages, or null to leave that to headquarters.</param>
public sealed record ProgramFiles(string Gateway, string Headquarters, string Simulators, string? Web)
{
    /// <summary>The programs as <c>./run</c> and <c>./test</c> publish them.</summary>
    /// <param name="publishFolder">The folder with one subfolder a program.</param>
    /// <exception cref="FileNotFoundException">One of them is not there.</exception>
    public static ProgramFiles Published(string publishFolder)
    {
        var root = Path.GetFullPath(publishFolder);
        var web = Path.Combine(root, "headquarters", "wwwroot");
        return new ProgramFiles(
            Existing(Path.Combine(root, "edge-gateway", "edge-gateway")),
            Existing(Path.Combine(root, "headquarters", "headquarters")),
            Existing(Path.Combine(root, "simulators", "simulators")),
            File.Exists(Path.Combine(web, "index.html")) ? web : null);
    }

    /// <summary>The same with gateway and headquarters of the build that has faults planted.</summary>
    /// <param name="faultyFolder">The folder of that build, with one subfolder a program.</param>
    /// <exception cref="FileNotFoundException">One of them is not there.</exception>
    public ProgramFiles WithPlantedFaults(string faultyFolder) => this with
    {
        Gateway = Existing(Path.Combine(Path.GetFullPath(faultyFolder), "edge-gateway", "edge-gateway")),
        Headquarters = Existing(Path.Combine(Path.GetFullPath(faultyFolder), "headquarters", "headquarters")),
    };

    /// <summary>The folder of the .NET runtime this process runs on, for children that are started by their own executable.</summary>
    internal static string DotnetRoot { get; } = Environment.GetEnvironmentVariable("DOTNET_ROOT") is { Length: > 0 } set
        ? set
        : Path.GetFullPath(Path.Combine(System.Runtime.InteropServices.RuntimeEnvironment.GetRuntimeDirectory(), "..", "..", ".."));

    private static string Existing(string path) => File.Exists(path)
        ? path
        : throw new FileNotFoundException($"The program {path} is not there. Build it with ./run --build-only or ./test.", path);
}
