namespace Simulation.Tests;

/// <summary>The real outbox, uplink and ingest in simulated worlds. See docs/simulation.md.</summary>
public sealed class SimulationTests
{
    [Fact]
    public async Task Worlds_OfTheFirstSeeds_BreakNoPromise()
    {
        var (code, said) = await SimulatedWorld.RunAsync(SimulatedWorld.Program, "", "--seeds", "1..15");

        Assert.True(code == 0, said);
        Assert.Contains("15 seeds, 0 failed", said, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("1159")]
    [InlineData("1168")]
    public async Task World_InWhichADiskThatCouldNotBeWrittenComesBack_HasNothingLeftWaiting(string seed)
    {
        var (code, said) = await SimulatedWorld.RunAsync(SimulatedWorld.Program, "", "--seed", seed);

        Assert.True(code == 0, said);
    }

    /// <summary>Headquarters is put back to before it was told that telemetry had been dropped.</summary>
    [Fact]
    public async Task World_InWhichHeadquartersForgetsAGap_IsToldAgain()
    {
        var (code, said) = await SimulatedWorld.RunAsync(SimulatedWorld.Program, "", "--seed", "1237", "--only", "7");

        Assert.True(code == 0, said);
    }

    [Fact]
    public async Task Stores_OfTheFirstSeeds_BreakNoPromise()
    {
        var (code, said) = await SimulatedWorld.RunAsync(SimulatedWorld.Program, "", "store", "--seeds", "1..40");

        Assert.True(code == 0, said);
        Assert.Contains("40 stores, 0 failed", said, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Store_RunTwice_IsTheSameToTheLastStep()
    {
        var (_, first) = await SimulatedWorld.RunAsync(SimulatedWorld.Program, "", "store", "--seed", "7", "--trace");
        var (_, second) = await SimulatedWorld.RunAsync(SimulatedWorld.Program, "", "store", "--seed", "7", "--trace");

        Assert.Contains("trace ", first, StringComparison.Ordinal);
        Assert.Equal(first, second);
    }

    /// <summary>Who stands before the camera without having agreed to it leaves nothing.</summary>
    [Fact]
    public async Task Cameras_OfTheFirstSeeds_BreakNoPromise()
    {
        var (code, said) = await SimulatedWorld.RunAsync(SimulatedWorld.Program, "", "faces", "--seeds", "1..60");

        Assert.True(code == 0, said);
        Assert.Contains("60 cameras, 0 failed", said, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Camera_RunTwice_IsTheSameToTheLastStep()
    {
        var (_, first) = await SimulatedWorld.RunAsync(SimulatedWorld.Program, "", "faces", "--seed", "5", "--trace");
        var (_, second) = await SimulatedWorld.RunAsync(SimulatedWorld.Program, "", "faces", "--seed", "5", "--trace");

        Assert.Contains("trace ", first, StringComparison.Ordinal);
        Assert.Equal(first, second);
    }

    /// <summary>What is told of the plates adds up to what lies on them.</summary>
    [Fact]
    public async Task Shelves_OfTheFirstSeeds_BreakNoPromise()
    {
        var (code, said) = await SimulatedWorld.RunAsync(SimulatedWorld.Program, "", "shelves", "--seeds", "1..120");

        Assert.True(code == 0, said);
        Assert.Contains("120 shelves, 0 failed", said, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Shelf_RunTwice_IsTheSameToTheLastStep()
    {
        var (_, first) = await SimulatedWorld.RunAsync(SimulatedWorld.Program, "", "shelves", "--seed", "2", "--trace");
        var (_, second) = await SimulatedWorld.RunAsync(SimulatedWorld.Program, "", "shelves", "--seed", "2", "--trace");

        Assert.Contains("trace ", first, StringComparison.Ordinal);
        Assert.Equal(first, second);
    }

    /// <summary>Counts by hand of plates that nobody saw: what a count has told must not be told again.</summary>
    [Theory]
    [InlineData("5")]
    [InlineData("206")]
    [InlineData("497")]
    [InlineData("1240")]
    public async Task Shelf_ThatOnceBrokeAPromise_KeepsIt(string seed)
    {
        var (code, said) = await SimulatedWorld.RunAsync(SimulatedWorld.Program, "", "shelves", "--seed", seed);

        Assert.True(code == 0, said);
    }

    /// <summary>Printers that answer at once only, with a cutter; and what a scale's own fault hid from the books.</summary>
    [Theory]
    [InlineData("1228")]
    [InlineData("1425")]
    [InlineData("1410")]
    public async Task Store_ThatOnceBrokeAPromise_KeepsIt(string seed)
    {
        var (code, said) = await SimulatedWorld.RunAsync(SimulatedWorld.Program, "", "store", "--seed", seed);

        Assert.True(code == 0, said);
    }

    [Theory]
    [InlineData("3")]
    [InlineData("28")]
    public async Task World_RunTwice_IsTheSameToTheLastStep(string seed)
    {
        var (_, first) = await SimulatedWorld.RunAsync(SimulatedWorld.Program, "", "--seed", seed, "--trace");
        var (_, second) = await SimulatedWorld.RunAsync(SimulatedWorld.Program, "", "--seed", seed, "--trace");

        Assert.Contains("trace ", first, StringComparison.Ordinal);
        Assert.Equal(first, second);
    }

    [Fact]
    public async Task Outbox_PowerCutAtAnyOperation_LosesNothing()
    {
        var (code, said) = await SimulatedWorld.RunAsync(SimulatedWorld.Program, "", "crash-points", "--count", "500");

        Assert.True(code == 0, said);
        Assert.Contains(" 0 with something lost", said, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Worlds_WhoseHeadquartersHasTwoNodesThatStall_BreakNoPromise()
    {
        var (code, said) = await SimulatedWorld.RunAsync(SimulatedWorld.Program, "", "--seeds", "1..8", "--nodes", "2");

        Assert.True(code == 0, said);
        Assert.Contains("8 seeds, 0 failed", said, StringComparison.Ordinal);
    }

    [Fact]
    public async Task World_StruckAtItsStepsAndDiskOperations_BreaksNoPromise()
    {
        var (code, said) = await SimulatedWorld.RunAsync(SimulatedWorld.Program, "", "every-step", "--stride", "37");

        Assert.True(code == 0, said);
        Assert.Contains(" 0 with a promise broken", said, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("failure-swallowed", "2", "")]
    [InlineData("sync-skipped", "8", "")]
    [InlineData("hole-accepted", "8", "")]
    [InlineData("face-not-overwritten", "4", "faces")]
    [InlineData("withdrawn-stays-open", "4", "faces")]
    [InlineData("state-beside-events", "4", "shelves")]
    public async Task PlantedFault_IsFound(string fault, string most, string verb)
    {
        Assert.SkipUnless(File.Exists(SimulatedWorld.FaultyProgram), $"{SimulatedWorld.FaultyProgram} is missing; ./test publishes it");

        var (code, said) = await SimulatedWorld.RunAsync(
            SimulatedWorld.FaultyProgram, fault, [.. verb.Length > 0 ? [verb] : Array.Empty<string>(), "--seeds", "1.." + most, "--until-broken"]);

        Assert.True(code == 1, said);
    }
}
