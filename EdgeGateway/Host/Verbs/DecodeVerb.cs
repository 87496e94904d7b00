using System.CommandLine;
using Drivers;

namespace EdgeGateway.Host.Verbs;

/// <summary><c>decode PROTOCOL [FILE]</c>: bytes in, one JSON object a frame.</summary>
internal static class DecodeVerb
{
    /// <summary>Makes the verb.</summary>
    public static Command Create(Streams streams)
    {
        var protocol = new Argument<string>("PROTOCOL") { Description = $"One of {string.Join(", ", FrameDecoders.Names)}." };
        var file = new Argument<string?>("FILE") { Description = "The bytes; standard input where none is given.", Arity = ArgumentArity.ZeroOrOne };
        var hex = new Option<bool>("--hex") { Description = "The input is text: hex pairs, one chunk a line." };
        var set = new Option<string[]>("--set")
        {
            Description = "What the protocol leaves open, by the names of the driver's profile, such as unit=kg. May be given again.",
            HelpName = "NAME=VALUE",
        };
        var verb = new Command("decode", "Decode recorded bytes of a scale: one JSON object a frame on standard output.") { protocol, file, hex, set };
        verb.SetAction(result =>
        {
            var profile = new Dictionary<string, string>(StringComparer.Ordinal);
            foreach (var setting in result.GetValue(set) ?? [])
            {
                var equals = setting.IndexOf('=', StringComparison.Ordinal);
                if (equals < 1)
                {
                    streams.Error.WriteLine($"decode: --set came {setting}; expected NAME=VALUE");
                    return ExitCode.BadUsage;
                }

                profile[setting[..equals]] = setting[(equals + 1)..];
            }

            try
            {
                using var input = result.GetValue(file) is { } path ? File.OpenRead(path) : streams.Input;
                return DecodeCommand.Run(result.GetRequiredValue(protocol), input, streams.Output, streams.Error, new DecodeOptions(result.GetValue(hex), profile));
            }
            catch (Exception e) when (e is IOException or UnauthorizedAccessException)
            {
                streams.Error.WriteLine($"decode: {e.Message}");
                return ExitCode.Failed;
            }
        });
        return verb;
    }
}
