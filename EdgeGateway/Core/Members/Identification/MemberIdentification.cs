using Cloud.Contracts.Members;
using EdgeGateway.Core.Members.Profiles;
using EdgeGateway.Core.Visits;

namespace EdgeGateway.Core.Members.Identification;

/// <summary>Who shows a code, a card or a number: the same service as a face, without one, and without a network. Safe for use from several threads.</summary>
/// <param name="profiles">The members.</param>
public sealed class MemberIdentification(ProfileCache profiles)
{
    /// <summary>Codes remembered as used before the old ones are looked through.</summary>
    private const int MostUsed = 1000;

    private readonly Lock _gate = new();
    private readonly Dictionary<string, long> _used = new(StringComparer.Ordinal);

    /// <summary>Reads what was scanned or typed.</summary>
    /// <param name="text">The rotating code <c>M1:…</c>; at a member spot also a card or phone number.</param>
    /// <param name="now">The gateway's time. A code holds for the 30 s it is shown, and the 30 s before and after.</param>
    /// <param name="isMemberSpot">
    /// Whether it came from a scanner or page that is there for members. Elsewhere only the rotating code is read: a bar code of goods must never be somebody's card.
    /// </param>
    /// <returns>Who it is; null where it is nobody's, or a code that was used here before: a picture of a code, or the same code twice, counts once.</returns>
    public IdentifiedMember? Read(string text, DateTimeOffset now, bool isMemberSpot = true)
    {
        ArgumentNullException.ThrowIfNull(text);
        var trimmed = text.Trim();
        if (MemberCode.TryRead(trimmed, out var code, out var proof))
        {
            return profiles.OfCode(code) is var (member, secret) && MemberCode.Check(code, proof, secret, MemberCode.StepOf(now)) is { } step && Use(code, step)
                ? new IdentifiedMember(member, RecognisedBy.Qr)
                : null;
        }

        return !isMemberSpot ? null
            : profiles.OfCard(trimmed) is { } ofCard ? new IdentifiedMember(ofCard, RecognisedBy.Card)
            : profiles.OfPhone(trimmed) is { } ofPhone ? new IdentifiedMember(ofPhone, RecognisedBy.Phone)
            : null;
    }

    /// <summary>Whether the step is later than the last one used of this code.</summary>
    private bool Use(string code, long step)
    {
        lock (_gate)
        {
            if (_used.TryGetValue(code, out var last) && step <= last)
            {
                return false;
            }

            if (_used.Count >= MostUsed)
            {
                // What is three steps old is refused for its age.
                foreach (var old in _used.Where(used => used.Value < step - 2).Select(used => used.Key).ToList())
                {
                    _used.Remove(old);
                }
            }

            _used[code] = step;
            return true;
        }
    }
}

/// <summary>A member who said who they are.</summary>
/// <param name="Member">The member's id.</param>
/// <param name="How">One of <see cref="RecognisedBy"/>.</param>
public sealed record IdentifiedMember(string Member, string How);
