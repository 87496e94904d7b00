using System.CommandLine;
using System.CommandLine.Parsing;
using System.Globalization;

namespace Simulators.World;

/// <summary>The verb <c>run</c>: what the user asked for, checked, and handed to <see cref="Run"/>.</summary>
internal static class RunVerb
{
    internal const int BadUsage = 2;

    public static Command Create()
    {
        var stores = new Option<int>("--stores") { Description = "How many stores, each with one gateway, 1 to 50.", DefaultValueFactory = _ => 1 };
        var seconds = new Option<int?>("--for") { Description = "End by itself after so many seconds and print the ledger; exit 1 where it is wrong." };
        var folder = new Option<string?>("--folder") { Description = "A new or empty folder to work in, which is kept. Default: a temporary one." };
        var database = new Option<string>("--database") { Description = "sqlite, or postgres for a private server of our own.", DefaultValueFactory = _ => "sqlite" };
        var connection = new Option<string?>("--connection-file") { Description = "With --database postgres: file with the connection string of an empty database to use instead." };
        var port = new Option<int>("--headquarters-port") { Description = "The port of headquarters' pages. Default: a free one.", DefaultValueFactory = _ => 0 };
        var rate = new Option<int>("--rate") { Description = "Scans a second at each store's till, 1 to 10000.", DefaultValueFactory = _ => 5 };
        var seed = new Option<int>("--seed") { Description = "Seed of the customers.", DefaultValueFactory = _ => 1 };
        var programs = new Option<string>("--programs") { Description = "The folder with the published programs.", DefaultValueFactory = _ => DefaultPrograms() };
        var models = new Option<string?>("--models") { Description = "The folder with the face models, or none for stores without a camera. Default: where ./run puts them.", DefaultValueFactory = _ => DefaultModels() };
        var demo = new Option<bool>("--demo") { Description = "Load a demonstration before it starts: five more stores that have lived for a year up to yesterday. Takes some minutes." };
        var demoDays = new Option<int>("--demo-days") { Description = "With --demo: for so many days instead, 1 to 730.", DefaultValueFactory = _ => new DemoOrder().Days };
        database.AcceptOnlyFromAmong("sqlite", "postgres");
        var verb = new Command("run", "Starts it and keeps it running until Ctrl-C, or for --for seconds.")
        {
            stores, seconds, folder, database, connection, port, rate, seed, programs, models, demo, demoDays,
        };
        Within(stores, 1, 50);
        Within(rate, 1, 10_000);
        Within(port, 0, 65_535);
        Within(demoDays, 1, 730);
        seconds.Validators.Add(result => Check(result, result.GetValue(seconds), 1, 1_000_000));
        verb.Validators.Add(result =>
        {
            if (result.GetValue(connection) is not null && result.GetValue(database) != "postgres")
            {
                result.AddError("--connection-file goes with --database postgres.");
            }
        });
        verb.SetAction(async (arguments, _) =>
        {
            try
            {
                return await Run.ExecuteAsync(new RunOrder(
                    arguments.GetValue(programs)!,
                    arguments.GetValue(stores),
                    arguments.GetValue(seconds) is { } limit ? TimeSpan.FromSeconds(limit) : null,
                    arguments.GetValue(folder),
                    arguments.GetValue(database) == "postgres",
                    arguments.GetValue(connection),
                    arguments.GetValue(port),
                    arguments.GetValue(rate),
                    arguments.GetValue(seed),
                    arguments.GetValue(models) is "none" ? null : arguments.GetValue(models),
                    arguments.GetValue(demo) ? new DemoOrder(arguments.GetValue(demoDays)) : null)).ConfigureAwait(false);
            }
            catch (Exception e) when (e is ChildFailedException or IOException or TimeoutException or UnauthorizedAccessException)
            {
                await Console.Error.WriteLineAsync(e.Message).ConfigureAwait(false);
                return e is FileNotFoundException ? BadUsage : 1;
            }
        });
        return verb;
    }

    private static void Within(Option<int> option, int least, int most) =>
        option.Validators.Add(result => Check(result, result.GetValue(option), least, most));

    private static void Check(OptionResult result, int? value, int least, int most)
    {
        if (value < least || value > most)
        {
            result.AddError(string.Create(CultureInfo.InvariantCulture, $"{result.Option.Name} is {value}; expected {least} to {most}."));
        }
    }

    /// <summary>Where <c>./run</c> puts them: beside the published programs.</summary>
    private static string? DefaultModels() => Path.Combine(AppContext.BaseDirectory, "..", "..", "..", "models") is var folder && Directory.Exists(folder) ? Path.GetFullPath(folder) : null;

    private static string DefaultPrograms() => Path.GetFullPath(Path.Combine(AppContext.BaseDirectory, ".."));
}
