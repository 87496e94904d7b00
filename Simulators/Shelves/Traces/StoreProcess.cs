namespace Simulators.Shelves.Traces;

/// <summary>Shoppers and staff over time: who does what to which plate, and when.</summary>
internal sealed class StoreProcess
{
    private const double FirstAct = 8;
    private const double Kept = 6.5;

    private readonly TraceSet _set;
    private readonly IReadOnlyList<SimulatedPlate> _plates;
    private readonly double _seconds;
    private readonly Dice _dice;
    private readonly Hand _hand;
    private readonly Prospects _prospects;
    private readonly Turn[] _turns;
    private readonly PriorityQueue<(int Plate, int Version), double> _next = new();

    /// <summary>A store of these plates for so many seconds.</summary>
    public StoreProcess(TraceSet set, IReadOnlyList<SimulatedPlate> plates, double seconds, Dice dice)
    {
        (_set, _plates, _seconds, _dice) = (set, plates, seconds, dice);
        (_hand, _prospects) = (new Hand(dice), new Prospects(set));
        _turns = [.. plates.Select(plate => new Turn(new InformationLimit(plate.NoiseGrams, set.SampleHz, dice.Fork())))];
        for (var t = dice.Exponential(3600 / Math.Max(set.CutsAnHour, 1e-9)); t < seconds - 120; t += 150 + dice.Exponential(3600 / set.CutsAnHour))
        {
            Cuts.Add((t + 30, t + 30 + dice.Between(20, 90)));
        }
    }

    /// <summary>When there was no power: from and to in seconds.</summary>
    public List<(double From, double To)> Cuts { get; } = [];

    /// <summary>Lets the time pass.</summary>
    public void Run()
    {
        for (var i = 0; i < _plates.Count; i++)
        {
            Schedule(i, FirstAct + _dice.Exponential(_set.PauseSeconds), "calm");
        }

        while (_next.TryDequeue(out var due, out var at) && at < _seconds - FirstAct)
        {
            if (_turns[due.Plate].Version == due.Version)
            {
                Act(due.Plate, at);
            }
        }

        for (var i = 0; i < _plates.Count; i++)
        {
            _turns[i].Limit.Quiet(double.MaxValue);
            var plate = _plates[i];
            plate.Acts.AddRange(Cuts.Select(cut => new TruthAct(ActKind.Cut, cut.From, cut.From, cut.To) { Net = 0, Moved = [], Grams = 0, Pace = "calm" }));
            plate.Acts.Sort((a, b) => a.On.CompareTo(b.On));
            plate.Load.Seal();
        }
    }

    private void Act(int index, double at)
    {
        var (plate, neighbour, turn) = (_plates[index], _plates[(index + 1) % _plates.Count], _turns[index]);
        var prospects = _prospects.Of(plate, neighbour, at, at < turn.LeanUntil);
        var chosen = Choose(prospects);
        var act = chosen.Kind is ActKind.Lean or ActKind.Push or ActKind.Touch or ActKind.Cleaning
            ? Disturb(chosen.Kind, plate, at, turn)
            : Move(chosen, plate, neighbour, at, turn);
        turn.Limit.Quiet(Powered(turn.Off, act.On));
        turn.Limit.Add(act, prospects);
        plate.Acts.Add(act);
        turn.Off = Math.Max(turn.Off, act.Off);
        Continue(index, act);
    }

    private Prospect Choose(List<Prospect> prospects)
    {
        var roll = _dice.Unit() * prospects.Sum(prospect => prospect.Weight);
        foreach (var prospect in prospects)
        {
            roll -= prospect.Weight;
            if (roll < 0)
            {
                return prospect;
            }
        }

        return prospects[^1];
    }

