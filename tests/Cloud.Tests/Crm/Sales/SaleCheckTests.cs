using Cloud.Crm.Sales;

namespace Cloud.Tests.Crm.Sales;

public sealed class SaleCheckTests
{
    private const string Id = "0193f0a0-0000-7000-8000-000000000001";
    private static readonly DateTime s_now = new(2026, 11, 22, 8, 0, 0, DateTimeKind.Utc);
    private static readonly SaleBody s_good = new(Id, "store-1", "till-1", 1990, [new SaleBodyLine("oat-milk", 1, 1990)]);

    [Fact]
    public void Sale_ThatIsGood_IsTakenAsItIs()
    {
        var (sale, mistakes) = SaleCheck.Of(s_good with { Id = Id.ToUpperInvariant(), Member = "m-1" }, s_now, s_now, "86", null);

        Assert.Null(mistakes);
        Assert.Equal((Id, s_now, false, "member"), (sale!.Id, sale.At, sale.IsAtSaid, sale.Claim!.Kind));
    }

    [Fact]
    public void Sale_WithManyMistakes_IsToldAllOfThem()
    {
        var (_, mistakes) = SaleCheck.Of(
            new SaleBody("x", "Store 1", null, 5, [new SaleBodyLine("", 0, -1, "box"), new SaleBodyLine("tea", 1, 3)], "gift", s_now.AddDays(2), "m-1", "123", null, "y", "bin", ["A", "A"], -1),
            s_now, s_now, "86", null);

        Assert.All(
            ["id is 'x'", "store is 'Store 1'", "till is missing", "kind is 'gift'", "at is 2026-11-24", "lines[0].sku", "lines[0].quantity is 0", "lines[0].amountFen is -1", "lines[0].unit is 'box'",
                "totalFen is 5; the lines come to 2", "named more than once", "phone is not", "this is a sale", "original is 'y'", "restock is 'bin'", "vouchers are at most", "pointsBurnt is -1"],
            part => Assert.Contains(part, mistakes, StringComparison.Ordinal));
    }

    [Theory]
    [InlineData(0)]
    [InlineData(201)]
    public void Sale_WithTooFewOrTooManyLines_IsRefused(int lines)
    {
        var body = s_good with { TotalFen = lines, Lines = [.. Enumerable.Range(0, lines).Select(i => new SaleBodyLine($"sku-{i}", 1, 1))] };

        Assert.Contains($"lines are {lines}; expected 1 to 200", SaleCheck.Of(body, s_now, s_now, "86", null).Mistakes, StringComparison.Ordinal);
    }

    [Fact]
    public void Return_WithVouchersOrPoints_IsRefused() => Assert.Contains(
        "a return takes no vouchers and no points", SaleCheck.Of(s_good with { Kind = "return", Member = "m-1", PointsBurnt = 1 }, s_now, s_now, "86", null).Mistakes, StringComparison.Ordinal);
}
