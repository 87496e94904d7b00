using Drivers.Detection;
using EdgeGateway.Core.Setup;
using Simulators.Bystanders;
using Tests.Shared.Detection;

namespace Drivers.Tests.Detection;

/// <summary>Detection on what is no scale: it is never taken for one, and nothing it does can be noticed.</summary>
public sealed class BystanderTests(ITestOutputHelper output)
{
    private const int Trials = 800;

    public static TheoryData<string> Protected() => [.. Bystanders.All.Select(kind => kind.Verb).Where(verb => verb != "plain-display")];

    public static TheoryData<string> Everybody() => [.. Bystanders.All.Select(kind => kind.Verb)];

    [Theory]
    [MemberData(nameof(Protected))]
    public void SafeProbes_OnABystanderAtItsUsualLine_DoNothingThatCanBeNoticed(string verb)
    {
        BystanderKind kind = Bystanders.All.Single(kind => kind.Verb == verb);

        BystanderTrial trial = BystanderTrial.Run(kind, kind.Line, 1, new DetectionRequest());

        Assert.False(trial.IsFalseClaim, trial.ToString());
        Assert.False(trial.IsHarm, trial.ToString());
    }

    [Theory]
    [MemberData(nameof(Everybody))]
    public void SafeProbesWithPlainDisplay_OnEveryBystander_DoNothingThatCanBeNoticed(string verb)
    {
        BystanderKind kind = Bystanders.All.Single(kind => kind.Verb == verb);

        BystanderTrial trial = BystanderTrial.Run(kind, kind.Line, 1, new DetectionRequest { PlainDisplay = true });

        Assert.False(trial.IsFalseClaim, trial.ToString());
        Assert.False(trial.IsHarm, trial.ToString());
    }

    [Theory]
    [MemberData(nameof(Everybody))]
    public void ListeningOnly_OnEveryBystander_SendsNothing(string verb)
    {
        BystanderKind kind = Bystanders.All.Single(kind => kind.Verb == verb);

        BystanderTrial trial = BystanderTrial.Run(kind, kind.Line, 1, new DetectionRequest { Probe = ProbeScope.None });

        Assert.Empty(trial.Received);
        Assert.Empty(trial.Found.Sent);
        Assert.Equal(DetectionState.Unknown, trial.Found.State);
    }

    [Fact]
    public void Bystanders_NoiseAndSilence_AreNeverTakenForAScale()
    {
        int trials = int.TryParse(Environment.GetEnvironmentVariable("EDGE_DETECTION_TRIALS"), out int wanted) ? wanted : Trials;
        int claims = 0;
        int harms = 0;
        var seen = new List<string>();
        foreach (BystanderTrial trial in BystanderTrial.RunMany(trials, seed: 20261122))
        {
            claims += trial.IsFalseClaim ? 1 : 0;
            harms += trial.IsHarm ? 1 : 0;
            if (trial.IsFalseClaim || (trial.IsHarm && trial.Kind != "plain-display"))
                seen.Add(trial.ToString());
        }
        output.WriteLine($"{trials} trials, {claims} false claims, {harms} with an effect");
        foreach (var each in seen.Take(40))
            output.WriteLine(each[..Math.Min(each.Length, 600)]);

        Assert.Equal(0, claims);
    }
}
