using System.Security.Cryptography;
using System.Text;
using EdgeGateway.Core.Memory;
using EdgeGateway.Core.Setup;

namespace EdgeGateway.Core.Members;

/// <summary>
/// The store's master key: 32 random bytes, kept outside every database. Whatever is kept of members on this gateway's disk is readable with it alone. Each purpose has a key of
/// its own, derived from it (HKDF-SHA256, RFC 5869), so that a box of one purpose never opens as one of another. Safe for use from several threads.
/// </summary>
/// <remarks>
/// Where a TPM guards it: <c>systemd-creds encrypt --with-key=host+tpm2</c> makes a credential that this machine's TPM alone decrypts, and systemd hands it over at the start; nothing
/// changes here (deploy/raspi/README.md). A box is: version 1, nonce of 12 bytes, ciphertext, tag of 16 bytes (AES-256-GCM, SP 800-38D).
/// </remarks>
public sealed class MasterKey : IDisposable
{
    /// <summary>Its length in bytes.</summary>
    public const int Length = 32;

    /// <summary>By how many bytes a box is longer than what is in it.</summary>
    public const int Overhead = 1 + NonceLength + TagLength;

    /// <summary>The name of systemd's credential.</summary>
    internal const string CredentialName = "members-key";

    /// <summary>The name of the file in the data folder.</summary>
    internal const string FileName = "members.key";

    private const int NonceLength = 12;
    private const int TagLength = 16;
    private const byte BoxVersion = 1;
    private const UnixFileMode Others = UnixFileMode.OtherRead | UnixFileMode.OtherWrite;
    private const UnixFileMode NotOwner = Others | UnixFileMode.GroupRead | UnixFileMode.GroupWrite;

    private readonly LockedMemory _key = new(Length);

    private MasterKey(ReadOnlySpan<byte> key) => key.CopyTo(_key.Bytes);

    /// <summary>
    /// Reads the key: from the file the options name; else from systemd's credential <c>members-key</c>; else from <c>members.key</c> in the data folder, made when it is first needed.
    /// </summary>
    /// <exception cref="VaultException">It is missing where it was there before, others may read it, or it is no key.</exception>
    public static MasterKey Load(MembersOptions options, string dataFolder)
    {
        ArgumentNullException.ThrowIfNull(options);
        return Load(options, dataFolder, Environment.GetEnvironmentVariable("CREDENTIALS_DIRECTORY"));
    }

    /// <summary>The same with the folder of the credentials given.</summary>
    internal static MasterKey Load(MembersOptions options, string dataFolder, string? credentials)
    {
        if (!OperatingSystem.IsLinux())
        {
            throw new PlatformNotSupportedException("The gateway keeps its keys on Linux only.");
        }

        try
        {
            if (options.MasterKeyFile is { } file)
            {
                return Read(file, NotOwner);
            }

            // systemd gives the service's user access by an access list, which shows as the group's; others never have any.
            if (credentials is not null && Path.Combine(credentials, CredentialName) is var credential && File.Exists(credential))
            {
                return Read(credential, Others);
            }

            var own = Path.Combine(dataFolder, FileName);
            if (!File.Exists(own))
            {
                Make(own, Path.Combine(dataFolder, MemberVault.FileName));
            }

            return Read(own, NotOwner);
        }
        catch (Exception e) when (e is IOException and not VaultException or UnauthorizedAccessException)
        {
            throw new VaultException($"The members' master key cannot be read: {e.Message}", e);
        }
    }

    /// <summary>A key that nothing keeps, for tests and for looking at recordings.</summary>
    public static MasterKey Ephemeral()
    {
        Span<byte> key = stackalloc byte[Length];
        RandomNumberGenerator.Fill(key);
        var made = new MasterKey(key);
        CryptographicOperations.ZeroMemory(key);
        return made;
    }

    /// <summary>Locks bytes into a box.</summary>
    /// <param name="plain">What goes in.</param>
    /// <param name="purpose">What it is for and whose it is; the box opens with the same words only.</param>
    public byte[] Seal(ReadOnlySpan<byte> plain, string purpose)
    {
        Span<byte> key = stackalloc byte[Length];
        try
        {
            Derive(purpose, key);
            return SealWith(key, plain, Encoding.UTF8.GetBytes(purpose));
        }
        finally
        {
            CryptographicOperations.ZeroMemory(key);
        }
    }

