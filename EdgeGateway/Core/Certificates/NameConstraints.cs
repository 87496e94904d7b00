using System.Formats.Asn1;
using System.Net;
using System.Net.Sockets;
using System.Security.Cryptography.X509Certificates;

namespace EdgeGateway.Core.Certificates;

/// <summary>
/// What an authority may vouch for (RFC 5280, section 4.2.1.10): some names with all below them, and private addresses. A phone that trusts it
/// trusts it for the store and for nothing else: who stole its key could not pass for a bank.
/// </summary>
internal static class NameConstraints
{
    private const string Oid = "2.5.29.30";

    private static readonly Asn1Tag s_permitted = new(TagClass.ContextSpecific, 0, isConstructed: true);
    private static readonly Asn1Tag s_dnsName = new(TagClass.ContextSpecific, 2);
    private static readonly Asn1Tag s_address = new(TagClass.ContextSpecific, 7);

    /// <summary>The extension, critical.</summary>
    public static X509Extension Permit(IReadOnlyList<string> names, IReadOnlyList<IPNetwork> networks)
    {
        var writer = new AsnWriter(AsnEncodingRules.DER);
        using (writer.PushSequence())
        using (writer.PushSequence(s_permitted))
        {
            foreach (var name in names)
            {
                using (writer.PushSequence())
                {
                    writer.WriteCharacterString(UniversalTagNumber.IA5String, name, s_dnsName);
                }
            }

            foreach (var network in networks)
            {
                using (writer.PushSequence())
                {
                    writer.WriteOctetString([.. network.BaseAddress.GetAddressBytes(), .. Mask(network)], s_address);
                }
            }
        }

        return new X509Extension(Oid, writer.Encode(), critical: true);
    }

    /// <summary>The names that an authority may vouch for; empty where it has no such extension.</summary>
    public static IReadOnlyList<string> NamesOf(X509Certificate2 authority)
    {
        var names = new List<string>();
        if (authority.Extensions.FirstOrDefault(e => e.Oid?.Value == Oid) is not { } extension)
        {
            return names;
        }

        var permitted = new AsnReader(extension.RawData, AsnEncodingRules.DER).ReadSequence().ReadSequence(s_permitted);
        while (permitted.HasData)
        {
            var subtree = permitted.ReadSequence();
            if (subtree.PeekTag().HasSameClassAndValue(s_dnsName))
            {
                names.Add(subtree.ReadCharacterString(UniversalTagNumber.IA5String, s_dnsName));
            }
        }

        return names;
    }

    /// <summary>Whether a name is one of the permitted or below one.</summary>
    public static bool Cover(IReadOnlyList<string> permitted, string name) =>
        permitted.Any(p => name == p || name.EndsWith($".{p}", StringComparison.Ordinal));

    private static byte[] Mask(IPNetwork network)
    {
        var mask = new byte[network.BaseAddress.AddressFamily == AddressFamily.InterNetwork ? 4 : 16];
        for (var bit = 0; bit < network.PrefixLength; bit++)
        {
            mask[bit / 8] |= (byte)(0x80 >> (bit % 8));
        }

        return mask;
    }
}
