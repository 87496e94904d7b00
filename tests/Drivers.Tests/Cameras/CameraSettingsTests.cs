using System.Runtime.Versioning;
using Drivers.Cameras;
using EdgeGateway.Core.Devices;

namespace Drivers.Tests.Cameras;

[SupportedOSPlatform("linux")]
public sealed class CameraSettingsTests : IDisposable
{
    private readonly string _file = Path.GetTempFileName();

    [Theory]
    [InlineData("rtsp://192.168.1.64/Streaming/Channels/102")]
    [InlineData("rtsp://192.168.1.108:554/cam/realmonitor?channel=1&subtype=1")]
    [InlineData("rtsp://[fe80::1]:8554/stream1")]
    [InlineData("/dev/v4l/by-path/pci-0000:00:14.0-usb-0:2:1.0-video-index0")]
    [InlineData("file:///var/lib/edge-gateway/film.mkv")]
    public void Validate_AnAddressOfACamera_IsRight(string port) => Assert.Empty(Validate(port));

    [Theory]
    [InlineData("rtsp://admin:hunter2@192.168.1.64/stream1", "user_file")]
    [InlineData("rtsp://admin@192.168.1.64/stream1", "user_file")]
    [InlineData("rtsp://192.168.1.10/user=admin&password=hunter2&channel=1", "{password}")]
    [InlineData("rtsp://192.168.1.10/?pwd=hunter2", "{password}")]
    public void Validate_APasswordInTheAddress_IsRefusedWithoutRepeatingIt(string port, string says)
    {
        string error = Assert.Single(Validate(port));

        Assert.StartsWith("port: ", error, StringComparison.Ordinal);
        Assert.Contains(says, error, StringComparison.Ordinal);
        Assert.DoesNotContain("hunter2", error, StringComparison.Ordinal);
        Assert.DoesNotContain("admin", error, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("")]
    [InlineData("rtsp://")]
    [InlineData("rtsp://host:0/x")]
    [InlineData("rtsp://ho st/x")]
    [InlineData("rtsp://host/x'\noption a b")]
    [InlineData("http://192.168.1.64/")]
    [InlineData("file://film.mkv")]
    [InlineData("video0")]
    public void Validate_NoAddressOfACamera_IsRefused(string port) => Assert.StartsWith("port: ", Assert.Single(Validate(port)), StringComparison.Ordinal);

    [Fact]
    public void Validate_ManyMistakes_AreAllTold()
    {
        IReadOnlyList<string> errors = Validate(
            "rtsp://admin:pw@host/x", line: "9600-9E1",
            ("fps", "0"), ("width", "10"), ("height", "x"), ("decode", "gpu"), ("stall_ms", "1"), ("frozen_s", "1"), ("black_s", "0"), ("user_file", "user"), ("colour", "red"));

        foreach (string name in new[] { "port", "line", "profile.fps", "profile.width", "profile.height", "profile.decode", "profile.stall_ms", "profile.frozen_s", "profile.black_s", "profile.user_file", "profile.colour" })
            Assert.Contains(errors, error => error.StartsWith($"{name}: ", StringComparison.Ordinal));
    }

    [Theory]
    [InlineData("rtsp://host/x", "user_file", "/etc/edge-gateway/camera.user")]
    [InlineData("file:///film.mkv", "password_file", "/etc/edge-gateway/camera.password")]
    [InlineData("rtsp://host/x", "input_format", "mjpeg")]
    [InlineData("rtsp://host/p={password}", "fps", "5")]
    [InlineData("rtsp://host/x", "password_file", "credential:a/b")]
    public void Validate_ASettingThatDoesNotFitTheAddress_IsRefused(string port, string name, string value) => Assert.NotEmpty(Validate(port, null, (name, value)));

    [Fact]
    public void Login_AFileThatOthersMayRead_IsRefusedWithWhatToDo()
    {
        File.WriteAllText(_file, "secret-word");
        File.SetUnixFileMode(_file, UnixFileMode.UserRead | UnixFileMode.OtherRead);

        var refused = Assert.Throws<DeviceException>(() => Login());

        Assert.Contains($"chmod 600 {_file}", refused.Message, StringComparison.Ordinal);
        Assert.DoesNotContain("secret-word", refused.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("")]
    [InlineData("two\nlines")]
    [InlineData("with:colon")]
    public void Login_AUserThatCannotBeMeant_IsRefused(string text)
    {
        File.WriteAllText(_file, text);
        File.SetUnixFileMode(_file, UnixFileMode.UserRead);

        Assert.Throws<DeviceException>(() => Login());
    }

    [Fact]
    public void Login_FillsTheUrlEscaped_AndRedactsEveryWayItIsWritten()
    {
        File.WriteAllText(_file, "p@ss/w'rd");
        File.SetUnixFileMode(_file, UnixFileMode.UserRead);
        CameraLogin login = Login();
        Assert.True(CameraAddress.TryParse("rtsp://host:554/a?b=1", out CameraAddress? plain, out _));
        Assert.True(CameraAddress.TryParse("rtsp://host/u={user}&password={password}", out CameraAddress? marked, out _));

        string url = login.Fill(plain);

        Assert.Equal("rtsp://p%40ss%2Fw%27rd:p%40ss%2Fw%27rd@host:554/a?b=1", url);
        Assert.Equal("rtsp://host/u=p%40ss%2Fw%27rd&password=p%40ss%2Fw%27rd", login.Fill(marked));
        Assert.Equal("Impossible to open 'rtsp://host:554/a?b=1'", login.Redact($"Impossible to open '{url}'"));
        Assert.DoesNotContain("w'rd", login.Redact("said p@ss/w'rd"), StringComparison.Ordinal);
        Assert.Equal("rtsp://host/x", login.Redact("rtsp://other:word@host/x"));
    }

    [Fact]
    public void Command_OfANetworkCamera_HasTheUrlOnlyInItsInput()
    {
        Assert.True(CameraAddress.TryParse("rtsp://host/x", out CameraAddress? address, out _));
        CameraSettings settings = CameraSettings.Read(new ProfileReader(CameraDriver.Name, new Dictionary<string, string>()));

        FfmpegCommand command = FfmpegCommand.For(address, settings, "rtsp://u:p@host/x", hasGraphics: true);

        Assert.DoesNotContain(command.Arguments, argument => argument.Contains("host", StringComparison.Ordinal));
        Assert.Contains("file 'rtsp://u:p@host/x'\noption rtsp_transport tcp\n", command.Input, StringComparison.Ordinal);
        Assert.Contains("-hwaccel", command.Arguments);
        Assert.DoesNotContain("-hwaccel", FfmpegCommand.For(address, settings, "rtsp://u:p@host/x", hasGraphics: false).Arguments);
        Assert.DoesNotContain("-hwaccel", FfmpegCommand.For(address, settings with { Decoding = CameraDecoding.Software }, "rtsp://u:p@host/x", hasGraphics: true).Arguments);
    }

    public void Dispose() => File.Delete(_file);

    private CameraLogin Login() => CameraLogin.Read(CameraSettings.Read(
        new ProfileReader(CameraDriver.Name, new Dictionary<string, string> { ["user_file"] = _file, ["password_file"] = _file })));

    private static IReadOnlyList<string> Validate(string port, string? line = null, params (string Name, string Value)[] profile) =>
        DriverCatalog.Find(CameraDriver.Name)!.Validate(new DeviceOptions
        {
            Id = "c", Driver = CameraDriver.Name, Port = port, Line = line, Profile = profile.ToDictionary(each => each.Name, each => each.Value),
        });
}
