using System.Runtime.Versioning;
using Drivers.Cameras;
using EdgeGateway.Core.Cameras;
using EdgeGateway.Core.Devices;
using Simulators.Cameras.Scenes;
using Simulators.Cameras;

namespace Drivers.Tests.Cameras;

/// <summary>A small film of the empty shop, coded once, and cameras that show it.</summary>
[SupportedOSPlatform("linux")]
public sealed class CameraFixture : IAsyncLifetime
{
    /// <summary>The user that the cameras know.</summary>
    public const string User = "guest user";

    /// <summary>Their password, with characters that a URL must escape.</summary>
    public const string Password = "s3cr:et/@'%#Zq";

    private static readonly TimeSpan s_patience = TimeSpan.FromSeconds(30);
    private readonly string _folder = Directory.CreateTempSubdirectory("camera-tests-").FullName;
    private IReadOnlyList<AccessUnit> _empty = [];
    private AccessUnit? _black;

    /// <summary>The pictures of the film.</summary>
    internal IReadOnlyList<AccessUnit> Pictures => _empty;

    /// <summary>Pixels a row.</summary>
    internal static int Width => 320;

    /// <summary>Rows.</summary>
    internal static int Height => 180;

    public async ValueTask InitializeAsync()
    {
        var film = new Film(new VideoCoder(Width, Height, framesPerSecond: 10));
        _empty = await film.EmptyAsync(1, CancellationToken.None);
        _black = (await film.BlackAsync(CancellationToken.None))[0];
    }

    public ValueTask DisposeAsync()
    {
        Directory.Delete(_folder, recursive: true);
        return ValueTask.CompletedTask;
    }

    /// <summary>Switches a camera on.</summary>
    internal RtspServer Start(out CameraFeed feed, LoginScheme scheme = LoginScheme.Digest)
    {
        int at = 0;
        feed = new CameraFeed(() => _empty[at++ % _empty.Count], _empty[0], _black!, framesPerSecond: 10);
        return RtspServer.Start(feed, new RtspLogin(scheme, User, Password), port: 0, TimeProvider.System);
    }

    /// <summary>A file that only its owner may read.</summary>
    public string Secret(string text, UnixFileMode mode = UnixFileMode.UserRead | UnixFileMode.UserWrite)
    {
        string path = Path.Combine(_folder, Path.GetRandomFileName());
        File.WriteAllText(path, $"{text}\n");
        File.SetUnixFileMode(path, mode);
        return path;
    }

    /// <summary>A film in a file.</summary>
    public async Task<string> FilmFileAsync()
    {
        string path = Path.Combine(_folder, $"{Path.GetRandomFileName()}.mkv");
        await File.WriteAllBytesAsync(path, await new VideoCoder(Width, Height, framesPerSecond: 10).WrapAsync(_empty, CancellationToken.None));
        return path;
    }

    /// <summary>The settings of a camera as the configuration has them.</summary>
    internal DeviceOptions Device(string port, string password = Password, params (string Name, string Value)[] profile)
    {
        var device = new DeviceOptions { Id = "camera-1", Driver = CameraDriver.Name, Port = port };
        device.Profile["user_file"] = Secret(User);
        device.Profile["password_file"] = Secret(password);
        foreach ((string name, string value) in profile)
            device.Profile[name] = value;
        return device;
    }

    /// <summary>Opens a camera.</summary>
    internal static ValueTask<OpenDevice> OpenAsync(DeviceOptions device, FrameSlot? slot = null) =>
        DriverCatalog.Find(CameraDriver.Name)!.OpenCamera!(device, slot!, TimeProvider.System, TestContext.Current.CancellationToken);

    /// <summary>The readings of an open camera.</summary>
    internal static IAsyncEnumerator<Reading> Read(OpenDevice open) => open.Driver.ReadAsync(TestContext.Current.CancellationToken).GetAsyncEnumerator(TestContext.Current.CancellationToken);

    /// <summary>Reads until a picture is of that kind.</summary>
    internal static async Task<CameraReading> UntilAsync(IAsyncEnumerator<Reading> readings, CameraPicture picture)
    {
        while (await readings.MoveNextAsync().AsTask().WaitAsync(s_patience, TestContext.Current.CancellationToken))
        {
            if (readings.Current is CameraReading reading && reading.Picture == picture)
                return reading;
        }
        throw new InvalidOperationException("The camera ended.");
    }

    /// <summary>Reads until the camera fails, and says why.</summary>
    internal static async Task<string> FailureAsync(OpenDevice open)
    {
        await using IAsyncEnumerator<Reading> readings = Read(open);
        var failure = await Assert.ThrowsAsync<IOException>(async () =>
        {
            while (await readings.MoveNextAsync())
            {
            }
        });
        return failure.Message;
    }

    /// <summary>The process id of the child.</summary>
    internal static int ChildOf(OpenDevice open) => Assert.IsType<Camera>(open.Driver).ChildId;

    /// <summary>Whether a process runs; a zombie does not.</summary>
    internal static bool Runs(int process)
    {
        try
        {
            return !File.ReadAllText($"/proc/{process}/stat").Contains(") Z ", StringComparison.Ordinal);
        }
        catch (IOException)
        {
            return false;
        }
    }
}
