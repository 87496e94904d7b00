using Drivers.Ports;
using EdgeGateway.Core.Devices;
using EdgeGateway.Core.Pipeline;
using EdgeGateway.Core.Setup;

namespace Drivers.Scales;

/// <summary>One scale protocol: how its frames are read, how the scale is asked and told, on which lines. A driver is made of it.</summary>
internal sealed record ScaleProtocol
{
    /// <summary>The name that <c>decode</c> and the sample frames use, in snake_case.</summary>
    public required string Name { get; init; }

    /// <summary>Scales and protocol in words, for people.</summary>
    public required string Model { get; init; }

    /// <summary>Every line setting that is usual for it, the most usual first: that one holds where the configuration gives none.</summary>
    public required IReadOnlyList<string> Lines { get; init; }

    /// <summary>Makes the decoder, reading what the protocol leaves open.</summary>
    public required Func<ProfileReader, ProfileUse, IFrameDecoder> CreateDecoder { get; init; }

    /// <summary>Makes the conversation of a scale that is asked, around that decoder; null, or gives null, for a scale that sends by itself.</summary>
    public Func<ProfileReader, IFrameDecoder, IExchange?>? CreateExchange { get; init; }

    /// <summary>
    /// For a line that also sends by itself (scans between weights): what asks for a weight, sent at the pace of the
    /// polls while everything that comes is read. Empty for none.
    /// </summary>
    public ReadOnlyMemory<byte> Ask { get; init; }

    /// <summary>What the scale can be told.</summary>
    public IReadOnlyList<ScaleCommand> Commands { get; init; } = [];

    /// <summary>Whether the scale may give a weight once and then only say that nothing changed.</summary>
    public bool HoldsWeight { get; init; }

    /// <summary>The pause between polls where the profile says nothing: longer for a scale that minds being asked.</summary>
    public int PollIntervalMs { get; init; } = 200;

    /// <summary>
    /// Answers that a scale may leave out in a row before it counts as not there. Above 0 only where the protocol is silent
    /// with nothing new to say.
    /// </summary>
    public int SilencesAllowed { get; init; }

    /// <summary>Reads a scan out of a frame, for lines that carry both; null where the frame is none.</summary>
    public Func<WeightFrame, (string? Symbology, string Data)?>? ReadScan { get; init; }

    /// <summary>
    /// Another protocol whose scales are asked with the same bytes and whose driver reads every answer of this one rightly; null where there is none. Detection
    /// says that one where an answer does not tell them apart.
    /// </summary>
    public string? ReadBy { get; init; }

    /// <summary>Settings to check, named in the message when nothing sound comes.</summary>
    public string Hint { get; init; } = "";

    /// <summary>
    /// What detection tries where makers do differently and the bytes show it, such as the kind of check character: one set of
    /// profile settings each. What fits is suggested to the person.
    /// </summary>
    public IReadOnlyList<IReadOnlyDictionary<string, string>> DetectionProfiles { get; init; } = [new Dictionary<string, string>(StringComparer.Ordinal)];

    /// <summary>Opens the port where it is neither serial nor network; null for those.</summary>
    public Func<DeviceOptions, TimeProvider, CancellationToken, ValueTask<(Stream Port, string? Note)>>? OpenPort { get; init; }

    /// <summary>The name in the configuration.</summary>
    public string DriverName => Name.Replace('_', '-');

    /// <summary>Its entry in the catalogue.</summary>
    public DriverDescription Description => new(DriverName, DeviceKind.Scale, Model, Validate, OpenAsync)
    {
        Commands = [.. Commands.Select(command => command.Kind)],
        Settings = ListSettings,
    };

    /// <summary>Makes the driver on an open port.</summary>
    /// <exception cref="DeviceException">The profile has a mistake.</exception>
    public IDriver CreateDriver(DeviceOptions device, Stream port, TimeProvider clock)
    {
        var profile = new ProfileReader(DriverName, device.Profile);
        IDriver driver = CreateDriver(device.Id, port, profile, clock);
        profile.ThrowIfWrong();
        return driver;
    }

    private List<string> Validate(DeviceOptions device)
    {
        var errors = new List<string>();
        DevicePort.Validate(device, allowNetwork: OpenPort is null, errors);
        var profile = new ProfileReader(DriverName, device.Profile);
        CreateDriver(device.Id, Stream.Null, profile, TimeProvider.System);
        errors.AddRange(profile.Errors);
        return errors;
    }

    private IReadOnlyList<DriverSetting> ListSettings()
    {
        var profile = new ProfileReader(DriverName, new Dictionary<string, string>());
        CreateDriver("", Stream.Null, profile, TimeProvider.System);
        return profile.Settings;
    }

    private IDriver CreateDriver(string id, Stream port, ProfileReader profile, TimeProvider clock)
    {
        IFrameDecoder decoder = CreateDecoder(profile, ProfileUse.Device);
        IExchange? exchange = CreateExchange?.Invoke(profile, decoder);
        PollSettings? pace = exchange is not null || !Ask.IsEmpty ? PollSettings.Read(profile, HoldsWeight, PollIntervalMs) : null;
        TimeSpan silence = exchange is null ? profile.Milliseconds("silence_ms", 2_000, 100, 600_000) : TimeSpan.Zero;
        profile.AcceptAboveZero(DeviceInterpreter.DivisionProfile);
        profile.AcceptAboveZero(DeviceInterpreter.MinimumProfile);
        profile.RejectUnknown();
        return exchange is null
            ? new StreamedScale(id, port, this, decoder, pace?.PollInterval, silence, clock)
            : new PolledScale(id, port, this, decoder, exchange, pace!, clock);
    }

    private async ValueTask<OpenDevice> OpenAsync(DeviceOptions device, TimeProvider clock, CancellationToken cancellationToken)
    {
        (Stream port, string? note) = OpenPort is null
            ? await DevicePort.OpenAsync(device, LineSettings.Parse(Lines[0]), clock, cancellationToken).ConfigureAwait(false)
            : await OpenPort(device, clock, cancellationToken).ConfigureAwait(false);
        try
        {
            return new OpenDevice(CreateDriver(device, port, clock), port, note);
        }
        catch
        {
            await port.DisposeAsync().ConfigureAwait(false);
            throw;
        }
    }
}
