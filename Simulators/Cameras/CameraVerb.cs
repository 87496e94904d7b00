using System.CommandLine;
using System.Runtime.InteropServices;
using Simulators.Cameras.Scenes;
using Simulators.Session;

namespace Simulators.Cameras;

/// <summary>The verb <c>camera</c>.</summary>
internal static class CameraVerb
{
    /// <summary>A network camera that sees drawn people. Script: <see cref="CameraScript"/>.</summary>
    public static Command Create()
    {
        var verb = new Command("camera", "A network camera (RTSP) that sees drawn people come and go. Script lines: stall, freeze, black, garbage, refuse, cut, live, person N, quit.");
        var listen = new Option<int>("--listen") { Description = "TCP port on the loopback address; 0 for any free one.", DefaultValueFactory = _ => 0 };
        var login = new Option<string>("--login") { Description = "How it asks who it is: none, basic or digest.", DefaultValueFactory = _ => "digest" };
        var user = new Option<string>("--user") { Description = "The user it knows.", DefaultValueFactory = _ => "admin" };
        var password = new Option<string?>("--password-file") { Description = "File with the password." };
        var every = new Option<double>("--every") { Description = "Seconds from one person to the next, about; 0 for only by script.", DefaultValueFactory = _ => 20 };
        var people = new Option<int>("--people") { Description = $"How many of the cast come, 1 to {Cast.Seeds.Count}.", DefaultValueFactory = _ => Cast.Seeds.Count };
        var fps = new Option<int>("--fps") { Description = "Pictures a second, 1 to 25.", DefaultValueFactory = _ => 10 };
        var height = new Option<int>("--height") { Description = "Rows of a picture, 180 to 1080; the width follows.", DefaultValueFactory = _ => 720 };
        var seed = new Option<int>("--seed") { Description = "Seed of who comes when; the default is 1.", DefaultValueFactory = _ => 1 };
        var log = new Option<string?>("--log") { Description = "File for the ground truth, JSON lines, appended." };
        var photos = new Option<string?>("--photos") { Description = "Folder for six photos of each person, for enrolment; then goes on." };
        var film = new Option<string?>("--film") { Description = "File for a Matroska film of all people one after the other; then ends." };
        login.AcceptOnlyFromAmong("none", "basic", "digest");
        foreach (var option in (Option[])[listen, login, user, password, every, people, fps, height, seed, log, photos, film])
        {
            verb.Options.Add(option);
        }

        verb.SetAction(async (arguments, cancellationToken) =>
        {
            if (arguments.GetValue(listen) is < 0 or > 65535 || arguments.GetValue(fps) is < 1 or > 25 || arguments.GetValue(height) is < 180 or > 1080
                || arguments.GetValue(every) is < 0 or > 3600 || arguments.GetValue(people) < 1 || arguments.GetValue(people) > Cast.Seeds.Count
                || (arguments.GetValue(login) != "none" && arguments.GetValue(password) is null && arguments.GetValue(film) is null))
            {
                await Console.Error.WriteLineAsync(
                    $"expected --listen 0 to 65535, --fps 1 to 25, --height 180 to 1080, --every 0 to 3600, --people 1 to {Cast.Seeds.Count}, --password-file unless --login none");
                return 2;
            }

            var rows = arguments.GetValue(height) / 2 * 2;
            var coder = new VideoCoder(rows * 16 / 9 / 2 * 2, rows, arguments.GetValue(fps));
            var plan = new CameraPlan(
                arguments.GetValue(people), arguments.GetValue(every) > 0 ? TimeSpan.FromSeconds(arguments.GetValue(every)) : null, arguments.GetValue(seed),
                arguments.GetValue(listen), arguments.GetValue(photos), arguments.GetValue(film));
            try
            {
                var secret = arguments.GetValue(password) is { } file ? (await File.ReadAllTextAsync(file, cancellationToken)).Trim() : "";
                var admission = new RtspLogin(Enum.Parse<LoginScheme>(arguments.GetValue(login)!, ignoreCase: true), arguments.GetValue(user)!, secret);
                using var truth = new GroundTruth(arguments.GetValue(log), TimeProvider.System);
                await RunAsync(plan, coder, admission, truth, cancellationToken);
                return 0;
            }
            catch (Exception broken) when (broken is IOException or System.Net.Sockets.SocketException or UnauthorizedAccessException)
            {
                await Console.Error.WriteLineAsync(broken.Message);
                return 1;
            }
        });
        return verb;
    }

    private static async Task RunAsync(CameraPlan plan, VideoCoder coder, RtspLogin login, GroundTruth truth, CancellationToken cancellationToken)
    {
        using var end = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        using var terminate = PosixSignalRegistration.Create(PosixSignal.SIGTERM, OnSignal);
        using var interrupt = PosixSignalRegistration.Create(PosixSignal.SIGINT, OnSignal);
        var film = new Film(coder);
        if (plan.Film is { } file)
        {
            await plan.ShootAsync(film, coder, file, end.Token);
            return;
        }

        var empty = await film.EmptyAsync(4, end.Token);
        var black = await film.BlackAsync(end.Token);
        var show = new CameraShow(empty, coder.FramesPerSecond, plan.Every, truth, new Random(plan.Seed));
        var feed = new CameraFeed(show.Next, empty[0], black[0], coder.FramesPerSecond);
        await using var server = RtspServer.Start(feed, login, plan.Port, TimeProvider.System);
        Console.WriteLine($"{{\"ready\":\"{System.Text.Json.JsonEncodedText.Encode(server.Address)}\"}}");
        var drawing = Task.Run(() => plan.DrawAsync(film, coder, show, end.Token), end.Token);
        var script = new CameraScript(feed, show.Ask, truth);
        try
        {
            await ReadScriptAsync(script, end.Token);
        }
        catch (OperationCanceledException)
        {
            // Stopped.
        }

        await end.CancelAsync();
        await drawing.ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);

        void OnSignal(PosixSignalContext context)
        {
            context.Cancel = true;
            end.Cancel();
        }
    }

    private static async Task ReadScriptAsync(CameraScript script, CancellationToken cancellationToken)
    {
        using var input = new StreamReader(Console.OpenStandardInput());

        // A read of standard input cannot be broken off; it is left behind.
        while (await input.ReadLineAsync(CancellationToken.None).AsTask().WaitAsync(cancellationToken) is { } text)
        {
            if (text.Trim() == "quit")
            {
                return;
            }

            if (text.Trim().Length > 0 && script.Run(text.Trim()) is { } wrong)
            {
                await Console.Error.WriteLineAsync(wrong);
            }
        }

        // The script is over; the camera goes on until it is stopped.
        await Task.Delay(Timeout.InfiniteTimeSpan, TimeProvider.System, cancellationToken);
    }
}
