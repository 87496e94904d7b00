namespace Cloud.Crm.Joining;

/// <summary>How gateways join.</summary>
/// <param name="Folder">The folder of the authorities' keys, each in a file that only its owner may read; made where there are none.</param>
/// <param name="BrokerHost">The broker's name or address for gateways.</param>
/// <param name="BrokerPort">Its port for gateways.</param>
/// <param name="RevocationsFile">Where the broker reads which certificates are worth nothing any more; null where it fetches the list itself.</param>
internal sealed record JoiningOptions(string Folder, string BrokerHost, int BrokerPort, string? RevocationsFile)
{
    /// <summary>The address gateways use for headquarters: the public one.</summary>
    /// <value>Set from publicUrl, or url where there is none; not in this section.</value>
    internal Uri Address { get; init; } = new("https://headquarters.invalid");
}
