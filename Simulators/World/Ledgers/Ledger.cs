namespace Simulators.World.Ledgers;

/// <summary>Compares what was sent with what headquarters holds: nothing lost, nothing twice, all in order.</summary>
public static class Ledger
{
    /// <summary>Checks every gateway.</summary>
    /// <param name="database">Headquarters' database, read directly.</param>
    /// <param name="claims">What those at the other end say happened.</param>
    /// <param name="cancellationToken">Stops the reading.</param>
    public static async Task<LedgerReport> CheckAsync(
        DatabaseAddress database, IReadOnlyList<LedgerClaims> claims, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(database);
        ArgumentNullException.ThrowIfNull(claims);
        var rows = await HeadquartersRows.OpenAsync(database, cancellationToken).ConfigureAwait(false);
        await using (rows.ConfigureAwait(false))
        {
            await rows.HoldMomentAsync(cancellationToken).ConfigureAwait(false);
            var gateways = new List<GatewayLedger>();
            foreach (var claim in claims)
            {
                var check = new GatewayCheck(claim);
                await foreach (var row in rows.EventsAsync(claim.Gateway, cancellationToken).ConfigureAwait(false))
                {
                    check.Add(row);
                }

                var outcome = check.Finish(await rows.TallyAsync(claim.Gateway, cancellationToken).ConfigureAwait(false));
                gateways.Add(outcome with
                {
                    Sales = claim.Sales.Count == 0 ? SalesOutcome.None : await SalesCheck.CompareAsync(rows, claim.Store, claim.Sales, cancellationToken).ConfigureAwait(false),
                });
            }

            return new LedgerReport(gateways);
        }
    }
}
