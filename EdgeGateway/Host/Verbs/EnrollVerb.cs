using System.CommandLine;
using System.Text.Json;
using Cloud.Contracts.Joining;
using EdgeGateway.Host.Joining;

namespace EdgeGateway.Host.Verbs;

/// <summary><c>enroll --code CODE --headquarters URL</c>: joins a fleet.</summary>
internal static class EnrollVerb
{
    /// <summary>Makes the verb.</summary>
    public static Command Create(Streams streams)
    {
        var code = new Option<string>("--code") { Description = "The one-time code that headquarters shows: eight groups of four.", HelpName = "CODE", Required = true };
        var headquarters = new Option<string>("--headquarters") { Description = "The address of headquarters.", HelpName = "URL", Required = true };
        var folder = new Option<string>("--data")
        {
            Description = "The gateway's data folder, dataFolder of its configuration. Run this as the user that the service runs as.",
            HelpName = "FOLDER",
            DefaultValueFactory = _ => "/var/lib/edge-gateway",
        };
        var verb = new Command("enroll", "Join headquarters with a one-time code. The key is made here and stays here; run it again if it is cut short. Start the service afterwards.") { code, headquarters, folder };
        verb.SetAction(async (result, cancellationToken) =>
        {
            if (JoinCode.Read(result.GetRequiredValue(code), out var mistake) is not { } read)
            {
                return Say(streams, mistake!, ExitCode.BadUsage);
            }

            if (HeadquartersDoor.ReadAddress(result.GetRequiredValue(headquarters), out mistake) is not { } address)
            {
                return Say(streams, mistake!, ExitCode.BadUsage);
            }

            try
            {
                var identity = await Enrolling.Over(result.GetRequiredValue(folder)).RunAsync(read, address, cancellationToken);
                await streams.Output.WriteLineAsync(JsonSerializer.Serialize(identity.Facts, IdentityJson.Default.IdentityFacts));
                return ExitCode.Done;
            }
            catch (Exception e) when (e is JoinException or IOException or UnauthorizedAccessException)
            {
                return Say(streams, e.Message, ExitCode.Failed);
            }
        });
        return verb;
    }

    private static int Say(Streams streams, string words, int code)
    {
        streams.Error.WriteLine($"enroll: {words}");
        return code;
    }
}
