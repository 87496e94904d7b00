using EdgeGateway.Core.Devices;

namespace Drivers.Cameras;

/// <summary>User and password of a camera, read each time it is opened, so that a changed password needs no restart.</summary>
internal sealed class CameraLogin
{
    /// <summary>In front of the name of a credential of systemd.</summary>
    public const string CredentialScheme = "credential:";

    private const string CredentialsFolder = "CREDENTIALS_DIRECTORY";
    private const int MostBytes = 1024;
    private const UnixFileMode OfOthers = UnixFileMode.GroupRead | UnixFileMode.GroupWrite | UnixFileMode.OtherRead | UnixFileMode.OtherWrite;

    private readonly string _user;
    private readonly string _password;

    private CameraLogin(string user, string password) => (_user, _password) = (user, password);

    /// <summary>Whether a setting names a file or a credential. Opens nothing.</summary>
    public static bool IsPlace(string place) => place.StartsWith(CredentialScheme, StringComparison.Ordinal)
        ? place.Length > CredentialScheme.Length && place.AsSpan(CredentialScheme.Length).IndexOfAny('/', '\0') < 0
        : place.StartsWith('/');

    /// <summary>Reads both.</summary>
    /// <exception cref="DeviceException">One is not there, may be read by others, or cannot be meant.</exception>
    public static CameraLogin Read(CameraSettings settings)
    {
        string user = settings.UserFile is string userFile ? Read("user_file", userFile) : "";
        if (user.Contains(':', StringComparison.Ordinal))
            throw new DeviceException("profile.user_file: holds a colon, which no user name of HTTP may have (RFC 7617); the password goes into password_file");
        return new CameraLogin(user, settings.PasswordFile is string passwordFile ? Read("password_file", passwordFile) : "");
    }

    /// <summary>The URL with user and password in it. It goes to the child's standard input and nowhere else.</summary>
    public string Fill(CameraAddress address)
    {
        if (address.HasMarks)
        {
            return address.Place.Replace(CameraAddress.UserMark, Escape(_user), StringComparison.Ordinal)
                .Replace(CameraAddress.PasswordMark, Escape(_password), StringComparison.Ordinal);
        }
        int host = address.Place.IndexOf("//", StringComparison.Ordinal) + 2;
        return _user.Length == 0 ? address.Place : $"{address.Place[..host]}{Escape(_user)}:{Escape(_password)}@{address.Place[host..]}";
    }

    /// <summary>A line of the child's without user and password, in whatever way they stand in it.</summary>
    public string Redact(string line)
    {
        foreach (string secret in new[] { _password, Escape(_password), _user, Escape(_user) })
        {
            if (secret.Length > 0)
                line = line.Replace(secret, "***", StringComparison.Ordinal);
        }
        int at = line.IndexOf('@', StringComparison.Ordinal);
        int scheme = at < 0 ? -1 : line.LastIndexOf("//", at, StringComparison.Ordinal);
        return scheme < 0 ? line : $"{line[..(scheme + 2)]}{line[(at + 1)..]}";
    }

    /// <summary>Without the characters that RFC 3986 leaves to a URL's own structure.</summary>
    private static string Escape(string text) => Uri.EscapeDataString(text);

    private static string Read(string name, string place)
    {
        string path = place;
        if (place.StartsWith(CredentialScheme, StringComparison.Ordinal))
        {
            string folder = Environment.GetEnvironmentVariable(CredentialsFolder)
                ?? throw new DeviceException($"profile.{name}: systemd has passed no credentials; add LoadCredential={place[CredentialScheme.Length..]}:… to the unit, or name a file");
            path = Path.Combine(folder, place[CredentialScheme.Length..]);
        }
        try
        {
            // Who may read a credential is systemd's affair: it gives leave by an access list, which shows as the group's.
            if (path == place && new FileInfo(path) is { Exists: true } named && (named.UnixFileMode & OfOthers) != 0)
                throw new DeviceException($"profile.{name}: others than its owner may read {path}; run: chmod 600 {path}");
            using FileStream file = File.OpenRead(path);
            using var reader = new StreamReader(file);
            string text = file.Length <= MostBytes ? reader.ReadToEnd().TrimEnd('\r', '\n') : "";
            return text.Length > 0 && !text.Any(char.IsControl)
                ? text
                : throw new DeviceException($"profile.{name}: {path} must hold one line of at most {MostBytes} bytes without control characters");
        }
        catch (Exception unreadable) when (unreadable is IOException or UnauthorizedAccessException)
        {
            throw new DeviceException($"profile.{name}: cannot be read: {unreadable.Message}", unreadable);
        }
    }
}
