namespace Simulators.Cameras.Scenes;

/// <summary>Random numbers that are the same on every machine, and smooth noise over a plane. Source: splitmix64, Steele et al., OOPSLA 2014.</summary>
internal sealed class SceneDice(int seed)
{
    private ulong _state = unchecked((ulong)seed * 0x9E37_79B9_7F4A_7C15ul);

    /// <summary>0 up to 1.</summary>
    public float Next() => (Mix(_state = unchecked(_state + 0x9E37_79B9_7F4A_7C15ul)) >> 40) / (float)(1 << 24);

    /// <summary>Smooth noise of mean 0, -1 to 1, about one bump a unit.</summary>
    public static float Noise(float x, float y, int seed)
    {
        var (left, top) = (MathF.Floor(x), MathF.Floor(y));
        var (across, down) = (Smooth(x - left), Smooth(y - top));
        var (column, row) = ((int)left, (int)top);
        var upper = Mix(At(column, row, seed), At(column + 1, row, seed), across);
        var lower = Mix(At(column, row + 1, seed), At(column + 1, row + 1, seed), across);
        return Mix(upper, lower, down);
    }

    /// <summary>Noise of several sizes at once, -1 to 1.</summary>
    public static float Grain(float x, float y, int seed) =>
        (Noise(x, y, seed) * 0.5f) + (Noise(x * 2.1f, y * 2.1f, seed + 1) * 0.3f) + (Noise(x * 4.3f, y * 4.3f, seed + 2) * 0.2f);

    /// <summary>0 below <paramref name="from"/>, 1 above <paramref name="to"/>, smooth between; falling where <paramref name="from"/> is the larger.</summary>
    public static float Step(float from, float to, float value) => Smooth(Math.Clamp((value - from) / (to - from), 0, 1));

    /// <summary>A bump of height 1 and that width.</summary>
    public static float Bump(float distance, float width) => MathF.Exp(-(distance * distance) / (2 * width * width));

    private static float At(int x, int y, int seed) =>
        ((Mix(unchecked(((ulong)(uint)x << 32) ^ (uint)y ^ ((ulong)seed * 0xD6E8_FEB8_6659_FD93ul))) >> 40) / (float)(1 << 23)) - 1;

    private static float Mix(float a, float b, float part) => a + ((b - a) * part);

    private static float Smooth(float part) => part * part * (3 - (2 * part));

    private static ulong Mix(ulong value)
    {
        value = unchecked((value ^ (value >> 30)) * 0xBF58_476D_1CE4_E5B9ul);
        value = unchecked((value ^ (value >> 27)) * 0x94D0_49BB_1331_11EBul);
        return value ^ (value >> 31);
    }
}
