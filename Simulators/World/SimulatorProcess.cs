namespace Simulators.World;

/// <summary>One simulated device on a pty of its own.</summary>
public sealed class SimulatorProcess : IAsyncDisposable
{
    private static readonly TimeSpan s_startLimit = TimeSpan.FromSeconds(30);

    private SimulatorProcess(SimulatedDevice device, string port, string truth, ChildProcess process)
    {
        Device = device;
        Port = port;
        TruthPath = truth;
        Process = process;
    }

    /// <summary>What it stands in for.</summary>
    public SimulatedDevice Device { get; }

    /// <summary>The path of its serial port.</summary>
    public string Port { get; }

    /// <summary>Its own log of what was put on it and taken off.</summary>
    public string TruthPath { get; }

    /// <summary>The process.</summary>
    public ChildProcess Process { get; }

    /// <summary>The folder with photos of the drawn people, where it is a camera.</summary>
    public string PhotosPath => Path.Combine(Path.GetDirectoryName(TruthPath)!, $"{Device.Id}.photos");

    /// <summary>The file with a camera's <c>user</c> or <c>password</c>.</summary>
    internal string LoginFile(string what) => LoginPath(Path.GetDirectoryName(TruthPath)!, Device, what);

    private static string LoginPath(string folder, SimulatedDevice device, string what)
    {
        return Path.Combine(folder, $"{device.Id}.{what}");
    }

    /// <summary>Starts a simulator and waits until its port is there.</summary>
    /// <param name="programs">The programs.</param>
    /// <param name="folder">The folder of its store.</param>
    /// <param name="device">What it stands in for.</param>
    /// <param name="seed">The seed of its script.</param>
    /// <param name="shopper">Whether it puts loads on by itself.</param>
    /// <param name="cancellationToken">Stops the wait.</param>
    /// <exception cref="ChildFailedException">It does not start.</exception>
    public static async Task<SimulatorProcess> StartAsync(
        ProgramFiles programs, string folder, SimulatedDevice device, int seed, bool shopper, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(programs);
        ArgumentNullException.ThrowIfNull(device);
        var port = device.IsCamera ? "" : PortPath(folder, device);
        var truth = Path.Combine(folder, $"{device.Id}.truth.jsonl");
        if (device.IsCamera)
        {
            return await StartCameraAsync(programs, folder, device, truth, seed, cancellationToken).ConfigureAwait(false);
        }

        string[] arguments =
        [
            device.Verb, "--link", port, "--log", truth,
            .. device.IsPrinter ? ["--pictures", Path.Combine(folder, $"{device.Id}.paper")]
                : (string[])["--seed", seed.ToString(System.Globalization.CultureInfo.InvariantCulture), .. shopper ? Array.Empty<string>() : ["--shopper", "off"]],
            .. device.SimulatorArguments,
            .. device.Goods.SelectMany(article => (string[])["--goods", string.Create(
                System.Globalization.CultureInfo.InvariantCulture, $"{article.Sku}:{article.UnitGrams}:{article.SigmaGrams}:{article.Count}")]),
        ];
        var process = await ChildProcess.StartAsync(
            new ChildOrder($"simulator {device.Id}", programs.Simulators, arguments, Path.Combine(folder, $"{device.Id}.log")) { WithInput = true },
            child => child.WaitForAsync("its port", s_startLimit, () => Task.FromResult(File.Exists(port)), cancellationToken)).ConfigureAwait(false);
        return new SimulatorProcess(device, port, truth, process);
    }

    private static async Task<SimulatorProcess> StartCameraAsync(
        ProgramFiles programs, string folder, SimulatedDevice device, string truth, int seed, CancellationToken cancellationToken)
    {
        WriteSecret(LoginPath(folder, device, "user"), "admin");
        WriteSecret(LoginPath(folder, device, "password"), Convert.ToHexStringLower(System.Security.Cryptography.RandomNumberGenerator.GetBytes(16)));
        const string Ready = "{\"ready\":\"";
        var address = "";
        var process = await ChildProcess.StartAsync(
            new ChildOrder(
                $"simulator {device.Id}",
                programs.Simulators,
                [
                    device.Verb, "--log", truth, "--photos", Path.Combine(folder, $"{device.Id}.photos"), "--password-file", LoginPath(folder, device, "password"),
                    "--seed", seed.ToString(System.Globalization.CultureInfo.InvariantCulture), .. device.SimulatorArguments,
                ],
                Path.Combine(folder, $"{device.Id}.log")) { WithInput = true },
            async child => address = (await child.WaitForLineAsync(Ready, s_startLimit, cancellationToken).ConfigureAwait(false)).TrimEnd('}', '"')).ConfigureAwait(false);
        return new SimulatorProcess(device, address, truth, process);
    }

    private static void WriteSecret(string path, string secret)
    {
        using var file = new FileStream(path, new FileStreamOptions
        {
            Mode = FileMode.Create, Access = FileAccess.Write, UnixCreateMode = UnixFileMode.UserRead | UnixFileMode.UserWrite,
        });
        file.Write(System.Text.Encoding.ASCII.GetBytes(secret));
    }

    /// <summary>The path of the serial port of a device in the folder of its store.</summary>
    public static string PortPath(string folder, SimulatedDevice device)
    {
        ArgumentNullException.ThrowIfNull(device);
        return Path.Combine(folder, $"tty-{device.Id}");
    }

    /// <summary>SIGTERM: it takes off what lies on it, and ends.</summary>
    public Task StopAsync() => Process.StopAsync();

    /// <inheritdoc/>
    public ValueTask DisposeAsync() => Process.DisposeAsync();
}
