using System.Threading.Channels;
using EdgeGateway.Core.Devices;
using EdgeGateway.Core.Members.Identification;
using EdgeGateway.Core.Scanning;
using EdgeGateway.Core.Visits;

namespace EdgeGateway.Host.Running;

/// <summary>Where members are recognised without a face: the rotating code at every scanner, cards and phone numbers at the members' scanners and typed by staff. What is read there is no event of its own.</summary>
/// <param name="identification">Knows whose they are.</param>
/// <param name="visits">Where the member arrives.</param>
/// <param name="arm">Showing a code is a voluntary act: cameras in mode armed look for a while.</param>
/// <param name="isForMembers">Whether a scanner is there for members.</param>
/// <param name="clock">Time.</param>
internal sealed class MemberSpot(MemberIdentification identification, VisitDesk visits, Action arm, Func<string, bool> isForMembers, TimeProvider clock)
{
    /// <summary>The role of the scanners that are there for members.</summary>
    public const string ScannerRole = "members";

    /// <summary>Where nobody says otherwise.</summary>
    public const string Zone = "counter";

    private const string CodePrefix = "M1:";

    private readonly Channel<IdentifiedMember> _identified = Channel.CreateBounded<IdentifiedMember>(
        new BoundedChannelOptions(64) { FullMode = BoundedChannelFullMode.DropOldest, SingleReader = true });

    /// <summary>Takes a scan that is a member's: for <see cref="ScanDesk"/>. A code that is used up, or nobody's, is taken too: it is no event either.</summary>
    public bool Claim(ScanReading reading, Scan scan)
    {
        var isCode = reading.Data.TrimStart().StartsWith(CodePrefix, StringComparison.Ordinal);
        var member = identification.Read(reading.Data, clock.GetUtcNow(), isForMembers(reading.DeviceId));
        if (member is not null)
        {
            arm();
            _identified.Writer.TryWrite(member);
        }

        return isCode || member is not null;
    }

    /// <summary>Takes what staff typed.</summary>
    /// <returns>Who it is, and whether they have just arrived; null where it is nobody's.</returns>
    public async Task<(IdentifiedMember Member, bool HasArrived)?> IdentifyAsync(string text, CancellationToken cancellationToken)
    {
        if (identification.Read(text, clock.GetUtcNow()) is not { } member)
        {
            return null;
        }

        arm();
        return (member, await visits.IdentifyAsync(member.Member, member.How, Zone, cancellationToken));
    }

    /// <summary>Announces those whose codes were scanned, until the token.</summary>
    public async Task RunAsync(CancellationToken cancellationToken)
    {
        try
        {
            await foreach (var member in _identified.Reader.ReadAllAsync(cancellationToken))
            {
                await visits.IdentifyAsync(member.Member, member.How, Zone, CancellationToken.None);
            }
        }
        catch (OperationCanceledException) when (cancellationToken.IsCancellationRequested)
        {
            // Asked to stop.
        }
    }
}
