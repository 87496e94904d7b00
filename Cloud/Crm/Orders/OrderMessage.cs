using System.Globalization;
using System.Text;
using System.Text.Json;

namespace Cloud.Crm.Orders;

/// <summary>How an order reaches a supplier.</summary>
internal static class Channels
{
    /// <summary>By e-mail.</summary>
    internal const string Mail = "mail";

    /// <summary>By a web hook of the supplier's: a subscription to <see cref="WebhookEvent"/>, whose id is the supplier's address.</summary>
    internal const string Webhook = "webhook";

    /// <summary>The event that a supplier's own web hook is subscribed to; it is sent to that supplier alone.</summary>
    internal const string WebhookEvent = "order.to_supplier";

    /// <summary>Somebody tells the supplier otherwise.</summary>
    internal const string None = "none";
}

/// <summary>An order as it is told to the supplier.</summary>
/// <param name="Order">The purchase's id: the same order again is the same order.</param>
/// <param name="Store">The store that orders.</param>
/// <param name="StoreName">Its name.</param>
/// <param name="Address">Where it is to be delivered; empty where nobody said.</param>
/// <param name="Supplier">The supplier's name.</param>
/// <param name="ExpectedAt">When it is expected.</param>
/// <param name="Lines">What is ordered.</param>
/// <param name="TotalFen">What it costs.</param>
internal sealed record OrderMessage(
    string Order, string Store, string StoreName, string Address, string Supplier, DateTime ExpectedAt, IReadOnlyList<OrderMessageLine> Lines, long TotalFen)
{
    private static readonly Dictionary<string, Words> s_words = new(StringComparer.Ordinal)
    {
        ["en"] = new("Order {0} from {1}", "Dear {0},\n\nplease deliver to {1} by {2}:", "Total: {0}", "Order number: {0}. Please name it in your answer and on the delivery note.", "g"),
        ["zh-CN"] = new("{1} 订货单 {0}", "{0}，您好：\n\n请于 {2} 前送货至 {1}：", "合计：{0} 元", "订货单号：{0}。回复及送货单上请注明。", "克"),
        ["zh-TW"] = new("{1} 訂貨單 {0}", "{0}，您好：\n\n請於 {2} 前送貨至 {1}：", "合計：{0} 元", "訂貨單號：{0}。回覆及送貨單上請註明。", "公克"),
    };

    /// <summary>The languages there are words for.</summary>
    internal static IReadOnlyCollection<string> Languages => s_words.Keys;

    /// <summary>A mail: <c>{"subject": …, "text": …}</c>.</summary>
    internal string ToMail(string language)
    {
        var words = s_words.GetValueOrDefault(language) ?? s_words["en"];
        var place = Address.Length == 0 ? StoreName : $"{StoreName}, {Address}";
        var text = new StringBuilder().AppendFormat(CultureInfo.InvariantCulture, words.Head, Supplier, place, ExpectedAt.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture)).Append("\n\n");
        foreach (var line in Lines)
        {
            text.Append(CultureInfo.InvariantCulture, $"{line.Ordered}{(line.Unit == "gram" ? " " + words.Gram : " ×")}  {(line.Name.Length == 0 ? line.Sku : line.Name)}  ({line.Sku}")
                .Append(line.Gtin.Length == 0 ? "" : $", {line.Gtin}").Append(CultureInfo.InvariantCulture, $")  {Why.Money(line.PriceFen)}  {Why.Money(line.CostFen)}\n");
        }

        text.Append('\n').AppendFormat(CultureInfo.InvariantCulture, words.Total, Why.Money(TotalFen)).Append('\n').AppendFormat(CultureInfo.InvariantCulture, words.Foot, Order).Append('\n');
        return JsonSerializer.Serialize(new OrderMail(string.Format(CultureInfo.InvariantCulture, words.Subject, Order, StoreName), text.ToString()), OrdersJson.Default.OrderMail);
    }

    /// <summary>What a web hook's envelope holds.</summary>
    internal string ToWebhook() => JsonSerializer.Serialize(this, OrdersJson.Default.OrderMessage);

    private sealed record Words(string Subject, string Head, string Total, string Foot, string Gram);
}

/// <summary>A line of an order as it is told to the supplier.</summary>
internal sealed record OrderMessageLine(string Sku, string Name, string Gtin, long Ordered, string Unit, long PriceFen, long CostFen);

/// <summary>A mail.</summary>
internal sealed record OrderMail(string Subject, string Text);

/// <summary>What subscribers hear of an order.</summary>
internal sealed record OrderTold(string Order, string Store, string Supplier, int Lines, long TotalFen);
