using System.Diagnostics;
using System.Globalization;

namespace Host.Tests.Updating;

/// <summary>deploy/raspi/start as the package installs it, in a folder of the test's own, with a runtime that only says which version it was given.</summary>
internal sealed class LauncherFixture : IDisposable
{
    private const UnixFileMode Executable = UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute;

    public LauncherFixture()
    {
        Directory.CreateDirectory(Package);
        File.Copy(Path.Combine(RepositoryRoot(), "deploy", "raspi", "start"), Path.Combine(Package, "start"));
        File.SetUnixFileMode(Path.Combine(Package, "start"), Executable);
        File.WriteAllText(Path.Combine(Package, "serial"), "50\n");
        File.WriteAllText(Path.Combine(Package, "edge-gateway.dll"), "program of the package");
        SetRuntime("echo \"runs $(cat \"$1\"), slot=$EDGE_GATEWAY_SLOT\"");
        Directory.CreateDirectory(Bin);
    }

    public BundleFixture Bundles { get; } = new();

    public string Package => Path.Combine(Bundles.Path, "package");

    /// <summary>Programs here come before Debian's.</summary>
    public string Bin => Path.Combine(Bundles.Path, "bin");

    public string Runtime { get; set; } = "";

    public void SetRuntime(string script)
    {
        Runtime = Path.Combine(Bundles.Path, "runtime");
        File.WriteAllText(Runtime, $"#!/bin/sh\n{script}\n");
        File.SetUnixFileMode(Runtime, Executable);
    }

    /// <summary>A program that stands in for one of Debian's.</summary>
    public void Put(string name, string script)
    {
        File.WriteAllText(Path.Combine(Bin, name), $"#!/bin/sh\n{script}\n");
        File.SetUnixFileMode(Path.Combine(Bin, name), Executable);
    }

    public ProcessStartInfo Command(int trialSeconds, params string[] arguments)
    {
        var start = new ProcessStartInfo(Path.Combine(Package, "start"), arguments) { RedirectStandardOutput = true, RedirectStandardError = true };
        start.Environment["STATE_DIRECTORY"] = Bundles.Data;
        start.Environment["EDGE_GATEWAY_KEYS"] = Bundles.Keys;
        start.Environment["EDGE_GATEWAY_DOTNET"] = Runtime;
        start.Environment["EDGE_GATEWAY_TRIAL_SECONDS"] = trialSeconds.ToString(CultureInfo.InvariantCulture);
        start.Environment["PATH"] = $"{Bin}:/usr/bin:/bin";
        return start;
    }

    /// <summary>Starts it, and waits until it ends.</summary>
    public (int Code, string Said, string Words) Start(params string[] arguments)
    {
        using var process = Process.Start(Command(48, arguments.Length == 0 ? ["run"] : arguments))!;
        var words = process.StandardError.ReadToEndAsync(TestContext.Current.CancellationToken);
        var said = process.StandardOutput.ReadToEnd();
        process.WaitForExit();
        return (process.ExitCode, said.TrimEnd(), words.Result);
    }

    public void Dispose() => Bundles.Dispose();

    private static string RepositoryRoot()
    {
        var folder = AppContext.BaseDirectory;
        while (!File.Exists(Path.Combine(folder, "EdgeGateway.sln")))
        {
            folder = Path.GetDirectoryName(folder) ?? throw new InvalidOperationException("The checkout is not above the tests.");
        }

        return folder;
    }
}
