using Cloud.Contracts;
using Cloud.Contracts.Members;

namespace Cloud.Crm.Sales;

/// <summary>What a till may say of a sale.</summary>
internal static class SaleCheck
{
    internal const int MostLines = 200;
    private const int MostVouchers = 10;
    private const int MaxSku = 64;
    private const long MostFen = 100_000_000_000;
    private const long MostQuantity = 1_000_000_000;
    private static readonly TimeSpan s_ahead = TimeSpan.FromDays(1);

    /// <summary>The sale, or every mistake in one text.</summary>
    /// <param name="body">What came.</param>
    /// <param name="unsaidAt">When it is taken to be where the till does not say.</param>
    /// <param name="receivedAt">When it came.</param>
    /// <param name="countryCode">The country of phone numbers that do not say theirs.</param>
    /// <param name="evidence">What it rests on; null for what came over HTTP.</param>
    internal static (Sale? Sale, string? Mistakes) Of(SaleBody body, DateTime unsaidAt, DateTime receivedAt, string countryCode, string? evidence)
    {
        var found = new List<string>();
        if (!Guid.TryParseExact(body.Id, "D", out var id))
        {
            found.Add(body.Id is null ? "id is missing; expected the till's own UUID of the sale" : $"id is '{Short(body.Id)}'; expected a UUID");
        }

        if (body.Store is not { } store || !Identifier.IsValid(store))
        {
            found.Add(body.Store is null ? "store is missing" : $"store is '{Short(body.Store)}'; expected a-z, 0-9 and -");
        }

        if (body.Till is not { Length: >= 1 and <= 64 } || body.Till.Any(char.IsControl))
        {
            found.Add(body.Till is null ? "till is missing" : "till has 1 to 64 characters");
        }

        var isReturn = body.Kind == SaleKind.Return;
        if (body.Kind is not (null or SaleKind.Sale or SaleKind.Return))
        {
            found.Add($"kind is '{Short(body.Kind)}'; expected sale or return");
        }

        if (body.At is { } at && (at.UtcDateTime > receivedAt + s_ahead || at.Year < 2000))
        {
            found.Add($"at is {at:O}; expected a moment from 2000 on and not later than a day from now");
        }

        CheckLines(body, found);
        CheckBuyer(body, countryCode, found);
        CheckReturn(body, isReturn, found);
        CheckVouchers(body, isReturn, found);
        if (found.Count > 0)
        {
            return (null, string.Join("; ", found));
        }

        var claim = body.Member is not null ? new SaleClaim(SaleClaim.Member, body.Member) : body.Phone is not null ? new SaleClaim(SaleClaim.Phone, body.Phone)
            : body.Card is not null ? new SaleClaim(SaleClaim.Card, body.Card) : null;
        return (new Sale(
            id.ToString("D"), body.Store!, isReturn ? SaleKind.Return : SaleKind.Sale, Milliseconds(body.At?.UtcDateTime ?? unsaidAt), body.At is not null, receivedAt, body.Till!, claim,
            body.TotalFen!.Value, [.. body.Lines!.Select(line => new SaleLine(line.Sku!, line.Quantity!.Value, line.Unit, line.AmountFen!.Value))],
            body.Original is { } original ? Guid.ParseExact(original, "D").ToString("D") : null, body.Restock ?? "shelf", [.. body.Vouchers ?? []], body.PointsBurnt ?? 0,
            evidence ?? $"sale/{id:D}"), null);
    }

