using System.ComponentModel;
using System.Diagnostics;
using System.Diagnostics.CodeAnalysis;

namespace Cloud.Crm.Campaigns;

/// <summary>Has Debian's minisign check a bundle's signature, where a public key is configured. Gateways do so again, with their own keys: this only spares a round.</summary>
/// <param name="keyFile">The public key; null where none is configured.</param>
/// <param name="clock">Time.</param>
internal sealed class BundleSignature(string? keyFile, TimeProvider clock)
{
    private const string Minisign = "minisign";
    private static readonly TimeSpan s_limit = TimeSpan.FromSeconds(10);

    /// <summary>Checks it.</summary>
    /// <returns>False where there is no key to check with.</returns>
    /// <exception cref="BundleException">It is not by that key, or minisign cannot be run.</exception>
    internal async Task<bool> CheckAsync(BundleManifest manifest, CancellationToken cancellationToken)
    {
        if (keyFile is null)
        {
            return false;
        }

        var folder = Directory.CreateTempSubdirectory("headquarters-bundle-").FullName;
        try
        {
            var (text, signature) = (Path.Combine(folder, "manifest"), Path.Combine(folder, "manifest.minisig"));
            await File.WriteAllBytesAsync(text, manifest.Text, cancellationToken);
            await File.WriteAllBytesAsync(signature, manifest.Signature, cancellationToken);
            return await RunAsync(["-V", "-H", "-q", "-p", keyFile, "-x", signature, "-m", text], cancellationToken) == 0
                ? true : throw new BundleException($"its signature is not by the key in {keyFile}, or its manifest was changed");
        }
        finally
        {
            Directory.Delete(folder, recursive: true);
        }
    }

    [SuppressMessage("Security", "S4036", Justification = "The PATH is the service's.")]
    private async Task<int> RunAsync(string[] arguments, CancellationToken cancellationToken)
    {
        try
        {
            using var process = Process.Start(new ProcessStartInfo(Minisign, arguments) { RedirectStandardInput = true, RedirectStandardOutput = true, RedirectStandardError = true })!;
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
                throw new BundleException($"{Minisign} did not end within {s_limit.TotalSeconds:0} s", e);
            }
        }
        catch (Win32Exception e)
        {
            throw new BundleException($"{Minisign} cannot be run ({e.Message}); install Debian's package {Minisign}, or take updates.publicKey out of the configuration", e);
        }
    }
}
