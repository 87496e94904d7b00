using System.Net;
using System.Security.Cryptography;
using System.Text;
using Cloud.Contracts;
using Cloud.Contracts.Members;
using Cloud.Crm.Storage;

namespace Cloud.Tests.Crm.Members;

/// <summary>What goes between headquarters and the gateways about members, on both databases.</summary>
public abstract class MemberCourierTests<T> : IAsyncLifetime
    where T : TestDatabase, new()
{
    private readonly MembersChain<T> _chain = new();

    private protected MembersChain<T> Chain => _chain;

    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    private MemberGateway One => _chain.Gateways[0];

    private MemberGateway Two => _chain.Gateways[1];

    private MemberGateway Three => _chain.Gateways[2];

    public async ValueTask InitializeAsync() => await _chain.StartAsync();

    public async ValueTask DisposeAsync()
    {
        await _chain.DisposeAsync();
        GC.SuppressFinalize(this);
    }

    [Fact]
    public async Task Withdrawal_AtHeadquarters_ReachesTheGatewaysThatMayHoldTheFaceUntilEachHasAnswered()
    {
        One.Failures[MemberCommands.Withdraw] = 1;
        await One.ComeOnlineAsync(Cancel);
        await Three.ComeOnlineAsync(Cancel);
        await _chain.GiveAsync(One, "m-1");
        await _chain.GiveAsync(Two, "m-1");
        var (status, body) = await _chain.PostAsync("/api/members/m-1/withdraw");

        Assert.Equal(HttpStatusCode.Accepted, status);
        Assert.Equal(["recalling", "recalling"], body.GetProperty("consents").EnumerateArray().Select(c => c.GetProperty("state").GetString()));
        await MembersChain<T>.UntilAsync(async () => await _chain.ConsentsAsync("m-1") == "gw-1:withdrawn gw-2:recalling");
        await Two.ComeOnlineAsync(Cancel);
        await MembersChain<T>.UntilAsync(async () => await _chain.ConsentsAsync("m-1") == "gw-1:withdrawn gw-2:withdrawn");

        Assert.Equal(2, One.Asked(MemberCommands.Withdraw).Count());
        Assert.Single(One.Asked(MemberCommands.Withdraw).Distinct());
        Assert.Equal("headquarters", Assert.Single(Two.Withdrawals).Who);
        Assert.Empty(Three.Withdrawals);
    }

    [Fact]
    public async Task Withdrawal_InOneStore_ReachesTheOthers()
    {
        await One.ComeOnlineAsync(Cancel);
        await Two.ComeOnlineAsync(Cancel);
        await _chain.GiveAsync(One, "m-1");
        await _chain.GiveAsync(Two, "m-1");
        await _chain.SayAsync(Two, EventTypes.ConsentWithdrawn, """{"member":"m-1","who":"staff-2"}""");
        await MembersChain<T>.UntilAsync(async () => await _chain.ConsentsAsync("m-1") == "gw-1:withdrawn gw-2:withdrawn");

        Assert.Equal(("m-1", "gw-2"), (One.Withdrawals.Single().Member, One.Withdrawals.Single().Who));
        Assert.Empty(Two.Withdrawals);
    }

    [Fact]
    public async Task Profiles_Changed_AreSentSealedAndOnlyWhatChanged()
    {
        await One.ComeOnlineAsync(Cancel);
        await _chain.PutAsync("m-1", """{"name":"Lin Wei","level":"gold","phone":"138 0013 8000","usual":[{"sku":"oat-milk","name":"Oat milk"}],"hints":["likes window seats"]}""");
        await _chain.PutAsync("m-2", """{"name":"Chen Jing","card":"VIP-2002"}""");
        await MembersChain<T>.UntilAsync(() => One.Profiles.Count == 2);
        var wei = One.Profiles["m-1"];
        Assert.Equal(("Lin Wei", "gold", "Oat milk", "likes window seats"), (wei.Name, wei.Level, wei.Usual[0].Name, wei.Notes[0]));

        await Two.ComeOnlineAsync(Cancel);
        await MembersChain<T>.UntilAsync(() => Two.Profiles.Count == 2);
        Assert.NotEqual(wei.Phone, Two.Profiles["m-1"].Phone);
        Assert.Equal(wei.Secret, Two.Profiles["m-1"].Secret);

        await MembersChain<T>.UntilAsync(async () => (await _chain.ColumnAsync("SELECT version FROM gateway_members WHERE seen = (SELECT version FROM member_line)")).Count == 2);
        var runs = One.Asked(MemberCommands.Profiles).Count();
        await _chain.PutAsync("m-2", """{"name":"Chen Jing-Yi"}""");
        await MembersChain<T>.UntilAsync(() => One.Profiles["m-2"].Name == "Chen Jing-Yi");
        Assert.Equal(runs + 1, One.Asked(MemberCommands.Profiles).Count());
        Assert.Null(One.Profiles["m-2"].Card);

        await _chain.PostAsync("/api/customers/m-1/erase", """{"why":"asked in writing"}""");
        await MembersChain<T>.UntilAsync(() => !One.Profiles.ContainsKey("m-1") && !Two.Profiles.ContainsKey("m-1"));
    }

    [Fact]
    public async Task Profiles_OfAGatewaySetUpAnew_AreSentAgainInFull()
    {
        await _chain.PutAsync("m-1", """{"name":"Lin Wei"}""");
        await One.ComeOnlineAsync(Cancel);
        await MembersChain<T>.UntilAsync(async () => One.Profiles.Count == 1 && (await _chain.ColumnAsync("SELECT 1 FROM gateway_members WHERE version > 0 AND seen = (SELECT version FROM member_line)")).Count == 1);

        One.GoOffline();
        One.SetUpAnew();
        await One.ComeOnlineAsync(Cancel);
        await MembersChain<T>.UntilAsync(() => One.Profiles.Count == 1);
        Assert.Contains("another key", Assert.Single(await _chain.ColumnAsync("SELECT text FROM notice WHERE kind = 'members'")), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Profiles_TooManyForOneMessage_GoInSeveral()
    {
        var notes = string.Join(',', Enumerable.Repeat($"\"{new string('n', 190)}\"", 10));
        for (var i = 0; i < 40; i++)
        {
            await _chain.PutAsync($"m-{i}", $$"""{"name":"Member {{i}}","hints":[{{notes}}]}""");
        }

        await One.ComeOnlineAsync(Cancel);
        await MembersChain<T>.UntilAsync(() => One.Profiles.Count == 40);
        Assert.True(One.BoxLengths.Count > 1 && One.BoxLengths.Max() < 48 * 1024, string.Join(' ', One.BoxLengths));
    }

    [Fact]
    public async Task Template_ConsentedForOtherStores_GoesFromGatewayToGatewayUnread()
    {
        var template = RandomNumberGenerator.GetBytes(512);
        One.Templates["m-1"] = template;
        await One.ComeOnlineAsync(Cancel);
        await Two.ComeOnlineAsync(Cancel);
        await _chain.GiveAsync(One, "m-1", otherStores: true);
        await MembersChain<T>.UntilAsync(async () => (await _chain.ColumnAsync("SELECT state FROM member_relay")).SequenceEqual(["delivered"]));
        Assert.Equal(template, Two.Templates["m-1"]);
        Assert.Equal("gw-1:given gw-2:relayed", await _chain.ConsentsAsync("m-1"));
        Assert.Equal([""], await _chain.ColumnAsync("SELECT box FROM member_relay"));

        // A gateway that comes later gets it too; while its box waits, headquarters' tables hold nothing of the face.
        Three.Failures[MemberCommands.Deliver] = 1000;
        await Three.ComeOnlineAsync(Cancel);
        await MembersChain<T>.UntilAsync(() => Three.Asked(MemberCommands.Deliver).Any());
        Assert.Contains("sealed", await _chain.ColumnAsync("SELECT state FROM member_relay"));
        var dump = await _chain.DumpAsync();
        Assert.All(Enumerable.Range(0, template.Length / 16), i => Assert.Equal(-1, dump.AsSpan().IndexOf(template.AsSpan(i * 16, 16))));

        // Withdrawn: the box is forgotten and everybody who may hold the face is told.
        Assert.Equal(HttpStatusCode.Accepted, (await _chain.PostAsync("/api/members/m-1/withdraw")).Status);
        await MembersChain<T>.UntilAsync(async () => await _chain.ConsentsAsync("m-1") == "gw-1:withdrawn gw-2:withdrawn gw-3:withdrawn");
        Assert.Empty(await _chain.ColumnAsync("SELECT state FROM member_relay"));
        Assert.All(_chain.Gateways, gateway => Assert.False(gateway.Templates.ContainsKey("m-1")));
    }

    [Fact]
    public async Task Template_ConsentedForThisStoreOnly_StaysThere()
    {
        One.Templates["m-1"] = One.Templates["m-2"] = [1];
        await One.ComeOnlineAsync(Cancel);
        await Two.ComeOnlineAsync(Cancel);
        await _chain.GiveAsync(One, "m-1");
        await _chain.GiveAsync(One, "m-2", otherStores: true);
        await MembersChain<T>.UntilAsync(() => Two.Templates.ContainsKey("m-2"));

        Assert.False(Two.Templates.ContainsKey("m-1"));
    }

    [Fact]
    public async Task Database_HoldsNoNumberInTheClear()
    {
        await _chain.PutAsync("m-1", """{"name":"Lin Wei","phone":"+86 13800138000","email":"lin.wei@example.com","card":"VIP1001"}""");
        var dump = await _chain.DumpAsync();

        Assert.NotEqual(-1, dump.AsSpan().IndexOf("Lin Wei"u8));
        Assert.All(["13800138000", "138001", "lin.wei", "VIP1001"], text => Assert.Equal(-1, dump.AsSpan().IndexOf(Encoding.UTF8.GetBytes(text))));
    }
}

public sealed class MemberCourierOnSqliteTests : MemberCourierTests<SqliteTestDatabase>;

[Trait("needs", "postgres")]
public sealed class MemberCourierOnPostgresTests : MemberCourierTests<PostgresTestDatabase>
{
    /// <summary>Something holds a relay and wants a consent, and a withdrawal holds the consent and wants the relay: the one that the database ends must not be somebody's wish to be forgotten.</summary>
    [Fact]
    public async Task Withdrawal_ThatStandsAgainstAnother_IsCarriedOutAllTheSame()
    {
        var cancel = TestContext.Current.CancellationToken;
        await Chain.Database.WriteAsync(
            async transaction =>
            {
                await transaction.Command(
                    "INSERT INTO member_consent (member, gateway, state, other_stores, given_at) SELECT 'm-1', id, CASE gateway WHEN 'gw-1' THEN 'given' ELSE 'relayed' END, TRUE, now() FROM gateway WHERE gateway IN ('gw-1', 'gw-3')")
                    .RunAsync(cancel);
                return await transaction.Command(
                    "INSERT INTO member_relay (member, receiver, giver, given_at, state) SELECT 'm-1', r.id, g.id, now(), 'sealed' FROM gateway r, gateway g WHERE r.gateway = 'gw-3' AND g.gateway = 'gw-1'")
                    .RunAsync(cancel);
            },
            cancel);
        var (taken, goOn) = (new TaskCompletionSource(), new TaskCompletionSource());
        var carrying = Chain.Database.WriteAsync(
            async transaction =>
            {
                await transaction.Command("UPDATE member_relay SET attempts = attempts + 1 WHERE member = 'm-1'").RunAsync(cancel);
                taken.SetResult();
                await goOn.Task;
                return await transaction.Command("UPDATE member_consent SET attempts = attempts + 1 WHERE member = 'm-1' AND state = 'relayed'").RunAsync(cancel);
            },
            cancel);
        await taken.Task;
        var withdrawing = Chain.PostAsync("/api/members/m-1/withdraw");
        await MembersChain<PostgresTestDatabase>.UntilAsync(async () => (await Chain.ColumnAsync("SELECT 1 FROM pg_locks WHERE NOT granted")).Count > 0);
        goOn.SetResult();

        Assert.Equal(1, await carrying);
        Assert.Equal(HttpStatusCode.Accepted, (await withdrawing).Status);
        Assert.Equal("gw-1:recalling gw-3:recalling", await Chain.ConsentsAsync("m-1"));
        Assert.Empty(await Chain.ColumnAsync("SELECT state FROM member_relay"));
    }
}
