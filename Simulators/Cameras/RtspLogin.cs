using System.Diagnostics.CodeAnalysis;
using System.Security.Cryptography;
using System.Text;

namespace Simulators.Cameras;

/// <summary>How a camera asks who wants its stream.</summary>
internal enum LoginScheme
{
    /// <summary>Not at all.</summary>
    None,

    /// <summary>User and password as they stand.</summary>
    Basic,

    /// <summary>A hash of them with a number used once.</summary>
    Digest,
}

/// <summary>Asks for user and password and checks the answer.</summary>
/// <remarks>Source: RFC 7617 (Basic); RFC 2617, 3.2 and RFC 7616, 3.4 (Digest, with MD5 as cameras have it, with and without <c>qop</c>).</remarks>
/// <param name="scheme">How it asks.</param>
/// <param name="user">The user it knows.</param>
/// <param name="password">The password.</param>
internal sealed class RtspLogin(LoginScheme scheme, string user, string password)
{
    private const string Realm = "IP Camera";
    private readonly string _nonce = Convert.ToHexString(RandomNumberGenerator.GetBytes(16));

    /// <summary>The header that asks.</summary>
    public string Challenge => scheme == LoginScheme.Basic ? $"Basic realm=\"{Realm}\"" : $"Digest realm=\"{Realm}\", nonce=\"{_nonce}\", algorithm=MD5, qop=\"auth\"";

    /// <summary>Whether a request is from somebody it knows.</summary>
    public bool Admits(RtspRequest request)
    {
        var given = request.Headers.GetValueOrDefault("Authorization", "");
        return scheme switch
        {
            LoginScheme.None => true,
            LoginScheme.Basic => given == $"Basic {Convert.ToBase64String(Encoding.UTF8.GetBytes($"{user}:{password}"))}",
            _ => given.StartsWith("Digest ", StringComparison.OrdinalIgnoreCase) && IsRight(request.Method, Fields(given["Digest ".Length..])),
        };
    }

    private bool IsRight(string method, Dictionary<string, string> given)
    {
        string Field(string name) => given.GetValueOrDefault(name, "");
        if (Field("username") != user || Field("realm") != Realm || Field("nonce") != _nonce)
        {
            return false;
        }

        var secret = Hash($"{user}:{Realm}:{password}");
        var about = Hash($"{method}:{Field("uri")}");
        var expected = Field("qop") == "auth"
            ? Hash($"{secret}:{_nonce}:{Field("nc")}:{Field("cnonce")}:auth:{about}")
            : Hash($"{secret}:{_nonce}:{about}");
        return Field("response") == expected;
    }

    private static Dictionary<string, string> Fields(string text)
    {
        var fields = new Dictionary<string, string>(StringComparer.OrdinalIgnoreCase);
        var rest = text.AsSpan().Trim();
        while (rest.IndexOf('=') is > 0 and var equals)
        {
            var name = rest[..equals].Trim(" ,").ToString();
            rest = rest[(equals + 1)..];
            var quoted = !rest.IsEmpty && rest[0] == '"';
            rest = quoted ? rest[1..] : rest;
            var end = rest.IndexOf(quoted ? '"' : ',');
            fields[name] = (end < 0 ? rest : rest[..end]).ToString();
            rest = end < 0 ? [] : rest[(end + 1)..];
        }

        return fields;
    }

    [SuppressMessage("Security", "CA5351", Justification = "RFC 2617 says MD5; that is what cameras speak.")]
    private static string Hash(string text) => Convert.ToHexStringLower(MD5.HashData(Encoding.UTF8.GetBytes(text)));
}
