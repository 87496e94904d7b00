using Simulators.Session;

namespace Simulation.Store.Scales;

/// <summary>Puts goods on a scale, no two of the same weight, and takes them off; sometimes more than it can weigh.</summary>
internal sealed class Shopper(ScaleSite site, MachineClock clock, Dice dice, Trace trace)
{
    private int _loads;

    /// <summary>Whether more goods come.</summary>
    public bool IsBusy { get; set; } = true;

    /// <summary>Whether the scale is empty.</summary>
    public bool IsDone { get; private set; }

    public async Task ShopAsync()
    {
        while (IsBusy)
        {
            await Task.Delay(TimeSpan.FromSeconds(3) + dice.Pause(TimeSpan.FromSeconds(8)), clock);
            if (dice.OneIn(15))
            {
                site.Pan.Place(site.Pan.Shape.Capacity * 1.1m);
            }
            else
            {
                // Apart by more than the band within which weights are the same.
                var weight = 0.1m + (0.01m * ++_loads) + (0.001m * dice.Next(4));
                site.Pan.Place(weight);
                site.Book.Placed(weight);
                trace.Note("placed", site.Id, (long)(weight * 1000));
            }

            await Task.Delay(TimeSpan.FromSeconds(1) + dice.Pause(TimeSpan.FromSeconds(15)), clock);
            site.Pan.Apply(new ScriptLine("clear", null, null));
            site.Book.Removed();
        }

        IsDone = true;
    }
}
