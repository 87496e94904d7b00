using System.Text.Json;
using Cloud.Contracts;
using EdgeGateway.Core.Events;
using EdgeGateway.Core.Members;
using Microsoft.Extensions.Logging;

namespace EdgeGateway.Host.Running;

/// <summary>Withdrawals taken at a till: a program in the store that hands over <c>consent.withdrawn</c> has the face destroyed before it is answered.</summary>
/// <param name="vault">Where faces are.</param>
/// <param name="logger">Where trouble is told.</param>
internal sealed class TillWithdrawals(MemberVault vault, ILogger logger)
{
    private const string How = "till";

    /// <summary>Carries out what is among the events. Where nobody of that name consented here, nothing happens.</summary>
    public async Task HearAsync(IReadOnlyList<EventDraft> events, CancellationToken cancellationToken)
    {
        foreach (var draft in events.Where(one => one.Type == EventTypes.ConsentWithdrawn))
        {
            using var data = JsonDocument.Parse(draft.Data);
            try
            {
                await vault.WithdrawAsync(
                    data.RootElement.GetProperty("member").GetString()!, data.RootElement.GetProperty("who").GetString()!, How, cancellationToken);
            }
            catch (Exception e) when (e is ConsentRefusedException or VaultException)
            {
                // The vault tries by itself again where the disk refused; a name that is none has no face here.
                logger.TillWithdrawalFailed(e.Message);
            }
        }
    }
}
