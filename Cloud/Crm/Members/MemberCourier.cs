using System.Data.Common;
using System.Text.Json;
using System.Text.Json.Serialization.Metadata;
using System.Threading.Channels;
using Cloud.Contracts;
using Cloud.Contracts.Members;
using Cloud.Crm.Fleet;
using Cloud.Crm.Gateways;
using Cloud.Crm.Ingest;

namespace Cloud.Crm.Members;

/// <summary>Carries what concerns members to the gateways until each has answered: withdrawals first, then keys and profiles, then sealed templates.</summary>
/// <remarks>Without a key for members nothing is asked of the gateways but to forget. What is to be done stands in the tables; each piece is claimed for a while, so that several nodes share the work and a node that dies leaves nothing undone.</remarks>
internal sealed class MemberCourier(
    MemberTable members,
    ConsentTable consents,
    ProfileTable profiles,
    MemberStores stores,
    RelayTable relays,
    MemberKeyring keys,
    FleetRegistry fleet,
    GatewayLink link,
    TimeSpan period,
    TimeProvider clock,
    Func<double> jitter,
    ILogger<MemberCourier> logger) : BackgroundService
{
    /// <summary>Commands waited for at once.</summary>
    private const int MostAtOnce = 16;

    /// <summary>Rounds of placing members in stores at once; what is left waits for the next sweep, that others may have their turn.</summary>
    private const int MostPlacings = 50;

    /// <summary>The longest wait after a failure, in periods.</summary>
    private const int LongestRetry = 60;

    private static readonly TimeSpan s_wait = TimeSpan.FromSeconds(10);
    private static readonly TimeSpan s_claim = TimeSpan.FromSeconds(30);

    // Full: a nudge is waiting already.
    private readonly Channel<bool> _nudges = Channel.CreateBounded<bool>(new BoundedChannelOptions(1) { FullMode = BoundedChannelFullMode.DropWrite });
    private readonly HashSet<Task> _running = [];
    private bool _failing;

    /// <summary>Something is to be carried now.</summary>
    internal void Nudge() => _nudges.Writer.TryWrite(true);

    /// <inheritdoc/>
    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        long? swept = null;
        while (!stoppingToken.IsCancellationRequested)
        {
            try
            {
                if (swept is not { } at || clock.GetElapsedTime(at) >= 2 * period)
                {
                    swept = clock.GetTimestamp();
                    await SweepAsync(stoppingToken);
                }

                await StartAsync(() => consents.ClaimAsync(Free, Until, stoppingToken), RecallAsync, stoppingToken);
                if (keys.Key is not null)
                {
                    await StartAsync(() => profiles.ClaimAsync(Free, Until, stoppingToken), TendAsync, stoppingToken);
                }

                await StartAsync(() => relays.ClaimSealedAsync(Free, Until, stoppingToken), DeliverAsync, stoppingToken);
                await StartAsync(() => WantedAsync(stoppingToken), AskAsync, stoppingToken);
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
                    logger.CourierFailing(exception);
                }
            }

            if (await PauseAsync(stoppingToken))
            {
                swept = null;
            }
        }

        await Task.WhenAll(_running);
    }

    private int Free => MostAtOnce - _running.Count;

    private DateTime Until => clock.GetUtcNow().UtcDateTime + s_claim;

    private async Task SweepAsync(CancellationToken cancellationToken)
    {
        await consents.SweepAsync(cancellationToken);
        await profiles.MeetAsync(cancellationToken);
        await relays.SpreadAsync(cancellationToken);
        await members.TellVisitsAsync(cancellationToken);
        var placings = 0;
        while (await stores.PlaceAsync(cancellationToken) && ++placings < MostPlacings)
        {
        }

        await profiles.PassOverAsync(cancellationToken);
    }

    /// <summary>Waits for the next round.</summary>
    /// <returns>Whether it was cut short by a nudge.</returns>
    private async Task<bool> PauseAsync(CancellationToken cancellationToken)
    {
        using var over = new CancellationTokenSource(period, clock);
        using var either = CancellationTokenSource.CreateLinkedTokenSource(over.Token, cancellationToken);
        try
        {
            return await _nudges.Reader.ReadAsync(either.Token);
        }
        catch (OperationCanceledException)
        {
            // The period is over, or the node stops; the loop looks.
            return false;
        }
    }

    private async Task StartAsync<T>(Func<Task<IReadOnlyList<T>>> claim, Func<T, CancellationToken, Task> carry, CancellationToken cancellationToken)
    {
        _running.RemoveWhere(task => task.IsCompleted);
        if (Free <= 0)
        {
            return;
        }

        foreach (var piece in await claim())
        {
            _running.Add(Task.Run(() => CarryAsync(() => carry(piece, cancellationToken)), CancellationToken.None));
        }
    }

    /// <summary>What fails here is tried again when its claim runs out.</summary>
    private async Task CarryAsync(Func<Task> carry)
    {
        try
        {
            await carry();
            Nudge();
        }
        catch (OperationCanceledException)
        {
            // The node stops.
        }
        catch (Exception exception)
        {
            logger.CarryFailed(exception);
        }
    }

    private async Task RecallAsync(Recall recall, CancellationToken cancellationToken)
    {
        var body = new WithdrawalDocument(recall.Member, new DateTimeOffset(recall.At), recall.Who);
        var (answer, said) = await CallAsync(recall.Gateway, MemberCommands.Withdraw, recall.CommandId, body, MemberJson.Default.WithdrawalDocument, cancellationToken);
        await (answer?.Status == CommandStatus.Done ? consents.DoneAsync(recall, cancellationToken) : consents.AgainAsync(recall, said, Next(recall.Attempts), cancellationToken));
    }

    private async Task TendAsync(Held gateway, CancellationToken cancellationToken)
    {
        var held = new HeldProfiles(gateway.Line, gateway.Version, 0);
        var key = gateway.PublicKey;
        var name = Name(gateway.Gateway);
        if (gateway.IsNew)
        {
            var (answer, said) = await CallAsync(gateway.Gateway, MemberCommands.Key, Guid.NewGuid().ToString(), null, MemberJson.Default.GatewayKeyDocument, cancellationToken);
            if (Body(answer, MemberJson.Default.GatewayKeyDocument) is not { } document || !SealedBox.IsPublicKey(document.PublicKey))
            {
                await profiles.AgainAsync(gateway, said, Next(gateway.Attempts), greeted: answer?.Status == CommandStatus.Refused, cancellationToken);
                return;
            }

            if (await profiles.GreetedAsync(gateway, name, document, cancellationToken))
            {
                logger.GatewayKeyChanged(name, SealedBox.Fingerprint(document.PublicKey));
            }

            (held, key) = (document.Profiles, document.PublicKey);
        }

        if (await SendProfilesAsync(gateway, name, key!, held, keys.Key!, cancellationToken) is { } refusal)
        {
            await profiles.AgainAsync(gateway, refusal, Next(gateway.Attempts), greeted: false, cancellationToken);
        }
        else
        {
            await profiles.FreeAsync(gateway.Gateway, cancellationToken);
        }
    }

    /// <summary>Sends run after run until the gateway holds all there is.</summary>
    /// <returns>Why it went no further, or null.</returns>
    private async Task<string?> SendProfilesAsync(Held gateway, string name, byte[] publicKey, HeldProfiles held, MemberKey own, CancellationToken cancellationToken)
    {
        var setBack = false;
        while (await profiles.NextRunAsync(gateway.Gateway, name, held, own, cancellationToken) is var (line, after, upTo, run))
        {
            var box = SealedBox.Seal(publicKey, JsonSerializer.SerializeToUtf8Bytes(run, MemberJson.Default.ProfileRun), MemberCommands.ProfilesPurpose(name, line, after, upTo));
            var (answer, said) = await CallAsync(
                gateway.Gateway, MemberCommands.Profiles, Guid.NewGuid().ToString(), new ProfilesDocument(line, after, upTo, box), MemberJson.Default.ProfilesDocument, cancellationToken);
            var holds = answer?.Body is { } body ? MemberJson.Read(JsonSerializer.SerializeToUtf8Bytes(body, GatewayJson.Default.JsonElement), MemberJson.Default.HeldProfiles) : null;
            var applied = answer?.Status == CommandStatus.Done && holds is not null && holds.Line == line && holds.Version >= upTo;
            if (!applied && (holds is null || setBack))
            {
                return said;
            }

            // It holds something else than was thought: once, go on from there.
            setBack = !applied;
            held = holds!;
            await profiles.HoldsAsync(gateway.Gateway, held, Until, cancellationToken);
        }

        return null;
    }

    private async Task<IReadOnlyList<IGrouping<(int Giver, string Member), Relay>>> WantedAsync(CancellationToken cancellationToken) =>
        [.. (await relays.ClaimWantedAsync(Free, Until, cancellationToken)).GroupBy(r => (r.Giver, r.Member))];

    private async Task AskAsync(IGrouping<(int Giver, string Member), Relay> wanted, CancellationToken cancellationToken)
    {
        var publicKeys = await relays.KeysAsync(cancellationToken);
        var receivers = wanted.Where(r => publicKeys.ContainsKey(r.Receiver)).ToDictionary(r => Name(r.Receiver));
        var wish = new TemplateWish(wanted.Key.Member, [.. receivers.Select(r => new TemplateReceiver(r.Key, publicKeys[r.Value.Receiver]))]);
        var (answer, said) = await CallAsync(wanted.Key.Giver, MemberCommands.Templates, Guid.NewGuid().ToString(), wish, MemberJson.Default.TemplateWish, cancellationToken);
        var boxes = Body(answer, MemberJson.Default.TemplateBoxes);
        foreach (var (name, relay) in receivers)
        {
            await (boxes?.Boxes.FirstOrDefault(b => b.Gateway == name) is { } box ? relays.SealedAsync(relay, box.Box, cancellationToken)
                : boxes is not null || answer?.Status == CommandStatus.Refused ? relays.RefusedAsync(relay, boxes is null ? said : string.Join("; ", boxes.Refused), cancellationToken)
                : relays.AgainAsync(relay, said, Next(relay.Attempts), cancellationToken));
        }
    }

    private async Task DeliverAsync(Relay relay, CancellationToken cancellationToken)
    {
        var delivery = new TemplateDelivery(relay.Member, Name(relay.Giver), new DateTimeOffset(relay.GivenAt), relay.Box!);
        var (answer, said) = await CallAsync(relay.Receiver, MemberCommands.Deliver, Guid.NewGuid().ToString(), delivery, MemberJson.Default.TemplateDelivery, cancellationToken);
        await (answer?.Status switch
        {
            CommandStatus.Done => relays.DeliveredAsync(relay, cancellationToken),
            CommandStatus.Refused => relays.RefusedAsync(relay, said, cancellationToken),
            _ => relays.AgainAsync(relay, said, Next(relay.Attempts), cancellationToken),
        });
    }

    private async Task<(CommandResponse? Answer, string Said)> CallAsync<T>(int gateway, string command, string id, T? body, JsonTypeInfo<T> type, CancellationToken cancellationToken)
        where T : class
    {
        if (fleet.All.FirstOrDefault(g => g.Id == gateway) is not { } known)
        {
            return (null, "the gateway is not in the fleet any more");
        }

        try
        {
            var answer = await link.CallAsync(known, command, id, body is null ? "{}"u8.ToArray() : JsonSerializer.SerializeToUtf8Bytes(body, type), s_wait, cancellationToken);
            return (answer, answer is null ? $"no answer within {s_wait.TotalSeconds:0} s" : PlainText.Bounded(answer.Reason, 300) ?? answer.Status);
        }
        catch (GatewayLinkException exception)
        {
            return (null, exception.Message);
        }
    }

    private static T? Body<T>(CommandResponse? answer, JsonTypeInfo<T> type)
        where T : class => answer is { Status: CommandStatus.Done, Body: { } body } ? MemberJson.Read(JsonSerializer.SerializeToUtf8Bytes(body, GatewayJson.Default.JsonElement), type) : null;

    private string Name(int gateway) => fleet.All.FirstOrDefault(g => g.Id == gateway)?.Name ?? "";

    private DateTime Next(int attempts) =>
        clock.GetUtcNow().UtcDateTime + (period * Math.Min(Math.Pow(2, Math.Min(attempts, 10)), LongestRetry) * (0.5 + (jitter() / 2)));
}

/// <summary>Headquarters' key for members, where it has one.</summary>
internal sealed record MemberKeyring(MemberKey? Key);
