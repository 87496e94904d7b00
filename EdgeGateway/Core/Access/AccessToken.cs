using System.Net;
using System.Runtime.Versioning;
using System.Security.Cryptography;
using System.Text;

namespace EdgeGateway.Core.Access;

/// <summary>A secret that is shown to be let in, read from a file; only its hash is kept in memory.</summary>
public sealed class AccessToken
{
    /// <summary>The shortest token accepted, in characters.</summary>
    public const int MinLength = 16;

    private const int MaxLength = 1024;

    private readonly byte[] _hash;
    private readonly TokenGuesses _guesses;

    private AccessToken(ReadOnlySpan<byte> token, TimeProvider clock) => (_hash, _guesses) = (SHA256.HashData(token), new TokenGuesses(clock));

    /// <summary>Reads a token file; white space around the token is left out.</summary>
    /// <param name="path">The file.</param>
    /// <param name="clock">Tells the minutes in which guesses are counted.</param>
    /// <param name="token">The token; null where something is wrong.</param>
    /// <returns>Null, or what is wrong with the file.</returns>
    [SupportedOSPlatform("linux")]
    public static string? TryRead(string path, TimeProvider clock, out AccessToken? token)
    {
        token = null;
        string text;
        try
        {
            if (new FileInfo(path) is { Exists: true, Length: > MaxLength })
            {
                return $"\"{path}\" holds more than {MaxLength} bytes; expected one token";
            }

            if ((File.GetUnixFileMode(path) & (UnixFileMode.OtherRead | UnixFileMode.OtherWrite)) != 0)
            {
                return $"\"{path}\" can be read by everybody on this machine; chmod 600 it";
            }

            text = File.ReadAllText(path).Trim();
        }
        catch (Exception e) when (e is FileNotFoundException or DirectoryNotFoundException)
        {
            return $"\"{path}\" does not exist; make one: (umask 077; head -c 24 /dev/urandom | base64 > {path})";
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            return $"\"{path}\" cannot be read: {e.Message}";
        }

        if (text.Length < MinLength || text.AsSpan().ContainsAnyExceptInRange('!', '~'))
        {
            return $"\"{path}\" holds a token of {text.Length} characters; expected {MinLength} or more printable ones without spaces";
        }

        token = new AccessToken(Encoding.ASCII.GetBytes(text), clock);
        return null;
    }

    /// <summary>Whether an <c>Authorization</c> header shows this token; takes as long for a wrong one as for the right one. Who has shown too many wrong ones is not listened to for the rest of the minute.</summary>
    /// <param name="authorization">The header.</param>
    /// <param name="peer">Who shows it.</param>
    public TokenAnswer Look(string? authorization, IPAddress? peer)
    {
        const string Scheme = "Bearer ";
        if (authorization is null || authorization.Length > Scheme.Length + MaxLength
            || !authorization.StartsWith(Scheme, StringComparison.OrdinalIgnoreCase))
        {
            return TokenAnswer.Wrong;
        }

        Span<byte> shown = stackalloc byte[SHA256.HashSizeInBytes];
        SHA256.HashData(Encoding.UTF8.GetBytes(authorization[Scheme.Length..].Trim()), shown);
        var isRight = CryptographicOperations.FixedTimeEquals(shown, _hash);
        return !_guesses.Take(peer, shown, isRight) ? TokenAnswer.TooManyGuesses : isRight ? TokenAnswer.Right : TokenAnswer.Wrong;
    }
}

/// <summary>What is said of a token that was shown.</summary>
public enum TokenAnswer
{
    /// <summary>It is not this one, or there was none.</summary>
    Wrong,

    /// <summary>It is this one.</summary>
    Right,

    /// <summary>It was not looked at: too many wrong ones came from there within a minute.</summary>
    TooManyGuesses,
}
