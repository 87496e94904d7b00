using System.ComponentModel;
using System.Diagnostics;
using System.Diagnostics.CodeAnalysis;

namespace EdgeGateway.Host.Updating;

/// <summary>The public keys that updates are signed for: every <c>update*.pub</c> in a folder that only root writes. The signature itself is Debian's minisign's work.</summary>
/// <param name="folder">Where they are.</param>
/// <param name="clock">Time.</param>
internal sealed class UpdateKeys(string folder, TimeProvider clock)
{
    /// <summary>The folder of the package.</summary>
    public const string PackageFolder = "/etc/edge-gateway";

    private const string Minisign = "minisign";
    private static readonly TimeSpan s_limit = TimeSpan.FromSeconds(10);

    /// <summary>Checks a signature. A file that another process could change meanwhile must not be given.</summary>
    /// <exception cref="UpdateRefusedException">No key made it, or there is none.</exception>
    public async Task CheckAsync(string file, string signature, CancellationToken cancellationToken)
    {
        string[] keys = Directory.Exists(folder) ? [.. Directory.EnumerateFiles(folder, "update*.pub").Order(StringComparer.Ordinal)] : [];
        if (keys.Length == 0)
        {
            throw new UpdateRefusedException($"this gateway takes no updates: there is no {Path.Combine(folder, "update.pub")}. Put the public key of who signs them there, as root");
        }

        foreach (var key in keys)
        {
            if (await RunAsync(["-V", "-H", "-q", "-p", key, "-x", signature, "-m", file], cancellationToken) == 0)
            {
                return;
            }
        }

        throw new UpdateRefusedException($"the signature is of none of the keys {string.Join(", ", keys)}, or the manifest was changed");
    }

    [SuppressMessage("Security", "S4036", Justification = "The unit's PATH is systemd's.")]
    private async Task<int> RunAsync(string[] arguments, CancellationToken cancellationToken)
    {
        var start = new ProcessStartInfo(Minisign, arguments) { RedirectStandardInput = true, RedirectStandardOutput = true, RedirectStandardError = true };
        try
        {
            using var process = Process.Start(start)!;
            process.StandardInput.Close();
            try
            {
                await process.WaitForExitAsync(cancellationToken).WaitAsync(s_limit, clock, cancellationToken);
                return process.ExitCode;
            }
            catch (Exception e) when (e is TimeoutException or OperationCanceledException)
            {
                process.Kill();
                cancellationToken.ThrowIfCancellationRequested();
                throw new UpdateRefusedException($"{Minisign} did not end within {s_limit.TotalSeconds:0} s", e);
            }
        }
        catch (Win32Exception e)
        {
            throw new UpdateRefusedException($"{Minisign} cannot be run ({e.Message}); install Debian's package {Minisign}", e);
        }
    }
}
