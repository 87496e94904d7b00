namespace Drivers.Ports;

/// <summary>Where the kernel shows its devices; a test gives folders of its own.</summary>
/// <param name="Sys">Where sysfs is.</param>
/// <param name="Dev">Where the device nodes and the stable links are.</param>
public sealed record PortFolders(string Sys = "/sys", string Dev = "/dev")
{
    /// <summary>The folders below <see cref="Dev"/> that hold links by serial number.</summary>
    internal static readonly string[] ById = ["serial/by-id", "input/by-id", "hid/by-id", "printer/by-id"];

    /// <summary>The folders below <see cref="Dev"/> that hold links by socket.</summary>
    internal static readonly string[] ByPath = ["serial/by-path", "input/by-path", "hid/by-path", "printer/by-path"];
}
