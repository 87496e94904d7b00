using Cloud.Contracts.Joining;
using EdgeGateway.Console;
using EdgeGateway.Core.Access;
using EdgeGateway.Host.Commands;
using EdgeGateway.Host.Configuration;
using EdgeGateway.Host.Running;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;

namespace EdgeGateway.Host.Joining;

/// <summary>
/// The console of a box that does not know who it is: one page, which takes a one-time code. Who may use it is who may change anything on the console:
/// somebody at the box, or with the token of <c>console.tokenFile</c>; else whoever is on the network first could make it theirs.
/// </summary>
internal static class JoinConsole
{
    private const string Waits = "not joined: open the console and give it a one-time code of headquarters";

    /// <summary>How often a join file is tried again: at the first start there may be no network yet, and no time.</summary>
    internal static readonly TimeSpan FilePace = TimeSpan.FromSeconds(30);

    /// <summary>Shows the page until the box has joined. Prints where it listens on <paramref name="output"/>.</summary>
    /// <param name="options">What the configuration says; store and gateway are empty.</param>
    /// <param name="enrolling">Joins.</param>
    /// <param name="file">A code that was laid beside the system, tried again until it or the page has joined.</param>
    /// <param name="clock">The time.</param>
    /// <param name="output">Where it listens.</param>
    /// <param name="error">Why it cannot.</param>
    /// <param name="cancellationToken">Stops it.</param>
    /// <returns>Null where it has joined; else the exit code: 0 when stopped, 1 when it cannot listen.</returns>
    public static async Task<int?> RunAsync(
        GatewayOptions options, Enrolling enrolling, JoinFile file, TimeProvider clock, TextWriter output, TextWriter error, CancellationToken cancellationToken)
    {
        using var log = new LogRing(clock);
        await using var services = new ServiceCollection().AddLogging(logging => GatewayLogging.Configure(logging, log)).BuildServiceProvider();
        using var systemd = SystemdNotifier.FromEnvironment();
        var loggers = services.GetRequiredService<ILoggerFactory>();
        // The page and the file, one at a time.
        using var turn = new SemaphoreSlim(1);
        var joined = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        using var stop = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        try
        {
            AccessToken? token = null;
            if (options.Console.TokenFile is { } tokenFile && AccessToken.TryRead(tokenFile, clock, out token) is { } mistake)
            {
                throw new IOException($"console.tokenFile: {mistake}");
            }

            var page = new JoinEndpoint((code, address, stopping) => JoinAsync(enrolling, code, address, turn, joined, stopping), stop.Token);
            var console = new ConsoleEndpoint(null, page.Routes, new ChangeGate(token), options.Console, clock, stop.Token);
            _ = ListenUrl.TryRead(options.Console.Url, out var endpoint);
            await using var server = await LocalServer.StartAsync(endpoint, ChangeGate.MaxBodyLength, 64, console.HandleAsync, loggers, clock, cancellationToken);
            await output.WriteLineAsync($"joining {server.Url}");
            await output.FlushAsync(CancellationToken.None);
            systemd.Ready(Status());
            var watch = new SystemdWatch(systemd, clock, () => null, Status, loggers.CreateLogger("EdgeGateway.Host.SystemdWatch")).RunAsync(stop.Token);
            var again = TryAgainAsync(file, clock, error, turn, joined, stop.Token);
            await joined.Task.WaitAsync(cancellationToken);
            await stop.CancelAsync();
            await watch;
            await again;
            return null;

            string Status() => file.Problem is { } problem ? $"not joined: {problem}" : Waits;
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            await error.WriteLineAsync($"edge-gateway: {e.Message}");
            return 1;
        }
        catch (OperationCanceledException) when (cancellationToken.IsCancellationRequested)
        {
            return 0;
        }
    }

    private static async Task TryAgainAsync(JoinFile file, TimeProvider clock, TextWriter error, SemaphoreSlim turn, TaskCompletionSource joined, CancellationToken cancellationToken)
    {
        using var timer = new PeriodicTimer(FilePace, clock);
        try
        {
            while (!joined.Task.IsCompleted)
            {
                await timer.WaitForNextTickAsync(cancellationToken);
                await turn.WaitAsync(cancellationToken);
                try
                {
                    if (!joined.Task.IsCompleted && await file.UseAsync(error, cancellationToken))
                    {
                        joined.TrySetResult();
                    }
                }
                finally
                {
                    turn.Release();
                }
            }
        }
        catch (OperationCanceledException) when (cancellationToken.IsCancellationRequested)
        {
            // Joined on the page, or stopped.
        }
    }

    private static async Task<(string Path, string Message)?> JoinAsync(
        Enrolling enrolling, string code, string address, SemaphoreSlim turn, TaskCompletionSource joined, CancellationToken cancellationToken)
    {
        if (JoinCode.Read(code, out var mistake) is not { } read)
        {
            return ("code", mistake!);
        }

        if (HeadquartersDoor.ReadAddress(address.Contains("://", StringComparison.Ordinal) || address.Length == 0 ? address : $"https://{address}", out mistake) is not { } headquarters)
        {
            return ("headquarters", mistake!);
        }

        await turn.WaitAsync(cancellationToken);
        try
        {
            if (!joined.Task.IsCompleted)
            {
                await enrolling.RunAsync(read, headquarters, cancellationToken);
                joined.TrySetResult();
            }

            return null;
        }
        catch (Exception e) when (e is JoinException or IOException or UnauthorizedAccessException)
        {
            return ("", e.Message);
        }
        finally
        {
            turn.Release();
        }
    }
}
