using System.Globalization;
using System.Text.Json;

namespace EdgeGateway.Core.Weighing;

/// <summary>One mistake in a price list.</summary>
/// <param name="Path">Where, such as <c>items[3].price</c>; empty for the whole file.</param>
/// <param name="Message">What came, what was expected, what to do.</param>
public readonly record struct PriceListError(string Path, string Message)
{
    /// <inheritdoc/>
    public override string ToString() => Path.Length == 0 ? Message : $"{Path}: {Message}";
}

/// <summary>Reads a price list and collects every mistake in it.</summary>
/// <remarks>
/// <c>{ "currency": "CNY", "items": [ { "plu": "101", "sku": "apple-fuji", "name": "富士苹果", "priceFen": 1299, "per": "kg", "tare": "12 g" } ] }</c>;
/// comments are welcome. A list with a mistake is no list: half of the prices would be a silent default.
/// </remarks>
public sealed class PriceListText
{
    /// <summary>The largest file read, in bytes.</summary>
    public const int MaxLength = 32 << 20;

    private const int MaxErrors = 1000;
    private const long MaxPriceFen = 100_000_000;
    private const decimal MaxTare = 1_000_000m;

    private static readonly JsonDocumentOptions s_options = new() { MaxDepth = 8, AllowDuplicateProperties = false, CommentHandling = JsonCommentHandling.Skip };

    private readonly List<PriceListError> _errors = [];
    private readonly Dictionary<string, int> _seen = new(StringComparer.Ordinal);
    private string _at = "";

    private PriceListText()
    {
    }

    /// <summary>Reads the text of a file.</summary>
    /// <returns>The list, or null where there are mistakes.</returns>
    public static PriceList? Read(ReadOnlyMemory<byte> utf8, out IReadOnlyList<PriceListError> errors)
    {
        var text = new PriceListText();
        errors = text._errors;
        try
        {
            using var document = JsonDocument.Parse(utf8, s_options);
            var list = text.List(document.RootElement);
            return text._errors.Count == 0 ? list : null;
        }
        catch (JsonException e)
        {
            text.Add("", $"not JSON: {e.Message}");
        }
        catch (InvalidOperationException)
        {
            text.Add("", "not UTF-8 text; save the file as UTF-8");
        }

        return null;
    }

    /// <summary>Reads a weight with its unit, such as <c>12 g</c> or <c>0.012 kg</c>; null where it is none.</summary>
    public static Tare? ReadTare(string text)
    {
        ArgumentNullException.ThrowIfNull(text);
        var space = text.IndexOf(' ', StringComparison.Ordinal);
        return space > 0 && MassUnit.Shown(text[(space + 1)..]) is { } unit
            && decimal.TryParse(text.AsSpan(0, space), NumberStyles.AllowDecimalPoint, CultureInfo.InvariantCulture, out var amount)
            && amount is > 0 and <= MaxTare && amount.Scale <= 6
            ? new Tare(amount, unit)
            : null;
    }

    private PriceList? List(JsonElement root)
    {
        if (!IsObject(root, "currency", "items"))
        {
            return null;
        }

        string? currency = null;
        if (root.TryGetProperty("currency", out var named))
        {
            currency = Text(named, "currency", "three capital letters such as CNY", text => text.Length == 3 && text.All(char.IsAsciiLetterUpper));
        }

        if (!root.TryGetProperty("items", out var items) || items.ValueKind != JsonValueKind.Array)
        {
            Add("items", "is missing or no array; expected [ { \"plu\": …, \"sku\": …, \"name\": …, \"priceFen\": …, \"per\": … } ]");
            return null;
        }

        var read = new List<PricedItem>(items.GetArrayLength());
        foreach (var json in items.EnumerateArray())
        {
            _at = string.Create(CultureInfo.InvariantCulture, $"items[{read.Count}]");
            read.Add(Item(json, read.Count));
        }

        return _errors.Count == 0 ? new PriceList(currency, read) : null;
    }

    private PricedItem Item(JsonElement json, int index)
    {
        var nothing = new PricedItem("", "", "", 0, MassUnit.Priced("kg")!, null);
        if (!IsObject(json, "plu", "sku", "name", "priceFen", "per", "tare"))
        {
            return nothing;
        }

        var plu = Text(Member(json, "plu"), "plu", "1 to 13 digits in quotes, such as \"101\"", text => text.Length is >= 1 and <= 13 && text.All(char.IsAsciiDigit));
        if (plu?.TrimStart('0') is { } number && !_seen.TryAdd(number, index))
        {
            // A label puts zeros in front: 101 and 0101 would be the same goods there.
            Add("plu", string.Create(CultureInfo.InvariantCulture, $"\"{plu}\" is items[{_seen[number]}] already, zeros in front aside; give each its own PLU"));
        }

        var sku = Text(Member(json, "sku"), "sku", "1 to 64 characters", text => text.Length is >= 1 and <= 64);
        var name = Text(Member(json, "name"), "name", "1 to 100 characters", text => text.Length is >= 1 and <= 100);
        var per = Text(Member(json, "per"), "per", $"one of {string.Join(", ", MassUnit.PricedNames)}", text => MassUnit.Priced(text) is not null);
        var price = Price(Member(json, "priceFen"));
        Tare? tare = null;
        if (json.TryGetProperty("tare", out var container) && container.ValueKind != JsonValueKind.Null)
        {
            var text = Text(container, "tare", "a weight above 0 and its unit in quotes, such as \"12 g\"", text => ReadTare(text) is not null);
            tare = text is null ? null : ReadTare(text);
        }

        return plu is null || sku is null || name is null || per is null ? nothing : new PricedItem(plu, sku, name, price, MassUnit.Priced(per)!, tare);
    }

    private long Price(JsonElement json)
    {
        if (json.ValueKind == JsonValueKind.Number && json.TryGetInt64(out var price) && price is >= 1 and <= MaxPriceFen)
        {
            return price;
        }

        Add("priceFen", string.Create(CultureInfo.InvariantCulture, $"{Came(json)}; expected a whole number from 1 to {MaxPriceFen}, the price in the smallest coin"));
        return 0;
    }

    private bool IsObject(JsonElement json, params string[] known)
    {
        if (json.ValueKind != JsonValueKind.Object)
        {
            Add("", $"{Came(json)}; expected an object: {{ \"{known[0]}\": … }}");
            return false;
        }

        foreach (var member in json.EnumerateObject().Where(member => !known.Contains(member.Name)))
        {
            Add(member.Name, $"is not known here; known are {string.Join(", ", known)}");
        }

        return true;
    }

    private string? Text(JsonElement json, string name, string expected, Func<string, bool> isRight)
    {
        if (json.ValueKind == JsonValueKind.String && json.GetString() is { } text && !text.Any(char.IsControl) && text.Trim() == text && isRight(text))
        {
            return text;
        }

        Add(name, $"{Came(json)}; expected {expected}");
        return null;
    }

    private static JsonElement Member(JsonElement json, string name) => json.TryGetProperty(name, out var value) ? value : default;

    private static string Came(JsonElement json) => json.ValueKind switch
    {
        JsonValueKind.Undefined => "is missing",
        JsonValueKind.Object => "came an object",
        JsonValueKind.Array => "came an array",
        _ => $"came {(json.GetRawText() is { Length: > 60 } text ? text[..60] + "…" : json.GetRawText())}",
    };

    private void Add(string name, string message)
    {
        if (_errors.Count < MaxErrors)
        {
            _errors.Add(new PriceListError(_at.Length == 0 || name.Length == 0 ? _at + name : $"{_at}.{name}", message));
        }
    }
}