    private TruthAct Move(Prospect chosen, SimulatedPlate plate, SimulatedPlate neighbour, double at, Turn turn)
    {
        var contact = _dice.Between(0.3, 1);
        contact = turn.Pace is "together" ? contact : Math.Min(contact, Math.Max(0.15, (at - turn.At) * 0.85));
        var (on, off) = (at - contact, at + _dice.Between(0.02, 0.25));
        var done = new Handling(plate, neighbour, at, _dice).Do(chosen);
        _hand.Move(plate.Load, on, at, off, done.Grams);
        turn.At = at;
        return new TruthAct(chosen.Kind, on, at, off)
        {
            Net = chosen.Net, Moved = done.Moved, Grams = done.Grams, Thing = done.Thing, Pace = turn.Pace, TwoPlates = turn.TwoPlates,
        };
    }

    private TruthAct Disturb(ActKind kind, SimulatedPlate plate, double at, Turn turn)
    {
        var off = at + kind switch
        {
            ActKind.Lean => _dice.Between(2, 12),
            ActKind.Push => _dice.Between(0.3, 1),
            ActKind.Touch => _dice.Between(0.3, 3),
            _ => _dice.Between(8, 25),
        };
        switch (kind)
        {
            case ActKind.Lean:
                _hand.Lean(plate.Load, at, off);
                turn.LeanUntil = off;
                break;
            case ActKind.Push when _dice.Chance(0.4):
                _hand.Knock(plate.Load, at);
                off = at + 0.05;
                break;
            case ActKind.Push:
                _hand.Push(plate.Load, at, off, _dice.LogBetween(300, 2000));
                break;
            case ActKind.Touch:
                _hand.Push(plate.Load, at, off, _dice.LogBetween(8, 120));
                break;
            default:
                _hand.Wipe(plate.Load, at, off);
                break;
        }

        turn.At = off;
        return new TruthAct(kind, at, at, off) { Net = 0, Moved = [], Grams = 0, Pace = turn.Pace, TwoPlates = turn.TwoPlates };
    }

    private void Continue(int index, TruthAct act)
    {
        var turn = _turns[index];
        if (act.Kind == ActKind.Lean && _dice.Chance(0.35))
        {
            Schedule(index, _dice.Between(act.On + 0.6, act.Off - 0.3), "leaning");
        }
        else if (_plates[index].Refilling is not null)
        {
            Schedule(index, act.Off + _dice.Between(0.8, 3), "refilling");
        }
        else
        {
            var roll = _dice.Unit();
            var from = Math.Max(act.At, turn.LeanUntil);
            var (quick, hesitating) = (_set.Together + _set.Quick, _set.Together + _set.Quick + _set.Hesitating);
            if (roll < _set.Together)
            {
                Schedule(index, from + _dice.Between(0.1, 0.7), "together");
            }
            else if (roll < quick)
            {
                Schedule(index, Math.Max(turn.At, from) + _dice.Between(0.7, 1.8), "quick");
            }
            else if (roll < hesitating)
            {
                Schedule(index, turn.Off + _dice.Between(2, 6), "hesitating");
            }
            else
            {
                Schedule(index, turn.Off + Kept + 1 + _dice.Exponential(_set.PauseSeconds), "calm");
            }
        }

        var other = (index + 1) % _plates.Count;
        if (other != index && _dice.Chance(_set.TwoPlates) && _turns[other].Off < act.At - 3 && _turns[other].LeanUntil < act.At - 3)
        {
            Schedule(other, act.At + _dice.Between(0.02, 0.4), "calm", twoPlates: true);
        }
    }

    private void Schedule(int index, double at, string pace, bool twoPlates = false)
    {
        var turn = _turns[index];
        (turn.Pace, turn.TwoPlates) = (pace, twoPlates);
        _next.Enqueue((index, ++turn.Version), at);
    }

    private double Powered(double from, double to)
    {
        var quiet = to - from;
        foreach (var cut in Cuts)
        {
            quiet -= Math.Max(0, Math.Min(to, cut.To) - Math.Max(from, cut.From));
        }

        return quiet;
    }

    /// <summary>Where a plate stands in the process.</summary>
    private sealed class Turn(InformationLimit limit)
    {
        public InformationLimit Limit { get; } = limit;

        public string Pace { get; set; } = "calm";

        public bool TwoPlates { get; set; }

        public int Version { get; set; }

        public double At { get; set; }

        public double Off { get; set; }

        public double LeanUntil { get; set; }
    }
}
