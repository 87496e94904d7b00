using System.Reflection;
using System.Text.Json;
using System.Text.Json.Serialization;
using System.Text.Json.Serialization.Metadata;
using Cloud.Crm.Orders;
using Cloud.Crm.Programme;
using EdgeGateway.Intake;

namespace Fuzz.Targets;

/// <summary>Bodies of HTTP requests: what tills post, what the console's pages post, what headquarters' pages and programs post.</summary>
internal static class HttpTargets
{
    private static readonly DateTimeOffset s_now = new(2026, 11, 22, 18, 0, 0, TimeSpan.Zero);
    private static readonly Lazy<JsonTypeInfo[]> s_headquarters = new(() => Types(typeof(ProgrammeCheck).Assembly));
    private static readonly Lazy<JsonTypeInfo[]> s_console = new(() => Types(Assembly.Load("EdgeGateway.Console")));

    public static IReadOnlyList<FuzzTarget> All { get; } =
    [
        new("intake", "events that a till posts", FeedIntake, () =>
        [
            [.. """{"id":"6f9619ff-8b86-d011-b42d-00c04fc964ff","type":"sale.recorded","time":"2026-11-22T18:00:00Z","device":"till-1","data":{"sale":"1","till":"t1","at":"2026-11-22T18:00:00Z","total_fen":500,"lines":[]}}"""u8],
            [.. """[{"id":"6f9619ff-8b86-d011-b42d-00c04fc964ff","type":"goods.weighed","data":{"scale":"s","net":"1.250","unit":"kg","\ud83d\ude00":1}}]"""u8],
        ]),
        new("http-headquarters", "every kind of body that headquarters reads: bytes 0 and 1 which", input => FeedBody(s_headquarters.Value, input), () => Seeds(s_headquarters.Value)),
        new("http-console", "every kind of body that the console reads: bytes 0 and 1 which", input => FeedBody(s_console.Value, input), () => Seeds(s_console.Value)),
        new("http-rules", "bodies with rules of their own at headquarters: the members' programme, orders", FeedRules, () =>
        [
            [.. """{"timeZone":"Asia/Shanghai","levels":[{"name":"gold","everywhere":true,"rules":[{"kind":"spend","least":100000,"window":"rolling","days":365}]}],"points":{"fen":100,"points":1,"categories":[{"category":"c","percent":200}],"expiry":null},"growth":{"base":0,"perFen":100,"visit":0},"stores":{"months":13,"kind":"everywhere"}}"""u8],
            [.. """{"supplier":"s","store":"s1","lines":[{"sku":"A1","quantity":5}],"remark":"x","mail":"a@example.com","reference":"r"}"""u8],
        ]),
    ];

    private static void FeedIntake(byte[] input)
    {
        var read = IntakeRequest.Read(input, s_now);
        FuzzTarget.Promise(read.Events.Count == 0 || read.Errors.Count == 0, "events with mistakes were taken");
        FuzzTarget.Promise(read.Events.Count > 0 || read.Errors.Count > 0, "a request was neither taken nor refused");
    }

    private static void FeedBody(JsonTypeInfo[] types, byte[] input)
    {
        if (input.Length < 3)
        {
            return;
        }

        try
        {
            JsonSerializer.Deserialize(input.AsSpan(2), types[((input[0] << 8) | input[1]) % types.Length]);
        }
        catch (JsonException)
        {
            // The only one that is answered with 400.
        }
    }

    private static void FeedRules(byte[] input)
    {
        if (Body(input, "ProgrammeDocument") is ProgrammeDocument programme)
        {
            _ = ProgrammeCheck.Mistakes(programme);
        }

        _ = Body(input, nameof(PurchaseBody)) is PurchaseBody purchase ? OrderBodyRules.Check(purchase) : null;
        _ = Body(input, nameof(PurchaseEdit)) is PurchaseEdit edit ? OrderBodyRules.Check(edit) : null;
        _ = Body(input, nameof(Delivery)) is Delivery delivery ? OrderBodyRules.Check(delivery) : null;
        _ = Body(input, nameof(SupplierBody)) is SupplierBody supplier ? OrderBodyRules.Check(supplier) : null;
        _ = Body(input, nameof(SupplierProductBody)) is SupplierProductBody product ? OrderBodyRules.Check("A1", product) : null;
        _ = Body(input, nameof(RuleBody)) is RuleBody rule ? OrderBodyRules.Check("A1", rule) : null;
        _ = Body(input, nameof(VipLevels)) is VipLevels levels ? OrderBodyRules.Check(levels) : null;
        _ = Body(input, nameof(BudgetBody)) is BudgetBody budget ? OrderBodyRules.Check(budget) : null;
    }

    private static object? Body(byte[] input, string type)
    {
        try
        {
            return s_headquarters.Value.FirstOrDefault(known => known.Type.Name == type) is { } info ? JsonSerializer.Deserialize(input, info) : null;
        }
        catch (JsonException)
        {
            return null;
        }
    }

    /// <summary>What the generated serialisers of an assembly know, answers too: they are read the same way.</summary>
    private static JsonTypeInfo[] Types(Assembly assembly) =>
    [
        .. from context in assembly.GetTypes()
           where context.IsSubclassOf(typeof(JsonSerializerContext))
           let shared = (JsonSerializerContext)context.GetProperty("Default", BindingFlags.Public | BindingFlags.NonPublic | BindingFlags.Static)!.GetValue(null)!
           from attribute in context.GetCustomAttributesData()
           where attribute.AttributeType == typeof(JsonSerializableAttribute)
           let type = (Type)attribute.ConstructorArguments[0].Value!
           let info = shared.GetTypeInfo(type)
           where info is { Kind: JsonTypeInfoKind.Object, CreateObject: not null } or { Kind: JsonTypeInfoKind.Object } && !type.IsAbstract
           orderby type.FullName, context.FullName
           select info,
    ];

    /// <summary>An object with every member of a kind, so that no name has to be guessed.</summary>
    private static IEnumerable<byte[]> Seeds(JsonTypeInfo[] types) => types.Select((type, i) => (byte[])
    [
        (byte)(i >> 8), (byte)i, .. System.Text.Encoding.UTF8.GetBytes($"{{{string.Join(',', type.Properties.Select(property => $"\"{property.Name}\":{Value(property.PropertyType)}"))}}}"),
    ]);

    private static string Value(Type type)
    {
        type = Nullable.GetUnderlyingType(type) ?? type;
        return type == typeof(string) ? "\"x\""
            : type == typeof(bool) ? "true"
            : type == typeof(DateTimeOffset) || type == typeof(DateTime) ? "\"2026-11-22T18:00:00Z\""
            : type == typeof(DateOnly) ? "\"2026-11-22\""
            : type == typeof(TimeSpan) ? "\"00:01:00\""
            : type == typeof(Guid) ? "\"6f9619ff-8b86-d011-b42d-00c04fc964ff\""
            : type.IsPrimitive || type == typeof(decimal) ? "1"
            : type.IsAssignableTo(typeof(System.Collections.IEnumerable)) && !type.Name.Contains("Dictionary", StringComparison.Ordinal) ? "[]"
            : "{}";
    }
}
