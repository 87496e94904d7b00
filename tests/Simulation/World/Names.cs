using System.Globalization;
using Cloud.Crm.Stock;
using EdgeGateway.Core.Events;
using EdgeGateway.Core.Outbox;

namespace Simulation.World;

/// <summary>What production draws at random and writes into its files, drawn from the seed: pages fill, and disks are written, the same in every run.</summary>
internal static class Names
{
    public static void Begin(Dice dice)
    {
        OutboxFile.EpochMark = () => dice.Next().ToString("x16", CultureInfo.InvariantCulture)[..8];
        DrawnIds.Next = () => Drawn(dice);
        DrawnIds.At = MoveId.Maker = at =>
        {
            var random = Drawn(dice).ToString("N");
            var digits = at.ToUnixTimeMilliseconds().ToString("x12", CultureInfo.InvariantCulture);
            return Guid.ParseExact(digits + "7" + random[..3] + "8" + random[3..18], "N");
        };
    }

    private static Guid Drawn(Dice dice)
    {
        Span<byte> bytes = stackalloc byte[16];
        BitConverter.TryWriteBytes(bytes, dice.Next());
        BitConverter.TryWriteBytes(bytes[8..], dice.Next());
        return new Guid(bytes);
    }
}
