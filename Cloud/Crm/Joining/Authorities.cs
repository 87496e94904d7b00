namespace Cloud.Crm.Joining;

/// <summary>Headquarters' two authorities. Apart, so that the broker's door for headquarters opens to no gateway, and no gateway passes for a broker.</summary>
/// <param name="Gateways">Vouches for gateways; the broker trusts it at the gateways' port.</param>
/// <param name="Services">Vouches for the broker and for headquarters; gateways trust it, and the broker at headquarters' port.</param>
internal sealed record Authorities(Authority Gateways, Authority Services) : IDisposable
{
    private const string GatewaysFile = "gateways.key";

    /// <summary>Lets another authority vouch for the one of gateways.</summary>
    /// <exception cref="IOException">It cannot be taken; the message is one line for people.</exception>
    internal static void Accept(string folder, string pem, TimeProvider clock) => Authority.Accept(Path.Combine(folder, GatewaysFile), pem, clock);

    /// <summary>Reads both out of a folder, and makes what is missing.</summary>
    /// <exception cref="IOException">A file cannot be used; the message is one line for people.</exception>
    internal static Authorities Load(string folder, TimeProvider clock)
    {
        Directory.CreateDirectory(folder);
        return new Authorities(
            Authority.Load(Path.Combine(folder, GatewaysFile), "headquarters: gateways", clock), Authority.Load(Path.Combine(folder, "services.key"), "headquarters: services", clock));
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        Gateways.Dispose();
        Services.Dispose();
    }
}
