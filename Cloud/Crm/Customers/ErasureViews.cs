namespace Cloud.Crm.Customers;

/// <summary>An erasure, as it is asked for.</summary>
/// <param name="Why">What for, such as the person's letter and its date; 3 to 200 characters that do not name the person.</param>
internal sealed record EraseBody(string Why);

/// <summary>What was removed somewhere.</summary>
/// <param name="Where">The table.</param>
/// <param name="What">What it held.</param>
/// <param name="Rows">In how many rows.</param>
internal sealed record RemovedPart(string Where, string What, int Rows);

/// <summary>What became of a person's profile and face at a gateway: removed, on its way, or never there.</summary>
/// <param name="Store">The store.</param>
/// <param name="StoreName">Its name.</param>
/// <param name="Gateway">The gateway.</param>
/// <param name="Online">Whether it is connected now.</param>
/// <param name="Profile">Name, level, usual goods, hints and the hashes of numbers.</param>
/// <param name="Face">The template.</param>
/// <param name="Said">What the gateway said when it could not, or null.</param>
internal sealed record ErasedAt(string Store, string StoreName, string Gateway, bool Online, string Profile, string Face, string? Said);

/// <summary>The receipt of an erasure, as things stand when it is asked for.</summary>
/// <param name="Id">The receipt's number.</param>
/// <param name="Customer">The customer; the id stays for gateways and this receipt, and nothing that was done stands under it.</param>
/// <param name="Customers">All ids that were the person.</param>
/// <param name="At">When.</param>
/// <param name="Who">By whom.</param>
/// <param name="Removed">What was removed where.</param>
/// <param name="Gateways">What has been removed at which gateway.</param>
/// <param name="Complete">Whether every gateway has answered.</param>
/// <param name="Remains">What else still holds it, and until when.</param>
internal sealed record ErasureReceipt(
    string Id, string Customer, IReadOnlyList<string> Customers, DateTime At, string Who, IReadOnlyList<RemovedPart> Removed, IReadOnlyList<ErasedAt> Gateways, bool Complete, IReadOnlyList<string> Remains);
