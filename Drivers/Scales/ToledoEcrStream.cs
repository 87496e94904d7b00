using EdgeGateway.Core.Devices;

namespace Drivers.Scales;

/// <summary>Toledo price scales set to their ECR stream: weight, unit price and amount.</summary>
/// <remarks>
/// Line 9600-8N1. <c>02 "  0.012 KG    0.00    0.00" 0D 0A</c>: 7 of weight, blank, 2 of unit, 8 of unit price, 8 of amount. The
/// weight is gross, and the frame says nothing of motion; price and amount must be numbers, and are compared with ours where there is a price. Every byte has its place, so a
/// lost byte is always seen; there is no checksum, and a byte that turned into another legal one is not. No commands.
/// </remarks>
internal static class ToledoEcrStream
{
    private const int WeightLength = 7;
    private const int PriceAt = 10;
    private const int AmountAt = 18;
    private const int ContentLength = 26;

    /// <summary>The protocol.</summary>
    public static ScaleProtocol Protocol { get; } = new()
    {
        Name = "toledo_ecr_stream",
        Model = "Toledo ECR stream: weight, unit price, amount (streaming)",
        Lines = ["9600-8N1", "4800-8N1", "2400-8N1", "9600-7E1"],
        CreateDecoder = (_, _) => new MarkedFrames(0x02, 0x0D, ContentLength, Read),
    };

    private static WeightFrame? Read(ReadOnlySpan<byte> content) =>
        content.Length == ContentLength && content[WeightLength] == ' '
        && TextNumber.TryRead(content[..WeightLength], out decimal weight)
        && UnitNames.TryRead(content[WeightLength..PriceAt], out string unit)
        && TextNumber.TryRead(content[PriceAt..AmountAt], out decimal price)
        && TextNumber.TryRead(content[AmountAt..], out decimal amount)
            ? new WeightFrame(weight, unit, null, NetGross.Gross, [], []) { Reckoned = Reckoned(price, amount) }
            : null;

    /// <summary>A scale without a price shows 0.00: then it reckons nothing.</summary>
    private static ScaleReckoning? Reckoned(decimal price, decimal amount) =>
        price > 0 && price * 100 % 1 == 0 && amount * 100 % 1 == 0 ? new ScaleReckoning(UnitPriceFen: (long)(price * 100), TotalFen: (long)(amount * 100)) : null;
}