    /// <summary>Opens a box.</summary>
    /// <returns>What is in it; null where it is not ours, of another purpose, or changed. The caller overwrites it where it is secret.</returns>
    public byte[]? Open(ReadOnlySpan<byte> box, string purpose)
    {
        if (box.Length < Overhead)
        {
            return null;
        }

        var plain = GC.AllocateUninitializedArray<byte>(box.Length - Overhead, pinned: true);
        return TryOpen(box, purpose, plain) ? plain : null;
    }

    /// <inheritdoc/>
    public void Dispose() => _key.Dispose();

    /// <summary>Opens a box into memory of the caller's, which is overwritten where it cannot be opened.</summary>
    internal bool TryOpen(ReadOnlySpan<byte> box, string purpose, Span<byte> plain)
    {
        Span<byte> key = stackalloc byte[Length];
        try
        {
            Derive(purpose, key);
            return TryOpenWith(key, box, Encoding.UTF8.GetBytes(purpose), plain);
        }
        finally
        {
            CryptographicOperations.ZeroMemory(key);
        }
    }

    /// <summary>A box under a key of its own.</summary>
    internal static byte[] SealWith(ReadOnlySpan<byte> key, ReadOnlySpan<byte> plain, ReadOnlySpan<byte> bound)
    {
        var box = new byte[plain.Length + Overhead];
        box[0] = BoxVersion;
        var nonce = box.AsSpan(1, NonceLength);
        RandomNumberGenerator.Fill(nonce);
        using var cipher = new AesGcm(key, TagLength);
        cipher.Encrypt(nonce, plain, box.AsSpan(1 + NonceLength, plain.Length), box.AsSpan(box.Length - TagLength), bound);
        return box;
    }

    /// <summary>Opens a box under a key of its own.</summary>
    internal static bool TryOpenWith(ReadOnlySpan<byte> key, ReadOnlySpan<byte> box, ReadOnlySpan<byte> bound, Span<byte> plain)
    {
        if (box.Length != plain.Length + Overhead || box[0] != BoxVersion)
        {
            return false;
        }

        try
        {
            using var cipher = new AesGcm(key, TagLength);
            cipher.Decrypt(box.Slice(1, NonceLength), box.Slice(1 + NonceLength, plain.Length), box[^TagLength..], plain, bound);
            return true;
        }
        catch (AuthenticationTagMismatchException)
        {
            return false;
        }
    }

    /// <summary>The key of one purpose.</summary>
    internal void Derive(string purpose, Span<byte> key) =>
        HKDF.DeriveKey(HashAlgorithmName.SHA256, _key.Bytes, key, [], Encoding.UTF8.GetBytes($"edge-gateway members v1\n{purpose}"));

    private static MasterKey Read(string path, UnixFileMode forbidden)
    {
        Span<byte> key = stackalloc byte[Length + 1];
        try
        {
            using var file = new FileStream(path, FileMode.Open, FileAccess.Read, FileShare.Read, bufferSize: 0);
            if (OperatingSystem.IsLinux() && (File.GetUnixFileMode(file.SafeFileHandle) & forbidden) != 0)
            {
                throw new VaultException($"\"{path}\" can be read by others than its owner; chmod 600 it, and take another key where somebody may have read this one.");
            }

            var read = file.ReadAtLeast(key, key.Length, throwOnEndOfStream: false);
            return read == Length
                ? new MasterKey(key[..Length])
                : throw new VaultException($"\"{path}\" holds {(read > Length ? "more than 32" : read)} bytes; expected a key of {Length}, as head -c 32 /dev/urandom makes it.");
        }
        finally
        {
            CryptographicOperations.ZeroMemory(key);
        }
    }

    private static void Make(string path, string vault)
    {
        // A new key could not read what an old one has locked; it would only hide that the old one is lost.
        if (File.Exists(vault))
        {
            throw new VaultException(
                $"\"{path}\" is missing, and \"{vault}\" was locked with it: put the key back; or, where it is lost, remove the vault, and every member is asked and enrolled anew.");
        }

        if (OperatingSystem.IsLinux())
        {
            Span<byte> key = stackalloc byte[Length];
            RandomNumberGenerator.Fill(key);
            KeptFile.Write(path, key);
            CryptographicOperations.ZeroMemory(key);
        }
    }
}
