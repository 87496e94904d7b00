using System.Diagnostics;
using System.Globalization;
using System.Text.Json;

namespace Bench.Peers;

/// <summary>How one gateway is started and where its events go, as the conformance kit sets it up: the settings are the kit's, so that what is measured here is what was broken there.</summary>
/// <param name="Program">The executable.</param>
/// <param name="Args">Its arguments.</param>
/// <param name="Env">Variables on top of ours; null for none.</param>
/// <param name="Door">Where devices hand events over.</param>
internal sealed record PeerOrder(string Program, IReadOnlyList<string> Args, IReadOnlyDictionary<string, string>? Env, PeerAddress Door)
{
    private static readonly JsonSerializerOptions s_json = new(JsonSerializerDefaults.Web);

    /// <summary>Has the kit write the settings.</summary>
    /// <param name="kit">The folder <c>tests/conformance</c>; what it needs from npm is installed there the first time.</param>
    /// <param name="peer">The kit's name for the gateway.</param>
    /// <param name="folder">Where its files go.</param>
    /// <param name="brokerPort">Headquarters' broker.</param>
    /// <param name="program">Where our gateway is.</param>
    /// <param name="cancellationToken">Stops the wait.</param>
    /// <exception cref="InvalidOperationException">The kit cannot, with what it said.</exception>
    public static async Task<PeerOrder> PrepareAsync(string kit, string peer, string folder, int brokerPort, string program, CancellationToken cancellationToken)
    {
        Directory.CreateDirectory(folder);
        string[] arguments = ["--prepare", folder, "--peer", peer, "--broker", brokerPort.ToString(CultureInfo.InvariantCulture), "--program", program];
        using var process = Process.Start(new ProcessStartInfo(Path.Combine(kit, "run"), arguments) { RedirectStandardOutput = true })!;
        var said = await process.StandardOutput.ReadToEndAsync(cancellationToken);
        await process.WaitForExitAsync(cancellationToken);
        return process.ExitCode == 0
            ? JsonSerializer.Deserialize<PeerOrder>(said, s_json)!
            : throw new InvalidOperationException($"{kit}/run could not prepare {peer}.");
    }
}

/// <summary>A way in: HTTP where there is a path, MQTT where there is a topic.</summary>
/// <param name="Port">On 127.0.0.1.</param>
/// <param name="Path">Of the HTTP request, or null.</param>
/// <param name="Headers">Of the HTTP request, or null for none.</param>
/// <param name="Topic">Above which events are published, or null.</param>
internal sealed record PeerAddress(int Port, string? Path, IReadOnlyDictionary<string, string>? Headers, string? Topic);
