using System.CommandLine;
using System.Text.Json;
using System.Text.Json.Serialization;
using EdgeGateway.Core.Outbox;
using EdgeGateway.Host.Updating;

namespace EdgeGateway.Host.Verbs;

/// <summary><c>update FILE</c>, <c>update status</c>, <c>update formats</c>: takes a signed bundle, and says what became of it.</summary>
internal static class UpdateVerb
{
    private static readonly TimeSpan s_look = TimeSpan.FromSeconds(1);

    /// <summary>A settling, a trial, a roll back and the starts between, twice over.</summary>
    private static readonly TimeSpan s_patience = TimeSpan.FromMinutes(4);

    /// <summary>Makes the verb.</summary>
    public static Command Create(Streams streams, TimeProvider clock)
    {
        var file = new Argument<string>("FILE") { Description = "The bundle, made by make-bundle.sh; - reads standard input." };
        var wait = new Option<bool>("--wait") { Description = "Wait until the running gateway has tried it, some 45 seconds: 0 where it stays, 1 where it does not." };
        var (folder, keys) = (DataOption(), new Option<string>("--keys")
        {
            Description = "Where the public keys update*.pub are. What starts the gateway checks again, with the keys of the package's folder.",
            HelpName = "FOLDER",
            DefaultValueFactory = _ => UpdateKeys.PackageFolder,
        });
        var verb = new Command(
            "update",
            "Check a signed bundle and put it beside the version that runs. The running gateway tries it, keeps it if everything that worked works again, and else goes back by itself.")
        {
            file, wait, folder, keys, Status(streams), Formats(streams),
        };
        verb.SetAction(async (result, cancellationToken) =>
        {
            var data = result.GetRequiredValue(folder);
            if (!Directory.Exists(data))
            {
                return Fail(streams, $"--data: there is no {data}; expected the gateway's data folder");
            }

            var updates = new UpdateFolder(UpdateFolder.In(data), UpdateFolder.PackagedSerial, new UpdateKeys(result.GetRequiredValue(keys), clock).CheckAsync);
            try
            {
                await using var bundle = result.GetRequiredValue(file) is "-" ? streams.Input : File.OpenRead(result.GetRequiredValue(file));
                var manifest = await updates.StageAsync(bundle, cancellationToken);
                streams.Error.WriteLine($"update: version {manifest.Version}, serial {manifest.Serial}, is checked and in place; the gateway tries it when it has run for {UpdateWatch.Settling.TotalSeconds:0} s");
                var settled = !result.GetValue(wait) || await WaitAsync(updates, manifest, streams, clock, cancellationToken);
                Print(updates, streams);
                return settled ? ExitCode.Done : ExitCode.Failed;
            }
            catch (Exception e) when (e is UpdateRefusedException or IOException or UnauthorizedAccessException)
            {
                return Fail(streams, e.Message);
            }
        });
        return verb;
    }

    private static Command Status(Streams streams)
    {
        var folder = DataOption();
        var verb = new Command("status", "Which version starts, which waits or is on trial, and why the last one failed: one JSON object.") { folder };
        verb.SetAction(result =>
        {
            try
            {
                Print(new UpdateFolder(UpdateFolder.In(result.GetRequiredValue(folder)), UpdateFolder.PackagedSerial, static (_, _, _) => Task.CompletedTask), streams);
                return ExitCode.Done;
            }
            catch (Exception e) when (e is UpdateRefusedException or IOException or UnauthorizedAccessException)
            {
                return Fail(streams, e.Message);
            }
        });
        return verb;
    }

    private static Command Formats(Streams streams)
    {
        var verb = new Command("formats", "What make-bundle.sh writes into a manifest: this program's version, and the outbox schemas it reads from, writes, and can be gone back to with.");
        verb.SetAction(_ =>
        {
            var outbox = OutboxFormats.Mine;
            streams.Output.WriteLine(JsonSerializer.Serialize(new ProgramFormats(ProductVersion.Text, outbox.From, outbox.To, outbox.Back), UpdateJson.Default.ProgramFormats));
        });
        return verb;
    }

    private static Option<string> DataOption() => new("--data")
    {
        Description = "The gateway's data folder. Run this as the user that the service runs as.",
        HelpName = "FOLDER",
        DefaultValueFactory = _ => "/var/lib/edge-gateway",
    };

    /// <summary>Waits until it is decided; whether it stays.</summary>
    private static async Task<bool> WaitAsync(UpdateFolder updates, UpdateManifest manifest, Streams streams, TimeProvider clock, CancellationToken cancellationToken)
    {
        var began = clock.GetTimestamp();
        while (clock.GetElapsedTime(began) < s_patience)
        {
            var journal = UpdateJournal.Read(updates.Path);
            if (journal is { Staged: null, Trial: null })
            {
                var stays = journal.Highest >= manifest.Serial;
                streams.Error.WriteLine(stays ? $"update: version {manifest.Version} runs and stays" : $"update: version {manifest.Version} was not taken: {journal.Reason}");
                return stays;
            }

            await Task.Delay(s_look, clock, cancellationToken);
        }

        streams.Error.WriteLine($"update: nothing was decided within {s_patience.TotalMinutes:0} minutes; does the service run?");
        return false;
    }

    private static void Print(UpdateFolder updates, Streams streams)
    {
        var journal = UpdateJournal.Read(updates.Path);
        // A package that came after the update starts instead of it.
        var confirmed = updates.ManifestOf(journal.Confirmed) is { } manifest && manifest.Serial > UpdateFolder.PackagedSerial ? manifest : null;
        streams.Output.WriteLine(JsonSerializer.Serialize(
            new UpdateState(
                confirmed is null ? UpdateJournal.Package : journal.Confirmed,
                confirmed?.Version,
                View(journal.Staged),
                View(journal.Trial),
                View(journal.Previous),
                journal.Highest,
                journal.Failed == 0 ? null : new FailedVersion(journal.Failed, journal.Reason)),
            UpdateJson.Default.UpdateState));

        VersionView? View(string? slot) => slot is null ? null : new VersionView(slot, updates.ManifestOf(slot)?.Version, updates.ManifestOf(slot)?.Serial);
    }

    private static int Fail(Streams streams, string words)
    {
        streams.Error.WriteLine($"update: {words}");
        return ExitCode.Failed;
    }
}

/// <summary>What <c>update formats</c> says.</summary>
internal sealed record ProgramFormats(string Version, int OutboxFrom, int OutboxTo, int OutboxBack);

/// <summary>A version in a slot; what is null cannot be read.</summary>
internal sealed record VersionView(string Slot, string? Version, long? Serial);

/// <summary>A version that was not taken.</summary>
internal sealed record FailedVersion(long Serial, string Reason);

/// <summary>What <c>update status</c> says.</summary>
/// <param name="Confirmed">The slot that starts, or <c>package</c>.</param>
/// <param name="Version">Its version; null for the package's.</param>
/// <param name="Staged">What waits to be tried.</param>
/// <param name="Trial">What is being tried.</param>
/// <param name="Previous">What starts where the confirmed one is damaged.</param>
/// <param name="Highest">The serial up to which nothing is taken.</param>
/// <param name="Failed">What was not taken last.</param>
internal sealed record UpdateState(string Confirmed, string? Version, VersionView? Staged, VersionView? Trial, VersionView? Previous, long Highest, FailedVersion? Failed);

[JsonSourceGenerationOptions(PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase)]
[JsonSerializable(typeof(ProgramFormats))]
[JsonSerializable(typeof(UpdateState))]
internal sealed partial class UpdateJson : JsonSerializerContext;
