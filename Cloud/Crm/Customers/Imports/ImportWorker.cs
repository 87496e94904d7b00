using System.Data.Common;
using System.Security.Cryptography;
using System.Text.Json;
using System.Threading.Channels;
using Cloud.Crm.Members;
using Cloud.Crm.Storage;

namespace Cloud.Crm.Customers.Imports;

/// <summary>Carries imports through their steps, one at a time on this node. An import is claimed for a while; a node that dies leaves it where its last transaction did, and another goes on.</summary>
internal sealed class ImportWorker(
    HeadquartersDatabase database, CustomerTable customers, TableNames tables, MemberKeyring keys, MemberCourier courier, TimeSpan period, TimeProvider clock, ILogger<ImportWorker> logger)
    : BackgroundService
{
    private static readonly TimeSpan s_claim = TimeSpan.FromSeconds(60);

    /// <summary>How long what an import keeps of people stays: so long it can be undone.</summary>
    internal static readonly TimeSpan Kept = TimeSpan.FromDays(30);

    // Full: a nudge is waiting already.
    private readonly Channel<bool> _nudges = Channel.CreateBounded<bool>(new BoundedChannelOptions(1) { FullMode = BoundedChannelFullMode.DropWrite });
    private bool _failing;

    /// <summary>Something is to be done now.</summary>
    internal void Nudge() => _nudges.Writer.TryWrite(true);

    /// <inheritdoc/>
    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        while (!stoppingToken.IsCancellationRequested)
        {
            try
            {
                while (keys.Key is { } key && await ClaimAsync(key, stoppingToken) is { } step)
                {
                    await CarryAsync(step, stoppingToken);
                }

                await ForgetAsync(stoppingToken);
                _failing = false;
            }
            catch (OperationCanceledException) when (stoppingToken.IsCancellationRequested)
            {
                break;
            }
            catch (Exception exception) when (exception is DbException or TimeoutException or IOException)
            {
                if (!_failing)
                {
                    _failing = true;
                    logger.ImportsFailing(exception);
                }
            }

            await PauseAsync(stoppingToken);
        }
    }

    /// <summary>Carries one step to its end.</summary>
    internal async Task CarryAsync(ImportStep step, CancellationToken cancellationToken)
    {
        try
        {
            switch (step.State)
            {
                case "checking":
                    var check = new ImportCheck(database, customers, clock);
                    for (int? after = 0; after is { } from; after = await check.SomeAsync(step, from, cancellationToken))
                    {
                        await HoldAsync(step, cancellationToken);
                    }

                    break;
                case "applying":
                    var apply = new ImportApply(database, customers, clock);
                    while (await apply.SomeAsync(step, cancellationToken))
                    {
                        await HoldAsync(step, cancellationToken);
                    }

                    break;
                default:
                    var undo = new ImportUndo(database, customers, tables);
                    while (await undo.SomeAsync(step, cancellationToken))
                    {
                        await HoldAsync(step, cancellationToken);
                    }

                    break;
            }

            await EndAsync(step, step.State switch { "checking" => "ready", "applying" => "applied", _ => "undone" }, null, cancellationToken);
            courier.Nudge();
        }
        catch (Exception exception) when (exception is CryptographicException or JsonException || database.IsRefusal(exception))
        {
            logger.ImportFailed(step.Id, exception);
            await EndAsync(step, "failed", "a row could not be read or written; see headquarters' log", cancellationToken);
        }
    }

    private async Task<ImportStep?> ClaimAsync(MemberKey key, CancellationToken cancellationToken)
    {
        const string due = "SELECT id FROM customer_import WHERE state IN ('checking', 'applying', 'undoing') AND claimed_until <= @now ORDER BY id LIMIT 1";
        await using (var connection = await database.OpenAsync(cancellationToken))
        {
            if ((await connection.Command(due, ("now", Now)).ListAsync(r => 1, cancellationToken)).Count == 0)
            {
                return null;
            }
        }

        var claimed = await database.WriteAsync(
            transaction => transaction.Command(
                $"UPDATE customer_import SET claimed_until = @until WHERE id IN ({due} {database.SkipLockedSql}) RETURNING id, state, done, headers, mapping, options, who", ("now", Now), ("until", Until))
                .ListAsync(
                    r => new ImportStep(
                        r.GetString(0), r.GetString(1), r.GetInt32(2), JsonSerializer.Deserialize(r.GetString(3), ImportsJson.Default.StringArray)!,
                        JsonSerializer.Deserialize(r.GetString(4), ImportsJson.Default.DictionaryStringInt32)!, JsonSerializer.Deserialize(r.GetString(5), ImportsJson.Default.ImportOptions)!, r.GetString(6), key),
                    cancellationToken),
            cancellationToken);
        return claimed is [var step] ? step : null;
    }

    private Task<int> HoldAsync(ImportStep step, CancellationToken cancellationToken) => database.WriteAsync(
        transaction => transaction.Command("UPDATE customer_import SET claimed_until = @until WHERE id = @id AND state = @state", ("id", step.Id), ("state", step.State), ("until", Until)).RunAsync(cancellationToken),
        cancellationToken);

    /// <remarks>A mapping that was changed meanwhile has begun the step anew: its claim is over, and so it is not ended.</remarks>
    private Task<int> EndAsync(ImportStep step, string state, string? said, CancellationToken cancellationToken) => database.WriteAsync(
        transaction => transaction.Command(
            "UPDATE customer_import SET state = @to, changed_at = @now, said = @said, claimed_until = @now WHERE id = @id AND state = @state AND mapping = @mapping AND options = @options",
            ("id", step.Id), ("state", step.State), ("to", state), ("said", said), ("now", Now),
            ("mapping", JsonSerializer.Serialize(step.Mapping.ToDictionary(), ImportsJson.Default.DictionaryStringInt32)),
            ("options", JsonSerializer.Serialize(step.Options, ImportsJson.Default.ImportOptions))).RunAsync(cancellationToken),
        cancellationToken);

    /// <summary>Forgets what imports that ended long ago keep of people.</summary>
    private async Task ForgetAsync(CancellationToken cancellationToken)
    {
        var old = database.ToTime(clock.GetUtcNow().UtcDateTime - Kept);
        const string ended = "SELECT id FROM customer_import WHERE state IN ('reading', 'ready', 'applied', 'undone', 'failed') AND changed_at < @old LIMIT 1";
        await using (var connection = await database.OpenAsync(cancellationToken))
        {
            if ((await connection.Command(ended, ("old", old)).ListAsync(r => 1, cancellationToken)).Count == 0)
            {
                return;
            }
        }

        await database.WriteAsync(
            async transaction =>
            {
                await transaction.Command(
                    $"UPDATE customer_import_row SET sealed = NULL, before = NULL, mistakes = NULL, phone_index = NULL, email_index = NULL, card_index = NULL, name_index = NULL WHERE import IN ({ended})",
                    ("old", old)).RunAsync(cancellationToken);
                return await transaction.Command($"UPDATE customer_import SET state = 'closed' WHERE id IN ({ended})", ("old", old)).RunAsync(cancellationToken);
            },
            cancellationToken);
    }

    private async Task PauseAsync(CancellationToken cancellationToken)
    {
        using var over = new CancellationTokenSource(period, clock);
        using var either = CancellationTokenSource.CreateLinkedTokenSource(over.Token, cancellationToken);
        try
        {
            await _nudges.Reader.ReadAsync(either.Token);
        }
        catch (OperationCanceledException)
        {
            // The period is over, or the node stops; the loop looks.
        }
    }

    private object Now => database.ToTime(clock.GetUtcNow().UtcDateTime);

    private object Until => database.ToTime(clock.GetUtcNow().UtcDateTime + s_claim);
}
