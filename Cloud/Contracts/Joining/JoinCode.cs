using System.Buffers;
using System.Security.Cryptography;

namespace Cloud.Contracts.Joining;

/// <summary>A one-time code with which a gateway joins: four groups that prove it to headquarters, and four by which it knows headquarters.</summary>
/// <remarks>
/// Both halves are 80 bits in base 32 without 0, 1, I and O. The second half is the beginning of the SHA-256 of the certificate of headquarters'
/// authority for its own services: who answers for another authority is not the headquarters that made the code.
/// </remarks>
/// <param name="Secret">16 letters, known to headquarters by their hash alone.</param>
/// <param name="Fingerprint">16 letters; see <see cref="FingerprintOf"/>.</param>
public sealed record JoinCode(string Secret, string Fingerprint)
{
    /// <summary>The letters of codes.</summary>
    public const string Letters = "23456789ABCDEFGHJKLMNPQRSTUVWXYZ";

    private static readonly SearchValues<char> s_letters = SearchValues.Create(Letters);

    private const int HalfLength = 16;
    private const int LongestTyped = 100;

    /// <summary>A new code of a headquarters.</summary>
    /// <param name="authority">The certificate of its authority, DER.</param>
    public static JoinCode Make(ReadOnlySpan<byte> authority) => new(RandomNumberGenerator.GetString(Letters, HalfLength), FingerprintOf(authority));

    /// <summary>What a code says of an authority: the first 80 bits of the SHA-256 of its certificate.</summary>
    public static string FingerprintOf(ReadOnlySpan<byte> certificate)
    {
        Span<byte> hash = stackalloc byte[SHA256.HashSizeInBytes];
        SHA256.HashData(certificate, hash);
        return string.Create(HalfLength, hash.ToArray(), static (letters, bytes) =>
        {
            for (var i = 0; i < letters.Length; i++)
            {
                var at = i * 5;
                var pair = (bytes[at / 8] << 8) | bytes[(at / 8) + 1];
                letters[i] = Letters[(pair >> (11 - (at % 8))) & 31];
            }
        });
    }

    /// <summary>Reads a typed code: capitals or not, with whatever dashes and spaces.</summary>
    /// <returns>Null, with what is wrong in words, where it is none.</returns>
    public static JoinCode? Read(string? typed, out string? mistake)
    {
        mistake = "expected a join code, eight groups of four letters and digits as headquarters shows it";
        if (typed is null || typed.Length > LongestTyped)
        {
            return null;
        }

        var letters = new string([.. typed.ToUpperInvariant().Where(c => c is not '-' and not ' ')]);
        if (letters.Length != 2 * HalfLength)
        {
            mistake = $"the code has {letters.Length} letters and digits; {mistake}";
            return null;
        }

        if (letters.AsSpan().IndexOfAnyExcept(s_letters) is >= 0 and var at)
        {
            var wrong = letters[at];
            mistake = $"no code has a '{(char.IsControl(wrong) ? '?' : wrong)}'; {mistake}";
            return null;
        }

        mistake = null;
        return new JoinCode(letters[..HalfLength], letters[HalfLength..]);
    }

    /// <summary>The code as people read it.</summary>
    public override string ToString() => string.Join('-', (Secret + Fingerprint).Chunk(4).Select(group => new string(group)));
}
