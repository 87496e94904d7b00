using EdgeGateway.Core.Members;

namespace EdgeGateway.Core.Alerts;

/// <summary>Where an alert's card and its turn come from. All are asked when needed, from several threads, and must answer at once.</summary>
/// <param name="Profile">The profile of a member as this store has it, or null.</param>
/// <param name="OnShelf">Pieces of a SKU on the shelves of this store; null where no shelf counts them.</param>
/// <param name="HasFaceConsent">Whether a member's consent to be recognised by face is live.</param>
/// <param name="OnShift">The ids of the staff on shift, in the order in which they are asked.</param>
public sealed record AlertSources(
    Func<string, MemberProfile?> Profile, Func<string, int?> OnShelf, Func<string, bool> HasFaceConsent, Func<IReadOnlyList<string>> OnShift);

/// <summary>Guards what staff write of members before it goes to the disk.</summary>
/// <param name="Seal">Encrypts.</param>
/// <param name="Open">Decrypts; null where it is not ours, or was changed.</param>
public sealed record NoteSeal(Func<byte[], byte[]> Seal, Func<byte[], byte[]?> Open);
