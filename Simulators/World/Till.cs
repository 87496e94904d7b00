using System.Globalization;

namespace Simulators.World;

/// <summary>A simulated till: posts scans with ids of its own and keeps a list of those that were acknowledged.</summary>
public sealed class Till : IAsyncDisposable
{
    private bool _stopped;

    private Till(ChildProcess process, string log)
    {
        Process = process;
        LogPath = log;
    }

    /// <summary>The process.</summary>
    public ChildProcess Process { get; }

    /// <summary>Every acknowledged event, one JSON object a line: the proof that is independent of gateway and headquarters.</summary>
    public string LogPath { get; }

    /// <summary>Starts a till against a gateway.</summary>
    /// <param name="programs">The programs.</param>
    /// <param name="folder">The folder of its store.</param>
    /// <param name="gateway">The gateway.</param>
    /// <param name="load">How much it posts.</param>
    /// <param name="number">Its number in the store.</param>
    public static async Task<Till> StartAsync(ProgramFiles programs, string folder, GatewayProcess gateway, TillLoad load, int number)
    {
        ArgumentNullException.ThrowIfNull(programs);
        ArgumentNullException.ThrowIfNull(gateway);
        ArgumentNullException.ThrowIfNull(load);
        var name = string.Create(CultureInfo.InvariantCulture, $"till-{number}");
        var log = Path.Combine(folder, $"{name}.acknowledged.jsonl");
        string[] arguments =
        [
            "till", "--url", gateway.Intake.GetLeftPart(UriPartial.Authority), "--token-file", gateway.TokenFile, "--log", log,
            "--rate", load.PerSecond.ToString(CultureInfo.InvariantCulture),
            .. load.Parallel == 1 ? Array.Empty<string>() : ["--parallel", load.Parallel.ToString(CultureInfo.InvariantCulture)],
            .. load.Batch == 1 ? Array.Empty<string>() : ["--batch", load.Batch.ToString(CultureInfo.InvariantCulture)],
        ];
        var process = await ChildProcess.StartAsync(
            new ChildOrder($"{name} of {gateway.Address.Store}", programs.Simulators, arguments, Path.Combine(folder, $"{name}.log"))).ConfigureAwait(false);
        return new Till(process, log);
    }

    /// <summary>SIGTERM: it waits for the answers that are out, then ends.</summary>
    /// <exception cref="ChildFailedException">It had ended before: the gateway refused it for good.</exception>
    public async Task StopAsync()
    {
        if (_stopped)
        {
            return;
        }

        if (Process.HasExited)
        {
            throw Process.Failure($"ended by itself with exit code {Process.ExitCode}");
        }

        _stopped = true;
        await Process.StopAsync().ConfigureAwait(false);
    }

    /// <inheritdoc/>
    public ValueTask DisposeAsync() => Process.DisposeAsync();
}

/// <summary>How much a till posts.</summary>
/// <param name="PerSecond">Events a second.</param>
/// <param name="Parallel">Requests in flight.</param>
/// <param name="Batch">Events a request.</param>
public sealed record TillLoad(int PerSecond, int Parallel = 1, int Batch = 1);
