using System.Buffers;
using System.Buffers.Binary;
using System.Security.Cryptography;
using System.Text;

namespace Cloud.Contracts.Members;

/// <summary>The rotating code that a member shows as a QR code: <c>M1:</c>, the member's short code, and a proof that changes every 30 s.</summary>
/// <remarks>
/// The proof is the first 50 bits of HMAC-SHA256 over the prefix, the short code and the step (Unix time over 30 s, 8 bytes big-endian), as ten characters of
/// Crockford's base 32: all of it stands in a QR code's alphanumeric mode and is typed alike on every keyboard layout but for the colon. It is checked without a network.
/// </remarks>
public static class MemberCode
{
    /// <summary>What every such code begins with.</summary>
    public const string Prefix = "M1:";

    /// <summary>The length of a short code.</summary>
    public const int CodeLength = 10;

    /// <summary>How long a code is shown.</summary>
    public static readonly TimeSpan Step = TimeSpan.FromSeconds(30);

    private const int ProofLength = 10;
    private const string Alphabet = "0123456789ABCDEFGHJKMNPQRSTVWXYZ";

    private static readonly SearchValues<char> s_alphabet = SearchValues.Create(Alphabet);

    /// <summary>The step of a moment.</summary>
    public static long StepOf(DateTimeOffset moment) => moment.ToUnixTimeSeconds() / (long)Step.TotalSeconds;

    /// <summary>When a step begins.</summary>
    public static DateTimeOffset BeginOf(long step) => DateTimeOffset.FromUnixTimeSeconds(step * (long)Step.TotalSeconds);

    /// <summary>A new short code, 50 random bits.</summary>
    public static string NewCode() => Encode(RandomNumberGenerator.GetBytes(8));

    /// <summary>Whether it is a short code.</summary>
    public static bool IsCode(ReadOnlySpan<char> text) => text.Length == CodeLength && !text.ContainsAnyExcept(s_alphabet);

    /// <summary>The text of a member's code in a step.</summary>
    public static string Write(string code, ReadOnlySpan<byte> secret, long step) => Prefix + code + Proof(code, secret, step);

    /// <summary>Reads a code's parts; false where it is not shaped like one. Small letters are read as large ones.</summary>
    public static bool TryRead(string text, out string code, out string proof)
    {
        (code, proof) = ("", "");
        if (text.Length != Prefix.Length + CodeLength + ProofLength || !text.StartsWith(Prefix, StringComparison.OrdinalIgnoreCase))
        {
            return false;
        }

        var rest = text[Prefix.Length..].ToUpperInvariant();
        if (rest.AsSpan().ContainsAnyExcept(s_alphabet))
        {
            return false;
        }

        (code, proof) = (rest[..CodeLength], rest[CodeLength..]);
        return true;
    }

    /// <summary>The step out of <paramref name="step"/>, the one before and the one after that a proof is of; null where it is of none.</summary>
    public static long? Check(string code, string proof, ReadOnlySpan<byte> secret, long step)
    {
        long? found = null;
        var shown = Encoding.ASCII.GetBytes(proof);
        for (var at = step - 1; at <= step + 1; at++)
        {
            if (CryptographicOperations.FixedTimeEquals(shown, Encoding.ASCII.GetBytes(Proof(code, secret, at))))
            {
                found = at;
            }
        }

        return found;
    }

    private static string Proof(string code, ReadOnlySpan<byte> secret, long step)
    {
        var message = new byte[Prefix.Length + code.Length + sizeof(long)];
        Encoding.ASCII.GetBytes(Prefix + code, message);
        BinaryPrimitives.WriteInt64BigEndian(message.AsSpan(message.Length - sizeof(long)), step);
        Span<byte> mac = stackalloc byte[HMACSHA256.HashSizeInBytes];
        HMACSHA256.HashData(secret, message, mac);
        return Encode(mac);
    }

    private static string Encode(ReadOnlySpan<byte> bytes)
    {
        var bits = BinaryPrimitives.ReadUInt64BigEndian(bytes);
        return string.Create(CodeLength, bits, static (text, value) =>
        {
            for (var i = 0; i < text.Length; i++)
            {
                text[i] = Alphabet[(int)(value >> 59)];
                value <<= 5;
            }
        });
    }
}
