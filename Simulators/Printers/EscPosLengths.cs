namespace Simulators.Printers;

/// <summary>How many bytes an ESC/POS command has.</summary>
/// <remarks>Source: Epson ESC/POS command reference, the Format lines.</remarks>
internal static class EscPosLengths
{
    /// <summary>Not known yet: more bytes are needed.</summary>
    public const int More = 0;

    /// <summary>No such command.</summary>
    public const int None = -1;

    /// <summary>The length of the command that begins with these bytes.</summary>
    public static int Of(List<byte> command, bool shortDrawerKick) => command switch
    {
        [_] => More,
        [0x10, 0x04, ..] or [0x10, 0x05, ..] => 3,
        [0x10, 0x14] => More,
        [0x10, 0x14, 1, ..] => 5,
        [0x10, 0x14, 2, ..] => 5,
        [0x10, 0x14, 8, ..] => 10,
        [0x1B, (byte)'@' or (byte)'2' or (byte)'i' or (byte)'m', ..] => 2,
        [0x1B, (byte)'p', ..] => shortDrawerKick ? 3 : 5,
        [0x1B, (byte)'$' or (byte)'\\' or (byte)'c', ..] => 4,
        [0x1B, (byte)'D', ..] => command.Count > 2 && command[^1] == 0 ? command.Count : More,
        [0x1B, (byte)'a' or (byte)'E' or (byte)'G' or (byte)'!' or (byte)'-' or (byte)'M' or (byte)'t' or (byte)'R' or (byte)'3' or (byte)'J' or (byte)'d'
            or (byte)'=' or (byte)'{' or (byte)'V' or (byte)' ', ..] => 3,
        [0x1C, (byte)'&' or (byte)'.', ..] => 2,
        [0x1C, (byte)'C' or (byte)'!' or (byte)'-', ..] => 3,
        [0x1C, (byte)'S', ..] => 4,
        [0x1D, (byte)'!' or (byte)'h' or (byte)'w' or (byte)'H' or (byte)'f' or (byte)'B' or (byte)'a' or (byte)'r' or (byte)'I', ..] => 3,
        [0x1D, (byte)'L' or (byte)'W' or (byte)'P', ..] => 4,
        [0x1D, (byte)'V'] => More,
        [0x1D, (byte)'V', 0 or 1 or (byte)'0' or (byte)'1', ..] => 3,
        [0x1D, (byte)'V', (byte)'A' or (byte)'B', ..] => 4,
        [0x1D, (byte)'(', ..] => command.Count < 5 ? More : 5 + command[3] + (command[4] << 8),
        [0x1D, (byte)'v', ..] => command.Count < 8 ? More : 8 + ((command[4] + (command[5] << 8)) * (command[6] + (command[7] << 8))),
        [0x1D, (byte)'k'] => More,
        [0x1D, (byte)'k', <= 6, ..] => command.Count > 3 && command[^1] == 0 ? command.Count : More,
        [0x1D, (byte)'k', _] => More,
        [0x1D, (byte)'k', _, var length, ..] => 4 + length,
        _ => None,
    };
}
