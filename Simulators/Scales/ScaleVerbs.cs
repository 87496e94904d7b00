using System.CommandLine;

namespace Simulators.Scales;

/// <summary>One verb for each simulated scale; some have options of their own.</summary>
internal static class ScaleVerbs
{
    /// <summary>All of them.</summary>
    public static IEnumerable<Command> All() => SimulatedScales.All.Select(kind => kind.Verb switch
    {
        "toledo-8217" => Toledo8217(),
        "toledo-continuous" => ToledoContinuous(),
        _ => Plain(kind),
    });

    private static Command Plain(SimulatedScaleKind kind)
    {
        var verb = new Command(kind.Verb, kind.About);
        var scale = new ScaleArguments();
        scale.AddTo(verb);
        verb.SetAction(arguments => scale.Run(arguments, kind.Create));
        return verb;
    }

    /// <summary>A scale polled by single bytes.</summary>
    private static Command Toledo8217()
    {
        var verb = new Command("toledo-8217", "A counter scale speaking Mettler Toledo 8217 on a pty.");
        var scale = new ScaleArguments();
        var once = new Option<bool>("--once") { Description = "Give a weight once, then only the status until the load changes." };
        scale.AddTo(verb);
        verb.Options.Add(once);
        verb.SetAction(arguments => scale.Run(arguments, pan => new Toledo8217(pan, arguments.GetValue(once))));
        return verb;
    }

    /// <summary>A scale that streams.</summary>
    private static Command ToledoContinuous()
    {
        var verb = new Command("toledo-continuous", "A counter scale sending the Toledo continuous stream on a pty.");
        var scale = new ScaleArguments();
        var rate = new Option<int>("--rate") { Description = "Frames a second, 1 to 20.", DefaultValueFactory = _ => 15 };
        var checksum = new Option<string>("--checksum") { Description = "none, mettler or sum8.", DefaultValueFactory = _ => "none" };
        var shortForm = new Option<bool>("--short") { Description = "Leave the tare out." };
        checksum.AcceptOnlyFromAmong("none", "mettler", "sum8");
        rate.Validators.Add(result =>
        {
            if (result.GetValueOrDefault<int>() is < 1 or > 20)
            {
                result.AddError("--rate: expected 1 to 20 frames a second");
            }
        });
        scale.AddTo(verb);
        verb.Options.Add(rate);
        verb.Options.Add(checksum);
        verb.Options.Add(shortForm);
        verb.SetAction(arguments => scale.Run(arguments, pan => new ToledoContinuous(
            pan, arguments.GetValue(rate), Enum.Parse<ToledoChecksum>(arguments.GetValue(checksum)!, ignoreCase: true), arguments.GetValue(shortForm))));
        return verb;
    }
}
