namespace Drivers.Cameras;

/// <summary>How a camera's film is decoded.</summary>
internal enum CameraDecoding
{
    /// <summary>By the graphics processor where there is one, else by the processor.</summary>
    Auto,

    /// <summary>By the processor.</summary>
    Software,

    /// <summary>By the decoder of a Raspberry Pi up to 4 (H.264 only).</summary>
    Video4Linux,
}

/// <summary>The settings of a camera.</summary>
internal sealed record CameraSettings
{
    /// <summary>The most pictures a second that are taken, 1 to 30.</summary>
    public required int FramesPerSecond { get; init; }

    /// <summary>The most pixels a row, 64 to 3840.</summary>
    public required int Width { get; init; }

    /// <summary>The most rows, 64 to 2160.</summary>
    public required int Height { get; init; }

    /// <summary>How it is decoded.</summary>
    public required CameraDecoding Decoding { get; init; }

    /// <summary>What a Video4Linux camera is asked to send; null for what it likes.</summary>
    public required string? InputFormat { get; init; }

    /// <summary>How long without a picture is a failure; before the first one at least 8 seconds.</summary>
    public required TimeSpan Stall { get; init; }

    /// <summary>How long the same picture makes it frozen.</summary>
    public required TimeSpan Frozen { get; init; }

    /// <summary>How long nothing to see makes it black.</summary>
    public required TimeSpan Black { get; init; }

    /// <summary>Where the user's name is: an absolute path, or <c>credential:NAME</c>; null for none.</summary>
    public required string? UserFile { get; init; }

    /// <summary>Where the password is, likewise.</summary>
    public required string? PasswordFile { get; init; }

    /// <summary>Reads a profile and collects every mistake in it.</summary>
    public static CameraSettings Read(ProfileReader profile) => new()
    {
        FramesPerSecond = profile.Number("fps", 1, 30) ?? 5,
        Width = profile.Number("width", 64, 3840) ?? 1280,
        Height = profile.Number("height", 64, 2160) ?? 720,
        Decoding = profile.Choice("decode", "auto", "", "auto", "software", "v4l2m2m") switch
        {
            "software" => CameraDecoding.Software,
            "v4l2m2m" => CameraDecoding.Video4Linux,
            _ => CameraDecoding.Auto,
        },
        InputFormat = profile.ChoiceOrNone("input_format", "mjpeg", "yuyv422", "h264"),
        Stall = profile.Milliseconds("stall_ms", 8_000, 500, 60_000),
        Frozen = TimeSpan.FromSeconds(profile.Number("frozen_s", 2, 3600) ?? 30),
        Black = TimeSpan.FromSeconds(profile.Number("black_s", 1, 3600) ?? 5),
        UserFile = profile.Text("user_file", null),
        PasswordFile = profile.Text("password_file", null),
    };

    /// <summary>Adds what address and settings have against each other.</summary>
    public void Check(CameraAddress? address, List<string> errors)
    {
        foreach ((string name, string? place) in new[] { ("user_file", UserFile), ("password_file", PasswordFile) })
        {
            if (place is null)
                continue;
            if (!CameraLogin.IsPlace(place))
                errors.Add($"profile.{name}: must be an absolute path of a file that only its owner may read, or {CameraLogin.CredentialScheme}NAME for a credential of systemd");
            else if (address is not null && address.Source != CameraSource.Network)
                errors.Add($"profile.{name}: has no meaning for {address.Place}; leave it out");
        }
        if (UserFile is null != PasswordFile is null && address is not { HasMarks: true })
            errors.Add("profile.user_file: a network camera wants user and password: give both user_file and password_file, or none");
        if (address is { Source: CameraSource.Network } && address.Place.Contains(CameraAddress.UserMark, StringComparison.Ordinal) && UserFile is null)
            errors.Add($"profile.user_file: missing; {CameraAddress.UserMark} in the address stands for what is in it");
        if (address is { Source: CameraSource.Network } && address.Place.Contains(CameraAddress.PasswordMark, StringComparison.Ordinal) && PasswordFile is null)
            errors.Add($"profile.password_file: missing; {CameraAddress.PasswordMark} in the address stands for what is in it");
        if (InputFormat is not null && address is not null && address.Source != CameraSource.Video4Linux)
            errors.Add($"profile.input_format: '{InputFormat}' has a meaning only for /dev/video…; leave it out");
    }
}
