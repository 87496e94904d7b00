using System.Data.Common;
using System.Security.Cryptography;
using Cloud.Crm.Demo;
using Cloud.Crm.Schema;
using Cloud.Crm.Storage;
using Cloud.Mqtt;

namespace Cloud.Crm.Setup;

/// <summary>The command line: the service, and the verbs beside it.</summary>
internal static class CommandLine
{
    private const string Usage =
        """
        headquarters --config FILE
        headquarters token create --config FILE --name NAME --role ROLE [--store STORE]... [--region REGION]... [--days N]
        headquarters ca certificates --config FILE --host NAME [--host NAME]... --out FOLDER
        headquarters ca request --config FILE
        headquarters ca accept --config FILE --certificate FILE
        headquarters demo --config FILE [--days N] [--seed N] [--customers N]
        headquarters backup --config FILE --to FILE
        headquarters restore --config FILE --from FILE [--replace]

        Without a verb: takes in what the gateways send, keeps it, and serves the pages. Stops on SIGTERM and Ctrl-C.
        Each verb has --help. Exits 0 done, 1 failed, 2 bad usage or configuration.
        """;

    /// <summary>Runs what was asked for.</summary>
    /// <returns>The exit code.</returns>
    internal static async Task<int> RunAsync(string[] arguments, CancellationToken cancellationToken)
    {
        switch (arguments)
        {
            case ["--help"] or ["-h"]:
                return Say(Usage);
            case ["token", "create", "--help" or "-h"] or ["token", "--help" or "-h"]:
                return Say(TokenVerb.Usage);
            case ["token", "create", .. var rest]:
                return await VerbAsync(
                    VerbArguments.Read("token create", rest, ["--config", "--name", "--role", "--store", "--region", "--days"], []),
                    (given, options, database) => TokenVerb.CreateAsync(given, database, TimeProvider.System, cancellationToken), cancellationToken);
            case ["ca", _, "--help" or "-h"] or ["ca", "--help" or "-h"]:
                return Say(CaVerb.Usage);
            case ["ca", "certificates", .. var rest]:
                return await VerbAsync(
                    VerbArguments.Read("ca certificates", rest, ["--config", "--host", "--out"], []),
                    (given, options, _) => CaVerb.RunAsync(given, options, TimeProvider.System), cancellationToken);
            case ["ca", "request", .. var rest]:
                return await VerbAsync(
                    VerbArguments.Read("ca request", rest, ["--config"], []), (given, options, _) => CaVerb.RequestAsync(given, options, TimeProvider.System), cancellationToken);
            case ["ca", "accept", .. var rest]:
                return await VerbAsync(
                    VerbArguments.Read("ca accept", rest, ["--config", "--certificate"], []),
                    (given, options, _) => CaVerb.AcceptAsync(given, options, TimeProvider.System, cancellationToken), cancellationToken);
            case ["demo", "--help" or "-h"]:
                return Say(DemoVerb.Usage);
            case ["demo", .. var rest]:
                return await VerbAsync(
                    VerbArguments.Read("demo", rest, DemoVerb.Options, []),
                    (given, options, database) => DemoVerb.RunAsync(given, options, database, cancellationToken), cancellationToken);
            case ["backup", "--help" or "-h"]:
                return Say(BackupVerb.BackupUsage);
            case ["backup", .. var rest]:
                return await VerbAsync(
                    VerbArguments.Read("backup", rest, ["--config", "--to"], []), (given, options, _) => BackupVerb.BackupAsync(given, options, cancellationToken), cancellationToken);
            case ["restore", "--help" or "-h"]:
                return Say(BackupVerb.RestoreUsage);
            case ["restore", .. var rest]:
                return await VerbAsync(
                    VerbArguments.Read("restore", rest, ["--config", "--from"], ["--replace"]),
                    (given, options, database) => BackupVerb.RestoreAsync(given, options, database, TimeProvider.System, cancellationToken), cancellationToken);
            case ["--config", var file]:
                return await ReadAsync(file, cancellationToken) is { } configuration
                    ? await GuardAsync(() => ServeAsync(configuration, cancellationToken), "cannot start") : VerbArguments.BadUsage;
            default:
                await Console.Error.WriteLineAsync("headquarters: expected --config FILE, or a verb; see --help");
                return VerbArguments.BadUsage;
        }
    }

    private static async Task<int> VerbAsync(
        VerbArguments? arguments, Func<VerbArguments, HeadquartersOptions, HeadquartersDatabase, Task<int>> run, CancellationToken cancellationToken)
    {
        if (arguments is null)
        {
            return VerbArguments.BadUsage;
        }

        if (arguments.One("--config") is not { } file)
        {
            return arguments.Bad("expected --config FILE");
        }

        if (await ReadAsync(file, cancellationToken) is not { } options)
        {
            return VerbArguments.BadUsage;
        }

        return await GuardAsync(
            async () =>
            {
                await using var database = Headquarters.OpenDatabase(options.Database);
                return await run(arguments, options, database);
            },
            "failed");
    }

    private static async Task<int> ServeAsync(HeadquartersOptions options, CancellationToken cancellationToken)
    {
        var clock = TimeProvider.System;
        await using var database = Headquarters.OpenDatabase(options.Database);
        await using var app = Headquarters.Build(
            options, database, new LibmosquittoConnector(clock), clock, () => RandomNumberGenerator.GetInt32(1 << 24) / (double)(1 << 24));
        await Headquarters.PrepareAsync(app, options, cancellationToken);
        await app.StartAsync(cancellationToken);
        foreach (var url in app.Urls)
        {
            await Console.Out.WriteLineAsync($"listening {url}");
        }

        await app.WaitForShutdownAsync(cancellationToken);
        return VerbArguments.Done;
    }

    private static async Task<int> GuardAsync(Func<Task<int>> run, string failure)
    {
        try
        {
            return await run();
        }
        catch (SchemaException exception)
        {
            await Console.Error.WriteLineAsync($"headquarters: {exception.Message}");
            return VerbArguments.Failed;
        }
        catch (Exception exception) when (exception is DbException or IOException or UnauthorizedAccessException or System.Net.Sockets.SocketException or TimeoutException)
        {
            await Console.Error.WriteLineAsync($"headquarters: {failure}: {exception.Message}");
            return VerbArguments.Failed;
        }
    }

    private static async Task<HeadquartersOptions?> ReadAsync(string file, CancellationToken cancellationToken)
    {
        string text;
        try
        {
            text = await File.ReadAllTextAsync(file, cancellationToken);
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            await Console.Error.WriteLineAsync($"headquarters: {file} cannot be read: {exception.Message}");
            return null;
        }

        var options = ConfigurationFile.Read(text, out var errors);
        foreach (var error in errors)
        {
            await Console.Error.WriteLineAsync($"headquarters: {file}: {error}");
        }

        return options;
    }

    private static int Say(string words)
    {
        Console.Out.WriteLine(words);
        return VerbArguments.Done;
    }
}
