using System.CommandLine;
using System.Globalization;
using System.Text.Json;
using System.Text.Json.Serialization;
using Drivers.Detection;
using Drivers.Ports;
using EdgeGateway.Core.Setup;

namespace EdgeGateway.Host.Verbs;

/// <summary><c>detect PORT</c>: which protocol and line settings, with the evidence as it comes and everything that was sent.</summary>
internal static class DetectVerb
{
    private const double LongestTimeout = 60;

    /// <summary>Makes the verb.</summary>
    public static Command Create(Streams streams)
    {
        var port = new Argument<string>("PORT") { Description = "A device path such as /dev/serial/by-id/…, or tcp://host:port." };
        var listenOnly = new Option<bool>("--listen-only") { Description = "Send nothing; the same as --probe none." };
        var probe = new Option<string>("--probe")
        {
            Description = "safe: only questions that harm no printer, display, modem or scanner (docs/detection.md); all: every question; none: listen.",
            DefaultValueFactory = _ => "safe",
        };
        var plainDisplay = new Option<bool>("--plain-display")
        {
            Description = "A display may be on this port that shows whatever it is sent: with --probe safe, send nothing printable.",
        };
        var line = new Option<string?>("--line") { Description = "Try only this setting, such as 9600-7E1." };
        var timeout = new Option<double>("--timeout") { Description = "Give up after so many seconds, 1 to 60.", DefaultValueFactory = _ => 10 };
        probe.AcceptOnlyFromAmong("safe", "all", "none");
        var verb = new Command("detect", "Find out which scale is on a port: evidence and verdict as JSON lines on standard output.")
        {
            port, listenOnly, probe, plainDisplay, line, timeout,
        };
        verb.SetAction(async (result, cancellationToken) =>
        {
            var mistakes = new List<string>();
            LineSettings? setting = null;
            if (result.GetValue(line) is { } text)
            {
                if (LineSettings.TryParse(text, out var only, out var error))
                {
                    setting = only;
                }
                else
                {
                    mistakes.Add($"--line: {error}");
                }
            }

            var seconds = result.GetValue(timeout);
            if (seconds is not (>= 1 and <= LongestTimeout))
            {
                mistakes.Add(string.Create(CultureInfo.InvariantCulture, $"--timeout: expected 1 to {LongestTimeout} seconds, came {seconds}"));
            }

            if (!PortAddress.TryParse(result.GetRequiredValue(port), out _, out var portError))
            {
                mistakes.Add($"PORT: {portError}");
            }

            foreach (var mistake in mistakes)
            {
                await streams.Error.WriteLineAsync($"detect: {mistake}");
            }

            if (mistakes.Count > 0)
            {
                return ExitCode.BadUsage;
            }

            var request = new DetectionRequest
            {
                Probe = result.GetValue(listenOnly) ? ProbeScope.None : Enum.Parse<ProbeScope>(result.GetValue(probe)!, ignoreCase: true),
                PlainDisplay = result.GetValue(plainDisplay),
                Line = setting,
                Timeout = TimeSpan.FromSeconds(seconds),
            };
            var progress = new Told(streams);
            var found = await PortDetector.DetectAsync(result.GetRequiredValue(port), request, progress, TimeProvider.System, cancellationToken);
            await streams.Output.WriteLineAsync(JsonSerializer.Serialize(found, DetectJson.Default.PortDetection));
            await streams.Error.WriteLineAsync($"detect: {Words(found)}");
            return found.State == DetectionState.Recognised ? ExitCode.Done : ExitCode.Failed;
        });
        return verb;
    }

    private static string Words(PortDetection found) => found.State switch
    {
        DetectionState.Recognised => $"{found.Protocol}{(found.Line is null ? "" : $" at {found.Line}")}: {found.Reason} ({found.TookMs} ms)",
        DetectionState.Ambiguous => $"ambiguous: {found.Reason} ({found.TookMs} ms)",
        DetectionState.Failed => found.Reason ?? "failed",
        _ => $"not recognised: {found.Reason} ({found.TookMs} ms)",
    };

    /// <summary>Writes evidence and what is sent as they come, one line each.</summary>
    private sealed class Told(Streams streams) : IProgress<PortDetection>
    {
        private int _evidence;
        private int _sent;

        public void Report(PortDetection value)
        {
            for (; _sent < value.Sent.Count; _sent++)
            {
                streams.Output.WriteLine(JsonSerializer.Serialize(value.Sent[_sent], DetectJson.Default.DetectionSent));
            }

            for (; _evidence < value.Evidence.Count; _evidence++)
            {
                streams.Output.WriteLine(JsonSerializer.Serialize(value.Evidence[_evidence], DetectJson.Default.DetectionEvidence));
            }
        }
    }
}

[JsonSourceGenerationOptions(PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase)]
[JsonSerializable(typeof(PortDetection))]
internal sealed partial class DetectJson : JsonSerializerContext;
