namespace Simulation.Store.Scales;

/// <summary>What can happen to a scale and its line.</summary>
internal enum ScaleFault
{
    Noise,
    TornFrames,
    WrongCheck,
    Silence,
    Unplugged,
    StuckWeight,
    Motion,
    SlowLine,
    Shouting,
    OwnFault,
}
