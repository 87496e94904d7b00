using System.CommandLine;
using System.CommandLine.Parsing;
using System.Globalization;
using System.Runtime.InteropServices;

namespace Simulators.Till;

/// <summary>The verb <c>till</c>: a program in the store that hands scans over to the gateway's intake.</summary>
internal static class TillVerb
{
    /// <summary>Makes the verb.</summary>
    public static Command Create()
    {
        var url = new Option<Uri?>("--url")
        {
            Description = "The gateway's intake, such as http://127.0.0.1:8081.",
            Required = true,
            CustomParser = ParseUrl,
        };
        var token = new Option<FileInfo>("--token-file") { Description = "File with the intake's token.", Required = true };
        var rate = new Option<double>("--rate") { Description = "Events a second; 0 for as many as are answered.", DefaultValueFactory = _ => 5 };
        var count = new Option<long?>("--count") { Description = "Events in all; without it until SIGTERM." };
        var parallel = new Option<int>("--parallel") { Description = "Requests at a time, 1 to 256.", DefaultValueFactory = _ => 1 };
        var batch = new Option<int>("--batch") { Description = "Events a request, 1 to 1000.", DefaultValueFactory = _ => 1 };
        var device = new Option<string?>("--device") { Description = "The device named in each event." };
        var drain = new Option<double>("--drain") { Description = "Seconds to try on for unanswered events after the stop.", DefaultValueFactory = _ => 10 };
        var seed = new Option<int>("--seed") { Description = "Seed of goods and pauses; ids are always new.", DefaultValueFactory = _ => 1 };
        var log = new Option<string?>("--log") { Description = "File for acknowledged events, JSON lines, appended." };
        var verb = new Command("till", "Posts scan.read events until they are acknowledged.") { url, token, rate, count, parallel, batch, device, drain, seed, log };
        token.AcceptExistingOnly();
        verb.SetAction(async (arguments, cancellationToken) =>
        {
            if (arguments.GetValue(rate) is < 0 or > 1_000_000 || arguments.GetValue(parallel) is < 1 or > 256 || arguments.GetValue(batch) is < 1 or > 1000
                || arguments.GetValue(drain) is < 0 or > 3600 || arguments.GetValue(count) is < 0)
            {
                await Console.Error.WriteLineAsync(
                    "expected --rate 0 to 1000000, --parallel 1 to 256, --batch 1 to 1000, --drain 0 to 3600, --count 0 or more").ConfigureAwait(false);
                return 2;
            }

            var secret = (await File.ReadAllTextAsync(arguments.GetValue(token)!.FullName, cancellationToken).ConfigureAwait(false)).Trim();
            var plan = new TillPlan(
                arguments.GetValue(url)!, secret, arguments.GetValue(rate), arguments.GetValue(count), arguments.GetValue(parallel),
                arguments.GetValue(batch), arguments.GetValue(device), TimeSpan.FromSeconds(arguments.GetValue(drain)));
            using var sent = new SentLog(arguments.GetValue(log));
            return await RunAsync(plan, sent, arguments.GetValue(seed)).ConfigureAwait(false);
        });
        return verb;
    }

    private static Uri? ParseUrl(ArgumentResult result)
    {
        var text = result.Tokens.Count == 1 ? result.Tokens[0].Value : "";
        if (Uri.TryCreate(text, UriKind.Absolute, out var url) && url.Scheme is "http" or "https")
        {
            return url;
        }

        result.AddError($"--url: expected http://host:port, came '{text}'");
        return null;
    }

    private static async Task<int> RunAsync(TillPlan plan, SentLog sent, int seed)
    {
        using var stop = new CancellationTokenSource();
        using var giveUp = new CancellationTokenSource();
        using var terminate = PosixSignalRegistration.Create(PosixSignal.SIGTERM, OnSignal);
        using var interrupt = PosixSignalRegistration.Create(PosixSignal.SIGINT, OnSignal);
        using var handler = new SocketsHttpHandler { MaxConnectionsPerServer = plan.Parallel, ConnectTimeout = TimeSpan.FromSeconds(2) };
        using var http = new HttpClient(handler) { Timeout = Timeout.InfiniteTimeSpan };
        var pace = new TillPace(plan, TimeProvider.System);
        var workers = Enumerable.Range(0, plan.Parallel)
            .Select(i => new TillWorker(http, plan, pace, sent, new Random(unchecked((seed * 397) + i)), TimeProvider.System))
            .Select(RunOneAsync);
        var refused = (await Task.WhenAll(workers).ConfigureAwait(false)).Any(one => one);
        Console.WriteLine(string.Create(CultureInfo.InvariantCulture, $"{{\"acknowledged\":{sent.Acknowledged},\"unanswered\":{sent.Unanswered}}}"));
        return refused || sent.Unanswered > 0 ? 1 : 0;

        async Task<bool> RunOneAsync(TillWorker worker)
        {
            try
            {
                await worker.RunAsync(stop.Token, giveUp.Token).ConfigureAwait(false);
                return false;
            }
            catch (InvalidOperationException forGood)
            {
                await Console.Error.WriteLineAsync(forGood.Message).ConfigureAwait(false);
                await stop.CancelAsync().ConfigureAwait(false);
                return true;
            }
        }

        void OnSignal(PosixSignalContext context)
        {
            context.Cancel = true;
            stop.Cancel();
            giveUp.CancelAfter(plan.Drain);
        }
    }
}
