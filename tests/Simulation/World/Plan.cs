namespace Simulation.World;

/// <summary>Everything that a seed decides before its world begins, so that a run can be repeated with less of it.</summary>
internal sealed record Plan
{
    public required ulong Seed { get; init; }

    public required IReadOnlyList<GatewayPlan> Gateways { get; init; }

    /// <summary>What goes wrong, in order of time.</summary>
    public required IReadOnlyList<Trouble> Troubles { get; init; }

    /// <summary>How long events are made and things go wrong; after it the world is calm until all has arrived.</summary>
    public required TimeSpan Length { get; init; }

    public required int LatencyMs { get; init; }

    /// <summary>One message in so many is forgotten by the broker after its acknowledgement; 0 for none.</summary>
    public required int ForgetsOneIn { get; init; }

    /// <summary>One message in so many is delivered twice; 0 for none.</summary>
    public required int DoublesOneIn { get; init; }

    /// <summary>How many nodes headquarters has. With more than one, nodes are stalled now and then, for shorter and for longer than a lease holds.</summary>
    public int Nodes { get; init; } = 1;

    public static Plan Of(ulong seed)
    {
        var dice = new Dice(seed).Fork(1);
        var length = TimeSpan.FromSeconds(dice.Between(120, 1200));
        var gateways = Enumerable.Range(0, dice.Between(1, 3)).Select(_ => GatewayPlan.Of(dice)).ToList();
        var troubles = Enumerable.Range(0, dice.Between(3, 14)).Select(_ => Trouble.Of(dice, gateways.Count, length)).OrderBy(t => t.At).ToList();
        return new Plan
        {
            Seed = seed,
            Gateways = gateways,
            Troubles = troubles,
            Length = length,
            LatencyMs = dice.Between(1, 200),
            ForgetsOneIn = dice.OneIn(3) ? dice.Between(5, 100) : 0,
            DoublesOneIn = dice.OneIn(3) ? dice.Between(3, 50) : 0,
        };
    }

    /// <summary>One gateway for less than a minute, with a restart at each end: for running often.</summary>
    public static Plan Small(ulong seed)
    {
        var dice = new Dice(seed).Fork(6);
        var length = TimeSpan.FromSeconds(40);
        var pause = TimeSpan.FromSeconds(1);
        return new Plan
        {
            Seed = seed,
            Gateways =
            [
                new GatewayPlan
                {
                    Producers = 2,
                    Pause = TimeSpan.FromSeconds(3),
                    Burst = dice.Between(1, 3),
                    Padding = dice.Between(0, 200),
                    CapacityBytes = 64L << 20,
                    WindowBatches = dice.Between(1, 4),
                    BatchEvents = dice.Between(1, 4),
                },
            ],
            Troubles =
            [
                new Trouble(TroubleKind.HeadquartersRestarted, length / 3, 0, pause, 0),
                new Trouble(TroubleKind.GatewayRestarted, length * 2 / 3, 0, pause, 0),
            ],
            Length = length,
            LatencyMs = dice.Between(1, 100),
            ForgetsOneIn = 0,
            DoublesOneIn = dice.OneIn(2) ? 5 : 0,
        };
    }

    /// <summary>The same with only some of its troubles, told by their numbers from 0.</summary>
    public Plan Only(IEnumerable<int> kept) => this with { Troubles = [.. kept.Order().Select(i => Troubles[i])] };
}

/// <summary>One gateway's size and load.</summary>
internal sealed record GatewayPlan
{
    public required int Producers { get; init; }

    /// <summary>The mean pause between two events of a producer.</summary>
    public required TimeSpan Pause { get; init; }

    /// <summary>How many events one producer makes in a row.</summary>
    public required int Burst { get; init; }

    /// <summary>Bytes that an event carries beside what it says.</summary>
    public required int Padding { get; init; }

    public required long CapacityBytes { get; init; }

    public required int WindowBatches { get; init; }

    public required int BatchEvents { get; init; }

    public static GatewayPlan Of(Dice dice)
    {
        var small = dice.OneIn(6);
        return new GatewayPlan
        {
            Producers = dice.Between(1, 3),
            Pause = TimeSpan.FromMilliseconds(small ? 400 : dice.Between(1000, 20_000)),
            Burst = dice.OneIn(3) ? dice.Between(2, 12) : 1,
            Padding = small ? 1500 : dice.Between(0, 200),
            CapacityBytes = small ? 1L << 20 : 64L << 20,
            WindowBatches = dice.Between(1, 8),
            BatchEvents = dice.OneIn(2) ? dice.Between(1, 8) : 100,
        };
    }
}
