using System.Security.Cryptography;
using System.Text;
using Cloud.Contracts.Members;
using Cloud.Crm.Customers;

namespace Cloud.Crm.Members;

/// <summary>Headquarters' key for members, out of a file that only its owner may read; every use has a key of its own, derived by HKDF-SHA256.</summary>
/// <remarks>Lost, the contact data is lost with it and every member needs a new code; stolen together with the database, it opens both.</remarks>
internal sealed class MemberKey : IDisposable
{
    /// <summary>The key's length in bytes; the file holds it in base 64.</summary>
    internal const int Length = 32;

    private const int NonceLength = 12;
    private const int TagLength = 16;

    private readonly byte[] _master;
    private readonly byte[] _contact;
    private readonly byte[] _index;

    internal MemberKey(byte[] master, string countryCode)
    {
        (_master, CountryCode) = (master, countryCode);
        (_contact, _index) = (Derive("contact"), Derive("index"));
    }

    /// <summary>The country of phone numbers that do not say theirs.</summary>
    internal string CountryCode { get; }

    /// <summary>What tells this key from another without giving it away, 16 bytes.</summary>
    internal byte[] Check => Derive("check")[..16];

    /// <summary>Reads the file, or makes one where there is none.</summary>
    /// <exception cref="IOException">It cannot be used; the message is one line for people.</exception>
    internal static MemberKey Load(string path, string countryCode)
    {
        const UnixFileMode others = (UnixFileMode)0x3F;
        if (OperatingSystem.IsWindows())
        {
            throw new IOException("members.keyFile: keys are kept on Unix only, where a file can be its owner's alone");
        }

        try
        {
            if (!File.Exists(path))
            {
                var made = RandomNumberGenerator.GetBytes(Length);
                using var file = new FileStream(path, new FileStreamOptions
                {
                    Mode = FileMode.CreateNew, Access = FileAccess.Write, UnixCreateMode = UnixFileMode.UserRead | UnixFileMode.UserWrite,
                });
                file.Write(Encoding.ASCII.GetBytes(Convert.ToBase64String(made) + "\n"));
                file.Flush(flushToDisk: true);
                return new MemberKey(made, countryCode);
            }

            if ((File.GetUnixFileMode(path) & others) is not 0 and var mode)
            {
                throw new IOException($"members.keyFile {path} may be read by others ({mode}); make it the owner's alone: chmod 600");
            }

            var text = File.ReadAllText(path).Trim();
            var key = new byte[Length];
            return Convert.TryFromBase64String(text, key, out var length) && length == Length
                ? new MemberKey(key, countryCode)
                : throw new IOException($"members.keyFile {path} holds {text.Length} characters; expected {Length} bytes in base 64");
        }
        catch (UnauthorizedAccessException exception)
        {
            throw new IOException($"members.keyFile {path} cannot be used: {exception.Message}", exception);
        }
    }

    /// <summary>Encrypts contact data for one member's row.</summary>
    internal byte[] Seal(ReadOnlySpan<byte> plain, string member)
    {
        var box = new byte[NonceLength + plain.Length + TagLength];
        RandomNumberGenerator.Fill(box.AsSpan(0, NonceLength));
        using var aes = new AesGcm(_contact, TagLength);
        aes.Encrypt(box.AsSpan(0, NonceLength), plain, box.AsSpan(NonceLength, plain.Length), box.AsSpan(box.Length - TagLength), Encoding.UTF8.GetBytes(member));
        return box;
    }

    /// <summary>Decrypts them.</summary>
    /// <exception cref="CryptographicException">They are of another member or key, or were changed.</exception>
    internal byte[] Open(ReadOnlySpan<byte> box, string member)
    {
        if (box.Length < NonceLength + TagLength)
        {
            throw new CryptographicException($"contact data of {box.Length} bytes is too short");
        }

        var plain = new byte[box.Length - NonceLength - TagLength];
        using var aes = new AesGcm(_contact, TagLength);
        aes.Decrypt(box[..NonceLength], box[NonceLength..^TagLength], box[^TagLength..], plain, Encoding.UTF8.GetBytes(member));
        return plain;
    }

    /// <summary>Where a phone number is found in the database, or null where the text is none.</summary>
    internal byte[]? PhoneIndex(string? phone) => phone is null ? null : LookupHash.OfPhone(_index, phone, CountryCode);

    /// <summary>Where a card number is found in the database, or null where the text is none.</summary>
    internal byte[]? CardIndex(string? card) => card is null ? null : LookupHash.OfCard(_index, card);

    /// <summary>Where an e-mail address is found in the database, or null where the text is none.</summary>
    internal byte[]? EmailIndex(string? email) => email is not null && EmailAddress.Normal(email) is { } address ? IndexOf("email", address) : null;

    /// <summary>Where any other text is found in the database: a keyed hash, 32 bytes.</summary>
    /// <param name="kind">What the text is, so that equal texts of two kinds have different hashes.</param>
    /// <param name="text">The text in its normal form.</param>
    internal byte[] IndexOf(string kind, string text) => HMACSHA256.HashData(_index, Encoding.UTF8.GetBytes($"{kind}:{text}"));

    /// <summary>The key of one gateway's hashes of card and phone numbers.</summary>
    internal byte[] LookupKeyOf(string gateway) => Derive($"lookup/{gateway}");

    /// <summary>The key of a member's rotating code.</summary>
    internal byte[] SecretOf(string member, int generation) => Derive($"code/{generation}/{member}");

    /// <summary>What the link to a member's page proves itself with: 22 characters, 128 bits.</summary>
    internal string LinkTokenOf(string member, int generation) => System.Buffers.Text.Base64Url.EncodeToString(Derive($"link/{generation}/{member}").AsSpan(0, 16));

    /// <summary>What messages to a subscriber are signed with.</summary>
    internal byte[] WebhookSecretOf(string webhook, long generation) => Derive($"webhook/{generation}/{webhook}");

    /// <inheritdoc/>
    public void Dispose()
    {
        CryptographicOperations.ZeroMemory(_master);
        CryptographicOperations.ZeroMemory(_contact);
        CryptographicOperations.ZeroMemory(_index);
    }

    private byte[] Derive(string purpose) => HKDF.Expand(HashAlgorithmName.SHA256, _master, Length, Encoding.UTF8.GetBytes(purpose));
}
