using System.Runtime.InteropServices;
using System.Security.Cryptography;
using EdgeGateway.Core.Outbox;

namespace EdgeGateway.Core.Members;

/// <summary>How a template lies on the disk: AES-256-GCM under a random key of its own, that key under the store's master key; both bound to whose it is, by which pack, from how many photos, under which consent.</summary>
internal static class TemplateBox
{
    /// <summary>Locks a template under a new key.</summary>
    public static (byte[] Box, byte[] Key) Lock(MasterKey master, ConsentRecord consent, string pack, int photos, ReadOnlySpan<float> numbers)
    {
        var bound = Bound(consent, pack, photos);
        Span<byte> key = stackalloc byte[MasterKey.Length];
        RandomNumberGenerator.Fill(key);
        try
        {
            if (PlantedFault.Is("template-not-locked"))
            {
                return (MemoryMarshal.AsBytes(numbers).ToArray(), master.Seal(key, bound));
            }

            return (MasterKey.SealWith(key, MemoryMarshal.AsBytes(numbers), System.Text.Encoding.UTF8.GetBytes(bound)), master.Seal(key, bound));
        }
        finally
        {
            CryptographicOperations.ZeroMemory(key);
        }
    }

    /// <summary>Opens a template where it will stay.</summary>
    /// <returns>False where it is not what was locked.</returns>
    public static bool TryOpen(MasterKey master, ConsentRecord consent, KeptFace face, ReadOnlySpan<byte> box, ReadOnlySpan<byte> lockedKey, Span<float> numbers)
    {
        var bound = Bound(consent, face.Pack, face.Photos);
        Span<byte> key = stackalloc byte[MasterKey.Length];
        try
        {
            return lockedKey.Length == MasterKey.Length + MasterKey.Overhead && master.TryOpen(lockedKey, bound, key)
                && MasterKey.TryOpenWith(key, box, System.Text.Encoding.UTF8.GetBytes(bound), MemoryMarshal.AsBytes(numbers));
        }
        finally
        {
            CryptographicOperations.ZeroMemory(key);
        }
    }

    private static string Bound(ConsentRecord consent, string pack, int photos) =>
        string.Create(System.Globalization.CultureInfo.InvariantCulture, $"template v1\n{consent.Kind}\n{consent.Subject}\n{pack}\n{photos}\n{consent.Consent:N}");
}
