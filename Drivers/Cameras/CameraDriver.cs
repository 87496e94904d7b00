using Drivers.Ports;
using EdgeGateway.Core.Cameras;
using EdgeGateway.Core.Devices;
using EdgeGateway.Core.Setup;

namespace Drivers.Cameras;

/// <summary>The cameras' entry in the catalogue.</summary>
internal static class CameraDriver
{
    /// <summary>Its name in the catalogue.</summary>
    public const string Name = "camera";

    /// <summary>The entry.</summary>
    public static DriverDescription Description { get; } = new(
        Name, DeviceKind.Camera, "Camera: network (RTSP), USB (Video4Linux), or a film", Validate, (device, clock, cancellationToken) => OpenAsync(device, null, clock, cancellationToken))
    {
        OpenCamera = OpenAsync,
        Settings = ListSettings,
    };

    private static IReadOnlyList<DriverSetting> ListSettings()
    {
        var profile = new ProfileReader(Name, new Dictionary<string, string>());
        CameraSettings.Read(profile);
        return profile.Settings;
    }

    private static List<string> Validate(DeviceOptions device)
    {
        var errors = new List<string>();
        if (!CameraAddress.TryParse(device.Port, out CameraAddress? address, out string? error))
            errors.Add($"port: {error}");
        if (device.Line is not null && !LineSettings.TryParse(device.Line, out _, out string? lineError))
            errors.Add($"line: {lineError}");
        var profile = new ProfileReader(Name, device.Profile);
        CameraSettings settings = CameraSettings.Read(profile);
        profile.RejectUnknown();
        errors.AddRange(profile.Errors);
        settings.Check(address, errors);
        return errors;
    }

    private static async ValueTask<OpenDevice> OpenAsync(DeviceOptions device, FrameSlot? slot, TimeProvider clock, CancellationToken cancellationToken)
    {
        if (Validate(device) is [_, ..] errors)
            throw new DeviceException(string.Join("; ", errors));
        CameraSettings settings = CameraSettings.Read(new ProfileReader(Name, device.Profile));
        _ = CameraAddress.TryParse(device.Port, out CameraAddress? address, out _);
        CameraLogin? login = address!.Source == CameraSource.Network ? CameraLogin.Read(settings) : null;
        if (address.Source != CameraSource.Network && !File.Exists(address.Place))
            throw new IOException($"{address.Place}: is not there; {(address.Source == CameraSource.Film ? "give the path of a film" : "is the camera plugged in? (ls -l /dev/v4l/by-path shows what is)")}");
        FfmpegCommand command = FfmpegCommand.For(address, settings, login?.Fill(address) ?? "", FfmpegCommand.HasGraphics());
        Camera camera = await Camera.OpenAsync(device.Id, command, new FfmpegWords(login), settings, slot, clock, cancellationToken).ConfigureAwait(false);
        return new OpenDevice(camera, camera);
    }
}
