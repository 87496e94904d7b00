using System.Text.Json;
using EdgeGateway.Core.Shelves;
using FsCheck;
using FsCheck.Fluent;

namespace Core.Tests.Shelves;

/// <summary>What holds for every trace of clear actions, whatever they are.</summary>
public sealed class PlateInferencePropertyTests
{
    private const string Cola = "6901234567892";
    private const string Tea = "6901234567908";

    private static readonly PlanogramPlate s_plate = ScriptedPlate.PlateAt(9000, (Cola, 330.5, 1.2, 20), (Tea, 187.3, 0.8, 20));
    private static readonly Config s_config = Config.QuickThrowOnFailure.WithMaxTest(40);

    private static readonly Arbitrary<(int Seed, int[] Actions)> s_traces = (
        from seed in Gen.Choose(1, 100_000)
        from actions in Gen.Choose(0, 3).ArrayOf(6)
        select (seed, actions)).ToArbitrary();

    private static (ScriptedPlate Plate, int Cola, int Tea) Script(int seed, int[] actions)
    {
        var plate = new ScriptedPlate(seed) { Load = 9000 };
        var (cola, tea) = (0, 0);
        plate.Rest(4);
        foreach (var action in actions)
        {
            switch (action)
            {
                case 0:
                    plate.Move(-330.5);
                    cola--;
                    break;
                case 1:
                    plate.Move(-187.3);
                    tea--;
                    break;
                case 2 when cola < 0:
                    plate.Move(330.5);
                    cola++;
                    break;
                default:
                    plate.Lean(800, 3);
                    break;
            }

            plate.Rest(5);
        }

        return (plate, cola, tea);
    }

    [Fact]
    public void Take_AnyClearActions_EventsSumToTheChangeOfLoad() => Check.One(s_config, Prop.ForAll(s_traces, trace =>
    {
        var (plate, cola, tea) = Script(trace.Seed, trace.Actions);
        var events = plate.Events(s_plate);

        Assert.Equal((cola, tea), (ScriptedPlate.Net(events, Cola), ScriptedPlate.Net(events, Tea)));
        Assert.InRange((double)events.Sum(told => told.Grams) - (plate.Load - 9000), -0.5 - 0.2 * events.Count, 0.5 + 0.2 * events.Count);
    }));

    [Fact]
    public void Save_RestartAnywhere_GivesTheSameTotal() => Check.One(s_config, Prop.ForAll(s_traces, trace =>
    {
        var (plate, cola, tea) = Script(trace.Seed, trace.Actions);
        var cut = 40 + trace.Seed % (plate.Samples.Count - 40);
        var events = new List<ShelfEvent>();
        var first = new PlateInference(s_plate);
        foreach (var sample in plate.Samples.Take(cut))
        {
            first.Take(sample, events);
        }

        // As a store keeps it: through a file.
        var second = new PlateInference(s_plate, JsonSerializer.Deserialize<PlateState?>(JsonSerializer.Serialize(first.Save())));
        foreach (var sample in plate.Samples.Skip(cut))
        {
            second.Take(sample, events);
        }

        second.Finish(events);
        Assert.Equal((cola, tea), (ScriptedPlate.Net(events, Cola), ScriptedPlate.Net(events, Tea)));
    }));

    [Fact]
    public void Take_TimeReversed_TurnsATakeIntoAReturn() => Check.One(s_config, Prop.ForAll(Gen.Choose(1, 100_000).ToArbitrary(), seed =>
    {
        var samples = new ScriptedPlate(seed) { Load = 9000 }.Rest(6).Move(-330.5).Rest(6).Samples;
        var last = samples[^1].TimeMs;
        var uncounted = s_plate with { Start = null };
        var taken = Assert.Single(ScriptedPlate.Events(uncounted, samples));
        var returned = Assert.Single(ScriptedPlate.Events(uncounted, samples.Reverse().Select(sample => sample with { TimeMs = last - sample.TimeMs })));

        Assert.Equal((ShelfEventKind.Taken, Cola, 1), (taken.Kind, taken.Sku, taken.Count));
        Assert.Equal((ShelfEventKind.Returned, Cola, 1), (returned.Kind, returned.Sku, returned.Count));
    }));

    [Fact]
    public void Take_AnyCorrectionAnywhere_LaterTakesCountFromIt() => Check.One(s_config, Prop.ForAll(s_traces, trace =>
    {
        var (plate, _, _) = Script(trace.Seed, trace.Actions);
        var inference = new PlateInference(s_plate);
        var events = new List<ShelfEvent>();
        var cut = 40 + trace.Seed % (plate.Samples.Count - 40);
        foreach (var sample in plate.Samples.Take(cut))
        {
            inference.Take(sample, events);
        }

        inference.Correct(Cola, 15);
        events.Clear();
        foreach (var sample in plate.Samples.Skip(cut))
        {
            inference.Take(sample, events);
        }

        inference.Finish(events);
        Assert.Equal(15 + ScriptedPlate.Net(events, Cola), inference.Counts[0].Count);
    }));
}
