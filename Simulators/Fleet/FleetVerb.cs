using System.CommandLine;
using System.Globalization;
using System.Net;
using System.Runtime.InteropServices;

namespace Simulators.Fleet;

/// <summary>The verb <c>fleet</c>: thousands of stores' gateways in one process.</summary>
internal static class FleetVerb
{
    private const int MostStores = 20_000;

    /// <summary>Makes the verb.</summary>
    public static Command Create()
    {
        var stores = new Option<int>("--stores") { Description = "How many stores, each with one gateway, 1 to 20000.", DefaultValueFactory = _ => 100 };
        var brokers = new Option<string[]>("--broker")
        {
            Description = "Where they connect, ADDRESS:PORT; several for a cluster.", DefaultValueFactory = _ => ["127.0.0.1:1883"], AllowMultipleArgumentsPerToken = true,
        };
        var password = new Option<string?>("--password-file") { Description = "File with the password that every gateway says." };
        var rate = new Option<double>("--rate") { Description = "Events a minute at each store, 0.01 to 6000.", DefaultValueFactory = _ => 6 };
        var ramp = new Option<double>("--ramp") { Description = "Over how many seconds the stores come up, 0 to 3600.", DefaultValueFactory = _ => 20 };
        var spread = new Option<double>("--spread")
        {
            Description = "Over how many seconds the first attempt after a lost connection is spread, 0 to 600; 0 for the usual pause.", DefaultValueFactory = _ => 0,
        };
        var shortNames = new Option<bool>("--short-names") { Description = "User names without shard and store, for a broker whose names have no slash." };
        var seed = new Option<int>("--seed") { Description = "Seed of pauses and of when events happen.", DefaultValueFactory = _ => 1 };
        var verb = new Command(
            "fleet",
            "Connects as many gateways to a broker as docs/asyncapi.json describes them, makes events, and prints a JSON line each second. Understands on standard input: "
            + "cut PERCENT HURRY, heal, close, ledger FILE. Ends with SIGTERM.") { stores, brokers, password, rate, ramp, spread, shortNames, seed };
        verb.SetAction(async (arguments, cancellationToken) =>
        {
            var ends = arguments.GetValue(brokers)!.Select(b => IPEndPoint.TryParse(b, out var end) && end.Port > 0 ? end : null).ToList();
            var file = arguments.GetValue(password);
            var mistake = (arguments.GetValue(stores) is < 1 or > MostStores ? string.Create(CultureInfo.InvariantCulture, $"--stores: expected 1 to {MostStores}") : null)
                ?? (ends.Contains(null) ? "--broker: expected ADDRESS:PORT such as 127.0.0.1:1883" : null)
                ?? (arguments.GetValue(rate) is not (>= 0.01 and <= 6000) ? "--rate: expected 0.01 to 6000" : null)
                ?? (arguments.GetValue(ramp) is not (>= 0 and <= 3600) ? "--ramp: expected 0 to 3600" : null)
                ?? (arguments.GetValue(spread) is not (>= 0 and <= 600) ? "--spread: expected 0 to 600" : null)
                ?? (file is not null && !File.Exists(file) ? $"--password-file: no such file {file}" : null);
            if (mistake is not null)
            {
                await Console.Error.WriteLineAsync(mistake).ConfigureAwait(false);
                return 2;
            }

            var plan = new FleetPlan(
                arguments.GetValue(stores), [.. ends.OfType<IPEndPoint>()],
                file is null ? null : (await File.ReadAllTextAsync(file, cancellationToken).ConfigureAwait(false)).Trim(),
                arguments.GetValue(rate), TimeSpan.FromSeconds(arguments.GetValue(ramp)), TimeSpan.FromSeconds(0.5), TimeSpan.FromMinutes(1),
                TimeSpan.FromSeconds(arguments.GetValue(spread)))
            {
                ShortNames = arguments.GetValue(shortNames),
            };
            return await RunAsync(new FleetRun(plan, arguments.GetValue(seed), TimeProvider.System)).ConfigureAwait(false);
        });
        return verb;
    }

    private static async Task<int> RunAsync(FleetRun run)
    {
        using var stop = new CancellationTokenSource();
        using var terminate = PosixSignalRegistration.Create(PosixSignal.SIGTERM, OnSignal);
        using var interrupt = PosixSignalRegistration.Create(PosixSignal.SIGINT, OnSignal);
        _ = Task.Run(() => ListenAsync(run, stop.Token), CancellationToken.None);
        await run.RunAsync(Console.Out, stop.Token).ConfigureAwait(false);
        return 0;

        void OnSignal(PosixSignalContext context)
        {
            context.Cancel = true;
            stop.Cancel();
        }
    }

    private static async Task ListenAsync(FleetRun run, CancellationToken cancellationToken)
    {
        while (await Console.In.ReadLineAsync(cancellationToken).ConfigureAwait(false) is { } line)
        {
            try
            {
                if (line.Trim().Length > 0 && await run.ObeyAsync(line.Trim(), cancellationToken).ConfigureAwait(false) is { } mistake)
                {
                    await Console.Error.WriteLineAsync(mistake).ConfigureAwait(false);
                }
            }
            catch (Exception e) when (e is IOException or UnauthorizedAccessException)
            {
                await Console.Error.WriteLineAsync(e.Message).ConfigureAwait(false);
            }
        }
    }
}
