using Cloud.Crm.Members;

namespace Cloud.Crm.Sales;

/// <summary>A sale or a return as a till tells it, found good in itself.</summary>
/// <param name="Id">The till's UUID of it, small letters.</param>
/// <param name="Store">The store.</param>
/// <param name="Kind"><see cref="SaleKind"/>.</param>
/// <param name="At">When, UTC.</param>
/// <param name="IsAtSaid">Whether the till said when; else it is when it came.</param>
/// <param name="ReceivedAt">When it came.</param>
/// <param name="Till">The till.</param>
/// <param name="Claim">How the till named the buyer, or null.</param>
/// <param name="TotalFen">The sum of the lines, 0 and more also in a return.</param>
/// <param name="Lines">The lines, in the till's order.</param>
/// <param name="Original">A return: the sale it is of, or null where nobody knows.</param>
/// <param name="Restock">A return: where the goods go, <c>shelf</c>, <c>receiving</c> or <c>scrap</c>.</param>
/// <param name="Vouchers">The codes that were given in.</param>
/// <param name="PointsBurnt">Points that were paid with.</param>
/// <param name="Evidence">What it rests on.</param>
internal sealed record Sale(
    string Id,
    string Store,
    string Kind,
    DateTime At,
    bool IsAtSaid,
    DateTime ReceivedAt,
    string Till,
    SaleClaim? Claim,
    long TotalFen,
    IReadOnlyList<SaleLine> Lines,
    string? Original,
    string Restock,
    IReadOnlyList<string> Vouchers,
    long PointsBurnt,
    string Evidence);

/// <summary>Goods of a sale.</summary>
/// <param name="Sku">The goods.</param>
/// <param name="Quantity">How many of the unit, 1 and more.</param>
/// <param name="Unit"><c>piece</c> or <c>gram</c>, or null where the till did not say.</param>
/// <param name="AmountFen">What was paid for them, after discounts.</param>
internal sealed record SaleLine(string Sku, long Quantity, string? Unit, long AmountFen);

/// <summary>The kinds.</summary>
internal static class SaleKind
{
    internal const string Sale = "sale";
    internal const string Return = "return";
}

/// <summary>How a till named a buyer.</summary>
/// <param name="Kind"><c>member</c>, <c>phone</c> or <c>card</c>.</param>
/// <param name="Text">The id or number as it came.</param>
internal sealed record SaleClaim(string Kind, string Text)
{
    internal const string Member = "member";
    internal const string Phone = "phone";
    internal const string Card = "card";

    /// <summary>What is kept of it: the id, or a keyed hash of the number; null where headquarters has no key for members or the number is none.</summary>
    internal string? ToStored(MemberKey? key) => Kind switch
    {
        Member => $"{Member}/{Text}",
        Phone => key?.PhoneIndex(Text) is { } index ? $"{Phone}/{Convert.ToHexString(index)}" : null,
        _ => key?.CardIndex(Text) is { } index ? $"{Card}/{Convert.ToHexString(index)}" : null,
    };

    /// <summary>Says the kind and not whose.</summary>
    public override string ToString() => Kind;
}

/// <summary>What became of a sale.</summary>
/// <param name="Kind">What.</param>
/// <param name="Said">Why, where it is not applied.</param>
internal readonly record struct SaleOutcome(SaleOutcomeKind Kind, string? Said = null)
{
    internal static SaleOutcome Applied => new(SaleOutcomeKind.Applied);

    internal static SaleOutcome Refused(string said) => new(SaleOutcomeKind.Refused, said);
}

/// <summary>What can become of a sale.</summary>
internal enum SaleOutcomeKind
{
    /// <summary>It stands in the books now.</summary>
    Applied,

    /// <summary>It stood there before, the same.</summary>
    Same,

    /// <summary>Another sale stands there under its id.</summary>
    Differs,

    /// <summary>It cannot be.</summary>
    Refused,

    /// <summary>It may be later: the sale that it returns is not there yet.</summary>
    Waiting,
}
