namespace Simulators.Shelves.Traces;

/// <summary>What hands press: 0.3 to 2 kg for 0.3 to 1 s, leaning, knocks. Shapes and shares are assumptions.</summary>
internal sealed class Hand(Dice dice)
{
    /// <summary>Moves goods: a hand from <paramref name="on"/> to <paramref name="off"/>, the load changes at <paramref name="at"/>.</summary>
    public void Move(LoadTimeline load, double on, double at, double off, double grams)
    {
        if (dice.Chance(0.55))
        {
            Push(load, on, off, dice.LogBetween(300, 2000));
        }
        else if (at - on > 0.05)
        {
            Push(load, Math.Max(on, at - 0.3), at, dice.LogBetween(15, 150));
        }

        if (grams < 0)
        {
            load.Shift(at - dice.Between(0.02, 0.1), at + dice.Between(0.02, 0.12), grams);
            return;
        }

        load.Shift(at - 0.01, at + dice.Between(0.01, 0.06), grams);
        var blow = grams * dice.LogBetween(0.2, 3);
        load.Press(at, at + 0.03, share => blow * Math.Sin(Math.PI * share));
    }

    /// <summary>A push of a shape of its own.</summary>
    public void Push(LoadTimeline load, double on, double off, double grams)
    {
        var (shape, beat, phase) = (dice.Whole(0, 2), dice.Between(1.5, 4), dice.Between(0, 6));
        load.Press(on, off, share => grams * (shape switch
        {
            0 => Math.Sin(Math.PI * share),
            1 => Math.Clamp(5 * Math.Min(share, 1 - share), 0, 1) * (1 + (0.1 * Math.Sin((2 * Math.PI * beat * 3 * share) + phase))),
            _ => Math.Sin(Math.PI * share) * (0.65 + (0.35 * Math.Cos((2 * Math.PI * beat * share) + phase))),
        }));
    }

    /// <summary>Leans: comes within a third of a second, sways, goes.</summary>
    public void Lean(LoadTimeline load, double on, double off)
    {
        var grams = dice.LogBetween(300, 5000);
        var length = off - on;
        double[] phases = [dice.Between(0, 6), dice.Between(0, 6), dice.Between(0, 6)];
        var tremor = dice.Between(0.02, 0.12);
        load.Press(on, off, share =>
        {
            var t = share * length;
            var held = Math.Clamp(Math.Min(t, length - t) / 0.3, 0, 1);
            var sway = Math.Sin((2 * Math.PI * 0.35 * t) + phases[0]) + (0.6 * Math.Sin((2 * Math.PI * 1.1 * t) + phases[1])) + (0.2 * Math.Sin((2 * Math.PI * 6 * t) + phases[2]));
            return grams * held * (1 + (tremor * sway));
        });
    }

    /// <summary>One blow against the shelf.</summary>
    public void Knock(LoadTimeline load, double at)
    {
        var grams = dice.LogBetween(500, 8000) * (dice.Chance(0.5) ? 1 : -1);
        load.Press(at, at + 0.03, share => grams * Math.Sin(Math.PI * share));
    }

    /// <summary>Wipes: stroke after stroke.</summary>
    public void Wipe(LoadTimeline load, double on, double off)
    {
        for (var t = on; t < off - 0.4;)
        {
            var stroke = dice.Between(0.25, 0.8);
            Push(load, t, Math.Min(off, t + stroke), dice.LogBetween(80, 1500));
            t += stroke + dice.Between(0, 0.7);
        }
    }
}
