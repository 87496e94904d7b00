using System.Security.Cryptography;
using System.Text;
using Cloud.Crm.Campaigns;
using EdgeGateway.Host.Updating;

namespace Fuzz.Targets;

/// <summary>Update bundles, as the gateway and as headquarters read them.</summary>
internal static class BundleTargets
{
    private static readonly byte[] s_program = "program"u8.ToArray();

    private static readonly string s_manifest = $"""
        edge-gateway update 1
        version 0.2.0
        serial 1763800000
        arch amd64
        created 2026-11-22T18:00:00Z
        outbox 1 1 1
        file {Convert.ToHexStringLower(SHA256.HashData(s_program))} {s_program.Length} edge-gateway.dll

        """;

    public static IReadOnlyList<FuzzTarget> All { get; } =
    [
        new("bundle", "an update bundle, with no signature checked", FeedBundle, () => [Bundle(s_manifest), Bundle(s_manifest)[..2048]]),
        new("bundle-manifest", "the manifest of a bundle, and a signature's form", FeedManifest, () => [Encoding.UTF8.GetBytes(s_manifest), Signature()]),
    ];

    private static void FeedBundle(byte[] input)
    {
        var taken = false;
        try
        {
            var bundle = new UpdateBundle(new MemoryStream(input));
            var (text, _) = bundle.ReadHeadAsync(CancellationToken.None).GetAwaiter().GetResult();
            foreach (var file in UpdateManifest.Parse(text).Files)
            {
                bundle.CopyAsync(file, Stream.Null, CancellationToken.None).GetAwaiter().GetResult();
            }

            bundle.ExpectEndAsync(CancellationToken.None).GetAwaiter().GetResult();
            taken = true;
        }
        catch (UpdateRefusedException)
        {
            // As documented: it is no bundle.
        }

        try
        {
            _ = BundleManifest.ReadAsync(new MemoryStream(input), CancellationToken.None).GetAwaiter().GetResult();
        }
        catch (BundleException refused)
        {
            FuzzTarget.Promise(!taken, $"headquarters refuses a bundle that a gateway takes: {refused.Message}");
        }
    }

    private static void FeedManifest(byte[] input)
    {
        _ = UpdateBundle.IsSignature(input);
        try
        {
            var manifest = UpdateManifest.Parse(input);
            FuzzTarget.Promise(manifest.Files.All(file => !file.Path.Split('/').Contains("..") && file.Path[0] != '/'), "a path leads out of the folder");
            FuzzTarget.Promise(manifest.Size >= 0, "the files have less than no bytes");
        }
        catch (UpdateRefusedException)
        {
            // As documented: it says which line does not fit.
        }
    }

    private static byte[] Signature() => Encoding.UTF8.GetBytes(
        $"{UpdateBundle.Untrusted}{Convert.ToBase64String(new byte[74])}\ntrusted comment: x\n{Convert.ToBase64String(new byte[64])}\n");

    private static byte[] Bundle(string manifest) =>
    [
        .. Part(UpdateManifest.FileName, Encoding.UTF8.GetBytes(manifest)), .. Part(UpdateManifest.SignatureName, Signature()), .. Part(UpdateManifest.Program, s_program),
        .. new byte[BundleHeader.EndSize],
    ];

    private static byte[] Part(string name, byte[] content) => [.. BundleHeader.Of(name, content.Length), .. content, .. new byte[BundleHeader.Padding(content.Length)]];
}
