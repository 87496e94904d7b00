using System.Text;
using Cloud.Contracts.Joining;
using Cloud.Contracts.Members;
using Cloud.Crm.Setup;
using Cloud.Uplink;
using Drivers;
using EdgeGateway.Host.Configuration;

namespace Fuzz.Targets;

/// <summary>Configuration, from a file or from headquarters, and what people type when a box joins.</summary>
internal static class ConfigurationTargets
{
    private static readonly string[] s_sections = ["planogram", "devices", "alerts"];

    public static IReadOnlyList<FuzzTarget> All { get; } =
    [
        new("gateway-configuration", "gateway.json", FeedGateway, () =>
            [Corpus.OfCheckout("deploy/raspi/gateway.json"), Corpus.OfCheckout("deploy/raspi/gateway.example.json"),
             [.. """{"store":"s1","gateway":"g1","uplink":{"host":"h"},"devices":[{"name":"scale","driver":"mt-sics","port":"/dev/ttyS0","profile":{"unit":"kg"}}]}"""u8]]),
        new("headquarters-configuration", "headquarters.json", FeedHeadquarters, () =>
            [Corpus.OfCheckout("deploy/cluster/headquarters.json"),
             [.. """{"url":"http://127.0.0.1:8080","database":{"provider":"sqlite","connection":"Data Source=x"},"broker":{"host":"h","port":1883},"fleet":[{"store":"s1","name":"S","gateways":["g1"]}]}"""u8]]),
        new("wanted-configuration", "config/desired (MQTT)", FeedTwin, () => [[.. """{"version":3,"config":{"planogram":{"plates":[]},"devices":null}}"""u8]]),
        new("join-code", "a join code, a member's code, numbers and a gateway's proof, as they are typed or sent", FeedCode, () =>
            [.. new[] { "ABCD-EFGH-JKLM-NPQR-STUV-WXYZ-2345-6789", "M1:0123456789ABCDEFGHJK", "+86 138 0013 8000", "Gateway serial=01ab,signature=AAAA", "Gateway 01ab:AAAA" }.Select(Encoding.UTF8.GetBytes)]),
    ];

    private static void FeedGateway(byte[] input)
    {
        var read = GatewayConfiguration.Parse("gateway.json", input, DriverCatalog.All);
        FuzzTarget.Promise(read.Options is null == read.Errors.Count > 0, "a configuration with mistakes was taken, or one without was not");
    }

    private static void FeedHeadquarters(byte[] input)
    {
        var read = ConfigurationFile.Read(Encoding.UTF8.GetString(input), out var errors);
        FuzzTarget.Promise(read is null == errors.Count > 0, "a configuration with mistakes was taken, or one without was not");
    }

    private static void FeedTwin(byte[] input)
    {
        var read = TwinDocument.Read(input, s_sections, out var refusal);
        FuzzTarget.Promise(read is null != refusal is null, "a document was neither taken nor refused");
        if (refusal is not null)
        {
            FuzzTarget.Promise(Cloud.Contracts.ReportedDocument.Read(refusal.ToUtf8()) is not null, "headquarters cannot read why it was refused");
        }
    }

    private static void FeedCode(byte[] input)
    {
        var text = Encoding.UTF8.GetString(input);
        if (JoinCode.Read(text, out var mistake) is { } code)
        {
            FuzzTarget.Promise((code.Secret + code.Fingerprint).All(letter => JoinCode.Letters.Contains(letter, StringComparison.Ordinal)), $"a code has letters that none has: {code}");
            FuzzTarget.Promise(JoinCode.Read(code.ToString(), out _) == code, "a code reads otherwise when it is written again");
        }
        else
        {
            FuzzTarget.Promise(mistake is { Length: > 0 }, "a code was refused without a reason");
        }

        if (MemberCode.TryRead(text, out var member, out var proof))
        {
            FuzzTarget.Promise(MemberCode.IsCode(member), "a member's code is none");
            MemberCode.Check(member, proof, new byte[32], 1);
        }

        _ = (LookupHash.Card(text), LookupHash.Phone(text, "86"), GatewayProof.Read(text));
    }
}
