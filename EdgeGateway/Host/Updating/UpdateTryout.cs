using System.ComponentModel;
using System.Diagnostics;
using EdgeGateway.Core.Outbox;

namespace EdgeGateway.Host.Updating;

/// <summary>Has the program of another version read the configuration and the outbox that it would get, before anything depends on it.</summary>
/// <param name="configuration">The configuration file.</param>
/// <param name="outbox">The outbox file.</param>
/// <param name="clock">Time.</param>
internal sealed class UpdateTryout(string configuration, string outbox, TimeProvider clock)
{
    /// <summary>An outbox above this, in bytes, is not read whole: it would not be done within the minute.</summary>
    private const long LargestVerified = 256L * 1024 * 1024;

    private static readonly TimeSpan s_limit = TimeSpan.FromSeconds(30);

    /// <summary>Runs it.</summary>
    /// <param name="folder">Where the version is.</param>
    /// <param name="cancellationToken">Ends it.</param>
    /// <returns>What it does not like; null where it could go on from here.</returns>
    public async Task<string?> RunAsync(string folder, CancellationToken cancellationToken) =>
        await RunAsync(folder, ["check-config", configuration], cancellationToken) ?? await RunAsync(folder, ["outbox", "info", outbox], cancellationToken);

    /// <summary>Reads the whole outbox.</summary>
    /// <returns>How many problems it has; null where it is too large.</returns>
    public Task<int?> VerifyOutboxAsync(CancellationToken cancellationToken) => Task.Run<int?>(
        () =>
        {
            try
            {
                return new FileInfo(outbox).Length > LargestVerified ? null : OutboxInspection.Verify(outbox).Count;
            }
            catch (Exception e) when (e is OutboxOpenException or IOException)
            {
                return int.MaxValue;
            }
        },
        cancellationToken);

    private async Task<string?> RunAsync(string folder, string[] arguments, CancellationToken cancellationToken)
    {
        // The runtime that runs this version; the unit's hardening holds for the child too.
        var start = new ProcessStartInfo(Environment.ProcessPath!, [Path.Combine(folder, UpdateManifest.Program), .. arguments])
        {
            RedirectStandardInput = true,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        };
        start.Environment.Remove("NOTIFY_SOCKET");
        try
        {
            using var process = Process.Start(start)!;
            process.StandardInput.Close();
            Task<string> output = process.StandardOutput.ReadToEndAsync(cancellationToken), words = process.StandardError.ReadToEndAsync(cancellationToken);
            try
            {
                await Task.WhenAll(output, words, process.WaitForExitAsync(cancellationToken)).WaitAsync(s_limit, clock, cancellationToken);
                return process.ExitCode == 0
                    ? null : $"its {string.Join(' ', arguments[..^1])} ends with {process.ExitCode}: {(await words).Split('\n', StringSplitOptions.RemoveEmptyEntries).FirstOrDefault()}";
            }
            catch (Exception e) when (e is TimeoutException or OperationCanceledException)
            {
                process.Kill();
                cancellationToken.ThrowIfCancellationRequested();
                return $"its {arguments[0]} did not end within {s_limit.TotalSeconds:0} s";
            }
        }
        catch (Win32Exception e)
        {
            return $"it cannot be run: {e.Message}";
        }
    }
}
