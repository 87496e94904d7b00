using EdgeGateway.Host.Verbs;

namespace Host.Tests.Verbs;

/// <summary>One command line, run in this process.</summary>
internal sealed class CommandRun : IAsyncDisposable
{
    private readonly LineWriter _output = new();
    private readonly LineWriter _error = new();
    private readonly CancellationTokenSource _stop = CancellationTokenSource.CreateLinkedTokenSource(TestContext.Current.CancellationToken);
    private readonly Task<int> _run;

    private CommandRun(byte[] input, string[] args) =>
        _run = Task.Run(() => CommandLine.RunAsync(args, new Streams(new MemoryStream(input), _output, _error), _stop.Token));

    public string Output => _output.ToString();

    public string Error => _error.ToString();

    public static CommandRun Start(params string[] args) => new([], args);

    public static async Task<(int Code, string Output, string Error)> EndAsync(string[] args, byte[]? input = null)
    {
        await using var run = new CommandRun(input ?? [], args);
        var code = await run._run;
        return (code, run.Output, run.Error);
    }

    public async Task<string> LineAsync(string prefix)
    {
        while (true)
        {
            var line = _output.Lines.ReadAsync(TestContext.Current.CancellationToken).AsTask();
            if (await Task.WhenAny(line, _run) == _run && !line.IsCompleted)
            {
                throw new InvalidOperationException($"It ended with {await _run}: {Error}");
            }

            if ((await line).StartsWith(prefix, StringComparison.Ordinal))
            {
                return (await line)[prefix.Length..];
            }
        }
    }

    public async Task<int> StopAsync()
    {
        await _stop.CancelAsync();
        return await _run;
    }

    public Task<int> WaitAsync() => _run;

    public async ValueTask DisposeAsync()
    {
        await _stop.CancelAsync();
        await _run.ContinueWith(_ => { }, TaskScheduler.Default);
        _stop.Dispose();
    }
}
