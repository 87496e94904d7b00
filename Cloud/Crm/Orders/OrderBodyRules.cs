using System.Net.Mail;

namespace Cloud.Crm.Orders;

/// <summary>What may be said to replenishment. Every mistake in one text, or null.</summary>
internal static class OrderBodyRules
{
    private const int MaxSku = 128;
    private const int MaxName = 100;
    private const int MaxRemark = 500;
    private const int MaxLines = 500;
    private const int MaxLead = 365;
    private const long MaxFen = 1_000_000_000_000;

    internal static string? Check(string sku, RuleBody body) => Text(
        Sku("the SKU", sku),
        Range("min", body.Min, 0, ReorderLevels.MostQuantity),
        Range("max", body.Max, 0, ReorderLevels.MostQuantity),
        body.Max < body.Min ? FormattableString.Invariant($"max is {body.Max}, less than min {body.Min}; an order brings the forecast up to max") : null,
        Range("multiple", body.Multiple, 1, ReorderLevels.MostMultiple));

    internal static string? Check(SupplierBody body) => Text(
        Line("name", body.Name, 1, MaxName),
        body.Channel is Channels.Mail or Channels.Webhook or Channels.None ? null : $"channel is '{body.Channel}'; expected {Channels.Mail}, {Channels.Webhook} or {Channels.None}",
        body.Channel == Channels.Mail && !IsMail(body.Address) ? "address is not an e-mail address; channel mail needs one"
        : body.Channel == Channels.Webhook && string.IsNullOrWhiteSpace(body.Address) ? $"address is missing; channel webhook needs the id of a web hook with the event {Channels.WebhookEvent}"
        : body.Address?.Length > 500 ? "address has more than 500 characters" : null,
        OrderMessage.Languages.Contains(body.Language) ? null : $"language is '{body.Language}'; expected {string.Join(", ", OrderMessage.Languages)}",
        Range("leadDays", body.LeadDays, 0, MaxLead));

    internal static string? Check(string sku, SupplierProductBody body) => Text(
        Sku("the SKU", sku),
        Range("priceFen", body.PriceFen, 0, MaxFen / 1000),
        Range("pack", body.Pack, 1, ReorderLevels.MostMultiple),
        Range("moq", body.Moq, 1, ReorderLevels.MostQuantity),
        body.LeadDays is { } days ? Range("leadDays", days, 0, MaxLead) : null);

    internal static string? Check(PurchaseBody body) => Text(
        Line("store", body.Store, 1, MaxName), Line("supplier", body.Supplier, 1, MaxName), Lines(body.Lines, 1), body.Remark is null ? null : Line("remark", body.Remark, 0, MaxRemark));

    internal static string? Check(PurchaseEdit body) => Text(
        body.Lines is null ? null : Lines(body.Lines, 0), body.Remark is null ? null : Line("remark", body.Remark, 0, MaxRemark));

    internal static string? Check(Delivery body) => Text(
        body.Lines is not { Count: > 0 and <= MaxLines } ? $"lines are {body.Lines?.Count ?? 0}; expected 1 to {MaxLines}" : null,
        Twice(body.Lines?.Select(l => l?.Sku)),
        Text([.. (body.Lines ?? []).Take(MaxLines).SelectMany((l, i) => l is null ? [$"lines[{i}] is missing"] : new[]
        {
            Sku($"lines[{i}].sku", l.Sku), Range($"lines[{i}].quantity", l.Quantity, 0, ReorderLevels.MostQuantity),
            l.To is "receiving" or "backroom" or "shelf" ? null : $"lines[{i}].to is '{l.To}'; expected receiving, backroom or shelf",
        })]));

    internal static string? Check(OrderOnceBody body) => body.Quantity is { } quantity ? Range("quantity", quantity, 1, ReorderLevels.MostQuantity) : null;

    internal static string? Check(BudgetBody body) => Text(
        body.Period is BudgetPeriod.Week or BudgetPeriod.Month ? null : $"period is '{body.Period}'; expected {BudgetPeriod.Week} or {BudgetPeriod.Month}",
        Range("amountFen", body.AmountFen, 0, MaxFen));

    internal static string? Check(AcknowledgeBody body) => body.Reference is null ? null : Line("reference", body.Reference, 0, MaxName);

    internal static string? Remark(string name, string? text) => text is null ? null : Line(name, text, 0, MaxRemark);

    internal static string? Check(VipLevels body) => Text(
        body.Levels is not { Count: <= 20 } ? "levels are at most 20" : null, Text([.. (body.Levels ?? []).Select((l, i) => Line($"levels[{i}]", l, 1, 40))]));

    private static string? Lines(IReadOnlyList<OrderedLine>? lines, long least) => Text(
        lines is not { Count: > 0 and <= MaxLines } ? $"lines are {lines?.Count ?? 0}; expected 1 to {MaxLines}" : null,
        Twice(lines?.Select(l => l?.Sku)),
        Text([.. (lines ?? []).Take(MaxLines).SelectMany((l, i) => l is null ? [$"lines[{i}] is missing"] : new[]
        {
            Sku($"lines[{i}].sku", l.Sku), Range($"lines[{i}].ordered", l.Ordered, least, ReorderLevels.MostQuantity),
        })]));

    private static string? Twice(IEnumerable<string?>? skus) =>
        skus?.GroupBy(s => s, StringComparer.Ordinal).FirstOrDefault(g => g.Count() > 1) is { } twice ? $"'{twice.Key}' is there {twice.Count()} times; expected every SKU once" : null;

    private static string? Sku(string name, string? sku) => Line(name, sku, 1, MaxSku);

    private static string? Range(string name, long value, long least, long most) =>
        value < least || value > most ? FormattableString.Invariant($"{name} is {value}; expected {least} to {most}") : null;

    private static string? Line(string name, string? text, int least, int most) =>
        text is null ? $"{name} is missing"
        : text.Trim().Length < least || text.Length > most ? $"{name} has {text.Length} characters; expected {least} to {most}"
        : text.Any(char.IsControl) ? $"{name} has control characters" : null;

    private static bool IsMail(string? address) => address is { Length: <= 254 } && MailAddress.TryCreate(address, out var mail) && mail.Address == address;

    private static string? Text(params ReadOnlySpan<string?> mistakes)
    {
        var found = string.Join("; ", mistakes.ToArray().Where(m => m is not null));
        return found.Length == 0 ? null : found;
    }
}
