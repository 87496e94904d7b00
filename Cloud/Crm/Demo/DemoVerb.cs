using System.Globalization;
using Cloud.Crm.Setup;
using Cloud.Crm.Storage;
using Cloud.Mqtt;

namespace Cloud.Crm.Demo;

/// <summary>The verb <c>headquarters demo</c>.</summary>
internal static class DemoVerb
{
    internal const string Usage =
        """
        headquarters demo --config FILE [--days N] [--seed N] [--customers N]

        Lets a chain of five stores live up to yesterday in an empty database, through the same code that events, sales and orders take, so that the pages show something: 365 days with
        seed 1 and 2,000 customers, where nothing else is said. No node may run on the database meanwhile.
        Exits 0 done, 1 failed, 2 bad usage or configuration.
        """;

    /// <summary>The options that take a value.</summary>
    internal static IReadOnlyList<string> Options { get; } = ["--config", "--days", "--seed", "--customers"];

    /// <summary>Runs the verb.</summary>
    /// <param name="arguments">What follows <c>demo</c>.</param>
    /// <param name="options">Its configuration.</param>
    /// <param name="database">The configuration's database.</param>
    /// <param name="cancellationToken">Gives up.</param>
    /// <returns>The exit code.</returns>
    internal static async Task<int> RunAsync(VerbArguments arguments, HeadquartersOptions options, HeadquartersDatabase database, CancellationToken cancellationToken)
    {
        string? mistake = null;
        var (days, seed, customers) = (
            Number(arguments, "--days", 365, 1, 730, ref mistake), Number(arguments, "--seed", 1, 0, 1_000_000, ref mistake), Number(arguments, "--customers", 2_000, 1, 20_000, ref mistake));
        mistake ??= options.Members is null ? "the configuration has no \"members\": {\"keyFile\": …}; customers' numbers cannot be kept without it" : null;
        if (mistake is not null)
        {
            return arguments.Bad(mistake);
        }

        try
        {
            await LoadAsync(DemoOrder.UpTo(TimeProvider.System.GetUtcNow().UtcDateTime, days, seed, customers), options, database, Console.Error, !Console.IsErrorRedirected, cancellationToken);
            return VerbArguments.Done;
        }
        catch (DemoException exception)
        {
            await Console.Error.WriteLineAsync($"headquarters demo: {exception.Message}");
            return VerbArguments.Failed;
        }
    }

    private static async Task LoadAsync(
        DemoOrder order, HeadquartersOptions options, HeadquartersDatabase database, TextWriter said, bool isTerminal, CancellationToken cancellationToken)
    {
        var clock = new DemoClock(DemoTime.Of(order.First, 0));
        var started = TimeProvider.System.GetTimestamp();
        await using var app = Headquarters.Build(options, database, new LibmosquittoConnector(clock), clock, () => 0.5);
        await Headquarters.PrepareAsync(app, options, cancellationToken);
        var done = (await DemoLoad.RunAsync(app.Services, order, clock, Show, cancellationToken)).Progress;
        await said.WriteLineAsync(Text(done, isTerminal ? "\r" : ""));

        void Show(DemoProgress progress)
        {
            if (isTerminal)
            {
                said.Write(Text(progress, "\r"));
            }
        }

        string Text(DemoProgress progress, string before) => string.Create(
            CultureInfo.InvariantCulture,
            $"{before}demonstration: day {progress.Days} of {progress.Of}, {progress.Events:N0} events, {progress.Sales:N0} sales, {TimeProvider.System.GetElapsedTime(started).TotalSeconds:N0} s");
    }

    private static int Number(VerbArguments arguments, string option, int otherwise, int least, int most, ref string? mistake)
    {
        if (arguments.One(option) is not { } value)
        {
            return otherwise;
        }

        if (!int.TryParse(value, NumberStyles.None, CultureInfo.InvariantCulture, out var number) || number < least || number > most)
        {
            mistake ??= string.Create(CultureInfo.InvariantCulture, $"{option} is '{value}'; expected {least} to {most}");
        }

        return number;
    }
}
