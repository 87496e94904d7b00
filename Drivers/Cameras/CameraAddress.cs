using System.Diagnostics.CodeAnalysis;

namespace Drivers.Cameras;

/// <summary>What kind of place pictures come from.</summary>
internal enum CameraSource
{
    /// <summary>A network camera, RTSP over TCP.</summary>
    Network,

    /// <summary>A camera on USB or on the board, Video4Linux.</summary>
    Video4Linux,

    /// <summary>A film, shown again and again in its own time.</summary>
    Film,
}

/// <summary>Where a camera is: <c>rtsp://host[:port]/path</c>, <c>/dev/video0</c> or another name of the node, <c>file:///path</c>.</summary>
/// <param name="Source">Its kind.</param>
/// <param name="Place">The URL, the device node, or the film's path.</param>
internal sealed record CameraAddress(CameraSource Source, string Place)
{
    /// <summary>Stands in the URL where a camera wants the user's name there.</summary>
    public const string UserMark = "{user}";

    /// <summary>Stands in the URL where a camera wants the password there.</summary>
    public const string PasswordMark = "{password}";

    private const string Scheme = "rtsp://";
    private const string FileScheme = "file://";
    private static readonly string[] s_secretNames = ["password=", "passwd=", "pwd=", "pass=", "token="];

    /// <summary>Whether user and password stand within the URL instead of in front of the host.</summary>
    public bool HasMarks => Place.Contains(UserMark, StringComparison.Ordinal) || Place.Contains(PasswordMark, StringComparison.Ordinal);

    /// <summary>Reads <paramref name="text"/>, or says in words what is wrong with it, never repeating what may be a password. Opens nothing.</summary>
    public static bool TryParse(string text, [NotNullWhen(true)] out CameraAddress? address, [NotNullWhen(false)] out string? error)
    {
        (address, error) = text switch
        {
            _ when text.Any(one => char.IsControl(one) || one is ' ' or '\'' or '"') =>
                (null, "contains a space, a quote or a control character; write it as %20, %27 or %22"),
            _ when text.StartsWith(Scheme, StringComparison.OrdinalIgnoreCase) => Network(text),
            _ when text.StartsWith(FileScheme, StringComparison.OrdinalIgnoreCase) => text.Length > FileScheme.Length && text[FileScheme.Length] == '/'
                ? (new CameraAddress(CameraSource.Film, Uri.UnescapeDataString(text[FileScheme.Length..])), (string?)null)
                : (null, $"'{text}' must be file:// and an absolute path, such as file:///var/lib/edge-gateway/film.mkv"),
            _ when text.StartsWith("/dev/", StringComparison.Ordinal) => (new CameraAddress(CameraSource.Video4Linux, text), null),
            _ => (null, $"{(text.Length == 0 ? "missing" : text.Contains('@', StringComparison.Ordinal) ? "is no address of a camera" : $"'{text}' is no address of a camera")}"
                + "; give rtsp://host/path, /dev/v4l/by-path/…, /dev/video0 or file:///path"),
        };
        return address is not null;
    }

    private static (CameraAddress? Address, string? Error) Network(string text)
    {
        string rest = text[Scheme.Length..];
        string host = rest.Split('/', '?', '#')[0];
        if (rest.Contains('@', StringComparison.Ordinal))
            return (null, "contains a user or a password (something before an @): they would be seen in logs; put them into profile user_file and password_file, and an @ of the path as %40");
        string? secret = Array.Find(s_secretNames, name => rest.Replace($"{name}{PasswordMark}", "", StringComparison.OrdinalIgnoreCase).Contains(name, StringComparison.OrdinalIgnoreCase));
        if (secret is not null)
            return (null, $"contains a password ('{secret}'), which would be seen in logs; write {secret}{PasswordMark}, and put the password into profile password_file");
        bool isRight = Uri.TryCreate(rest.Length > 0 ? $"{Scheme}{host}" : "", UriKind.Absolute, out Uri? uri) && uri.HostNameType != UriHostNameType.Unknown && uri.Host.Length > 0 && uri.Port is -1 or > 0;
        return isRight ? (new CameraAddress(CameraSource.Network, text), null) : (null, $"'{text}' must be rtsp://host[:port]/path, such as rtsp://192.168.1.64/Streaming/Channels/102");
    }
}
