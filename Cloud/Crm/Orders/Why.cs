using System.Globalization;

namespace Cloud.Crm.Orders;

/// <summary>One reason for a quantity, with every number that led to it.</summary>
/// <param name="Code">Which reason; pages have words for each.</param>
/// <param name="Text">The same in English.</param>
/// <param name="Values">Its numbers and names as texts: quantities in the product's unit, money in yuan with two decimals, moments in ISO 8601.</param>
internal sealed record Why(string Code, string Text, IReadOnlyDictionary<string, string> Values)
{
    internal static Why Forecast(long available, long incoming) => Of(
        "forecast", $"forecast {available + incoming} = {available} available + {incoming} incoming", ("available", Number(available)), ("incoming", Number(incoming)), ("forecast", Number(available + incoming)));

    internal static Why AtMin(long forecast, long min) => Of("at-min", $"forecast {forecast} is at or below min {min}", ("forecast", Number(forecast)), ("min", Number(min)));

    internal static Why AboveMin(long forecast, long min) => Of("above-min", $"forecast {forecast} is above min {min}: nothing to order", ("forecast", Number(forecast)), ("min", Number(min)));

    internal static Why Kept(long forecast, long min, long until) => Of(
        "kept", $"forecast {forecast} is above min {min} again; the line stays until it is above {until}", ("forecast", Number(forecast)), ("min", Number(min)), ("until", Number(until)));

    internal static Why OnDemand(long missing) => Of("on-demand", $"ordered on demand: {missing} are promised that are not there", ("missing", Number(missing)));

    internal static Why UpToMax(long need, long max) => Of("up-to-max", $"{need} are missing to max {max}", ("need", Number(need)), ("max", Number(max)));

    internal static Why Rounded(long need, long multiple, long quantity) => Of(
        "rounded", $"{need} rounded up to a multiple of {multiple}: {quantity}", ("need", Number(need)), ("multiple", Number(multiple)), ("quantity", Number(quantity)));

    internal static Why Pack(long pack, long quantity) => Of("pack", $"in packs of {pack}: {quantity}", ("pack", Number(pack)), ("quantity", Number(quantity)));

    internal static Why Least(long moq, long quantity) => Of("moq", $"the supplier sells no less than {moq}: {quantity}", ("moq", Number(moq)), ("quantity", Number(quantity)));

    internal static Why OverMax(long after, long max) => Of("over-max", $"{after} will be there, more than max {max}", ("after", Number(after)), ("max", Number(max)));

    internal static Why NoSupplier { get; } = Plain("no-supplier", "no supplier sells it: name one");

    internal static Why Snoozed(DateTime until, string who) => Of("snoozed", $"not proposed until {Moment(until)}, by {who}", ("until", Moment(until)), ("who", who));

    internal static Why ByHand(string who) => Of("by-hand", $"quantity set by {who}", ("who", who));

    internal static Why Vip(long count) => Of("vip", $"{count} {(count == 1 ? "VIP usually buys" : "VIPs usually buy")} it", ("count", Number(count)));

    internal static Why Cover(Cover cover) => cover.TenthsOfDays is { } tenths
        ? Of("cover", $"lasts {Tenths(tenths)} days at what went in the last {Orders.Cover.Days} days", ("days", Tenths(tenths)))
        : Of("no-cover", $"nothing went in the last {Orders.Cover.Days} days");

    internal static Why Funded(long cost, long left, long budget) => Of(
        "funded", $"{Money(cost)} of the {Money(left)} left in the budget of {Money(budget)}", ("cost", Money(cost)), ("left", Money(left)), ("budget", Money(budget)));

    internal static Why NotFunded(long cost, long left, long budget) => Of(
        "not-funded", $"budget of {Money(budget)} used up: {Money(left)} left, {Money(cost)} needed", ("cost", Money(cost)), ("left", Money(left)), ("budget", Money(budget)));

    /// <summary>Fen as yuan with two decimals.</summary>
    internal static string Money(long fen) => string.Create(CultureInfo.InvariantCulture, $"{(fen < 0 ? "-" : "")}{Math.Abs(fen) / 100}.{Math.Abs(fen) % 100:00}");

    /// <summary>A moment for a page to put into its own words.</summary>
    internal static string Moment(DateTime utc) => utc.ToString("yyyy-MM-dd'T'HH:mm:ss'Z'", CultureInfo.InvariantCulture);

    internal static string Number(long number) => number.ToString(CultureInfo.InvariantCulture);

    private static string Tenths(long tenths) => string.Create(CultureInfo.InvariantCulture, $"{tenths / 10}.{tenths % 10}");

    private static Why Plain(string code, string text) => new(code, text, new Dictionary<string, string>(StringComparer.Ordinal));

    private static Why Of(string code, FormattableString text, params (string Name, string Value)[] values) =>
        new(code, FormattableString.Invariant(text), values.ToDictionary(v => v.Name, v => v.Value, StringComparer.Ordinal));
}
