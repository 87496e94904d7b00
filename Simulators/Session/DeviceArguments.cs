using System.CommandLine;
using System.Runtime.InteropServices;

namespace Simulators.Session;

/// <summary>The options every device verb has, and how a session is run from them.</summary>
/// <param name="onPty">False for a device that is reached otherwise than by a pty.</param>
internal sealed class DeviceArguments(bool onPty = true)
{
    private readonly Option<string> _link = new("--link") { Description = "Where to put the symbolic link to the pty.", Required = true };
    private readonly Option<int> _seed = new("--seed") { Description = "Seed of everything random; the default is 1.", DefaultValueFactory = _ => 1 };
    private readonly Option<string?> _log = new("--log") { Description = "File for the ground truth, JSON lines, appended." };
    private readonly Option<string> _shopper = new("--shopper") { Description = "on: goods come and go by themselves; off: only by script lines.", DefaultValueFactory = _ => "on" };
    private readonly Option<double> _every = new("--every") { Description = "Seconds from one load to the next, about.", DefaultValueFactory = _ => 6 };
    private readonly Option<double> _hold = new("--hold") { Description = "Seconds a load lies there at least.", DefaultValueFactory = _ => 4 };

    /// <summary>Adds the options to a verb.</summary>
    public void AddTo(Command verb)
    {
        _shopper.AcceptOnlyFromAmong("on", "off");
        if (onPty)
        {
            verb.Options.Add(_link);
        }

        foreach (var option in (Option[])[_seed, _log, _shopper, _every, _hold])
        {
            verb.Options.Add(option);
        }
    }

    /// <summary>What is wrong with the values given, or null.</summary>
    public string? Mistake(ParseResult arguments) => (arguments.GetValue(_every), arguments.GetValue(_hold)) switch
    {
        ( < 0.1 or > 3600, _) or (_, < 0.1 or > 3600) => "--every and --hold: expected 0.1 to 3600 seconds",
        var (every, hold) when hold >= every => "--hold: expected less than --every",
        _ => null,
    };

    /// <summary>The seed given.</summary>
    public int Seed(ParseResult arguments) => arguments.GetValue(_seed);

    /// <summary>The rhythm of the shopper, or null where there is none.</summary>
    public (TimeSpan Every, TimeSpan Hold)? Rhythm(ParseResult arguments) => arguments.GetValue(_shopper) == "off"
        ? null
        : (TimeSpan.FromSeconds(arguments.GetValue(_every)), TimeSpan.FromSeconds(arguments.GetValue(_hold)));

    /// <summary>Opens the ground truth file.</summary>
    public GroundTruth OpenTruth(ParseResult arguments) => new(arguments.GetValue(_log), TimeProvider.System);

    /// <summary>Runs a device until SIGTERM, SIGINT or <c>quit</c>, taking script lines from standard input.</summary>
    public int Run(ParseResult arguments, ISimulatedDevice device, IShopper? shopper, GroundTruth truth, Random random)
    {
        using var session = new DeviceSession(device, shopper, truth, random, TimeProvider.System, arguments.GetValue(_link)!);
        return Run(session.Run, session.Stop, session.PostAsync);
    }

    /// <summary>Runs a device that is not on a pty, likewise.</summary>
    public static int Run(IFreeDevice device, IShopper? shopper)
    {
        using var session = new FreeSession(device, shopper);
        return Run(session.Run, session.Stop, (line, cancellationToken) =>
        {
            session.Post(line, cancellationToken);
            return Task.CompletedTask;
        });
    }

    private static int Run(Action<TextWriter> run, Action stop, Func<string, CancellationToken, Task> post)
    {
        using var terminate = PosixSignalRegistration.Create(PosixSignal.SIGTERM, OnSignal);
        using var interrupt = PosixSignalRegistration.Create(PosixSignal.SIGINT, OnSignal);
        using var end = new CancellationTokenSource();
        var script = Task.Run(() => ReadScriptAsync(post, end.Token), end.Token);
        try
        {
            run(Console.Out);
            return 0;
        }
        catch (Exception broken) when (broken is IOException or System.Net.Sockets.SocketException or UnauthorizedAccessException)
        {
            Console.Error.WriteLine(broken.Message);
            return 1;
        }
        finally
        {
            end.Cancel();
        }

        void OnSignal(PosixSignalContext context)
        {
            context.Cancel = true;
            stop();
        }
    }

    private static async Task ReadScriptAsync(Func<string, CancellationToken, Task> post, CancellationToken cancellationToken)
    {
        using var input = new StreamReader(Console.OpenStandardInput());
        while (await input.ReadLineAsync(cancellationToken).ConfigureAwait(false) is { } line)
        {
            if (!string.IsNullOrWhiteSpace(line))
            {
                await post(line, cancellationToken).ConfigureAwait(false);
            }
        }
    }
}