    private static void CheckLines(SaleBody body, List<string> found)
    {
        if (body.Lines is not { Count: >= 1 and <= MostLines } lines)
        {
            found.Add($"lines are {body.Lines?.Count ?? 0}; expected 1 to {MostLines}");
            lines = [];
        }

        Int128 sum = 0;
        for (var i = 0; i < lines.Count; i++)
        {
            var line = lines[i];
            if (line?.Sku is not { Length: >= 1 and <= MaxSku } sku || sku.Any(c => char.IsControl(c)))
            {
                found.Add($"lines[{i}].sku has 1 to {MaxSku} characters");
            }

            if (line?.Quantity is not (>= 1 and <= MostQuantity))
            {
                found.Add($"lines[{i}].quantity is {line?.Quantity?.ToString(System.Globalization.CultureInfo.InvariantCulture) ?? "missing"}; expected 1 to {MostQuantity}, also in a return");
            }

            if (line?.AmountFen is not (>= 0 and <= MostFen))
            {
                found.Add($"lines[{i}].amountFen is {line?.AmountFen?.ToString(System.Globalization.CultureInfo.InvariantCulture) ?? "missing"}; expected 0 to {MostFen}, also in a return");
            }

            if (line?.Unit is not (null or "piece" or "gram"))
            {
                found.Add($"lines[{i}].unit is '{Short(line!.Unit!)}'; expected piece or gram");
            }

            sum += line?.AmountFen ?? 0;
        }

        if (body.TotalFen is not (>= 0 and <= MostFen))
        {
            found.Add(body.TotalFen is null ? "totalFen is missing" : $"totalFen is {body.TotalFen}; expected 0 to {MostFen}");
        }
        else if (sum != body.TotalFen && lines.Count > 0)
        {
            found.Add($"totalFen is {body.TotalFen}; the lines come to {sum}");
        }
    }

    private static void CheckBuyer(SaleBody body, string countryCode, List<string> found)
    {
        if ((body.Member is null ? 0 : 1) + (body.Phone is null ? 0 : 1) + (body.Card is null ? 0 : 1) > 1)
        {
            found.Add("the buyer is named more than once; expected one of member, phone and card");
        }

        if (body.Member is { } member && (member.Length is < 1 or > 128 || member.Any(char.IsControl)))
        {
            found.Add("member has 1 to 128 characters");
        }

        if (body.Phone is { } phone && LookupHash.Phone(phone, countryCode) is null)
        {
            found.Add("phone is not a phone number: expected 7 to 15 digits, with + where it is of another country");
        }

        if (body.Card is { } card && LookupHash.Card(card) is null)
        {
            found.Add("card has 4 to 32 letters and digits");
        }
    }

    private static void CheckReturn(SaleBody body, bool isReturn, List<string> found)
    {
        if (!isReturn && (body.Original is not null || body.Restock is not null))
        {
            found.Add("original and restock are of a return; this is a sale");
        }

        if (body.Original is { } original && (!Guid.TryParseExact(original, "D", out var id) || string.Equals(original, body.Id, StringComparison.OrdinalIgnoreCase)))
        {
            found.Add($"original is '{Short(original)}'; expected the UUID of another sale ({id:D} was read)");
        }

        if (body.Restock is not (null or "shelf" or "receiving" or "scrap"))
        {
            found.Add($"restock is '{Short(body.Restock)}'; expected shelf, receiving or scrap");
        }
    }

    private static void CheckVouchers(SaleBody body, bool isReturn, List<string> found)
    {
        if (body.Vouchers is { } vouchers && (vouchers.Count > MostVouchers || vouchers.Distinct(StringComparer.Ordinal).Count() != vouchers.Count
            || vouchers.Any(code => code is not { Length: >= 1 and <= 40 } || code.Any(char.IsControl))))
        {
            found.Add($"vouchers are at most {MostVouchers} different codes of 1 to 40 characters");
        }

        if (body.PointsBurnt is not (null or (>= 0 and <= MostQuantity)))
        {
            found.Add($"pointsBurnt is {body.PointsBurnt}; expected 0 to {MostQuantity}");
        }

        if (body.PointsBurnt > 0 && body.Member is null && body.Phone is null && body.Card is null)
        {
            found.Add("pointsBurnt needs the buyer: member, phone or card");
        }

        if (isReturn && (body.PointsBurnt > 0 || body.Vouchers?.Count > 0))
        {
            found.Add("a return takes no vouchers and no points");
        }
    }

    private static DateTime Milliseconds(DateTime utc) => new(utc.Ticks - (utc.Ticks % TimeSpan.TicksPerMillisecond), DateTimeKind.Utc);

    private static string Short(string text) => text.Length <= 40 ? text : text[..40] + "…";
}
