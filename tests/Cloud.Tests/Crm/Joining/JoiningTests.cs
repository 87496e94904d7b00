using System.Security.Cryptography.X509Certificates;
using Cloud.Contracts;
using Cloud.Contracts.Joining;
using Cloud.Crm.Access;
using Cloud.Crm.Ingest;
using Cloud.Crm.Joining;
using Cloud.Crm.Storage;

namespace Cloud.Tests.Crm.Joining;

public abstract class JoiningTests<T> : IAsyncLifetime
    where T : TestDatabase, new()
{
    private readonly T _database = new();
    private readonly BoxKey _key = new();
    private readonly BoxKey _next = new();
    private JoinFixture _join = null!;

    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    public async ValueTask InitializeAsync()
    {
        await _database.CreateAsync(Cancel);
        _join = await JoinFixture.CreateAsync(_database.Open());
    }

    public async ValueTask DisposeAsync()
    {
        _key.Dispose();
        _next.Dispose();
        _join.Dispose();
        await _database.DisposeAsync();
        GC.SuppressFinalize(this);
    }

    [Fact]
    public async Task Join_WithTheCode_GivesTheGatewaysOwnCertificateAndNothingItAskedFor()
    {
        var answer = await _join.JoinAsync(_key);

        using var certificate = X509Certificate2.CreateFromPem(answer.Certificate);
        Assert.Equal($"CN={Topics.ShardOf("gw-1")}/store-1/gw-1", certificate.Subject);
        Assert.Equal(("store-1", "gw-1", Topics.ShardOf("gw-1"), "broker.example", 8883), (answer.Store, answer.Gateway, answer.Shard, answer.BrokerHost, answer.BrokerPort));
        Assert.False(certificate.Extensions.OfType<X509BasicConstraintsExtension>().Single().CertificateAuthority);
        Assert.Equal("1.3.6.1.5.5.7.3.2", certificate.Extensions.OfType<X509EnhancedKeyUsageExtension>().Single().EnhancedKeyUsages[0].Value);
        var now = _join.Clock.GetUtcNow().UtcDateTime;
        Assert.Equal((now.AddHours(-1), now.AddDays(90)), (certificate.NotBefore.ToUniversalTime(), certificate.NotAfter.ToUniversalTime()));
        Assert.Equal(16, certificate.SerialNumberBytes.Length);
        Assert.Equal(CertificateState.Good, (await _join.StandingAsync("gw-1")).State);
        Assert.Equal(JoinCode.Read((await _join.CodeAsync()).Code, out _)!.Fingerprint, JoinCode.FingerprintOf(X509Certificate2.CreateFromPem(answer.Authority).RawData));
    }

    [Fact]
    public async Task Join_OfAGatewayNobodyKnew_WritesItDownInItsStore()
    {
        var answer = await _join.JoinAsync(_key, "gw-new", "store-2");

        Assert.Equal("store-2", _join.Fleet.Find("gw-new")!.Store);
        Assert.Equal("store-2", answer.Store);
    }

    [Fact]
    public async Task MakeCode_ForAGatewayOfAnotherStore_IsRefused()
    {
        var (code, mistake, status) = await _join.Desk.MakeCodeAsync(Caller.Headquarters, "store-2", "gw-1", Cancel);

        Assert.Equal((null, 409), (code, status));
        Assert.Contains("stands in store 'store-1'", mistake, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Join_AgainWithTheSameKey_GivesTheSameCertificateForAQuarterOfAnHour()
    {
        var code = (await _join.CodeAsync()).Code;
        var first = await _join.TryAsync(code, _key);
        var second = await _join.TryAsync(code, _key);
        var other = await _join.TryAsync(code, _next);
        _join.Clock.Advance(JoinDesk.AgainWithin);
        var late = await _join.TryAsync(code, _key);

        Assert.NotNull(first.Answer);
        Assert.Equal(first.Answer, second.Answer);
        Assert.Equal((403, JoinDesk.WrongCode), (other.Status, other.Refusal));
        Assert.Equal(403, late.Status);
    }

    [Fact]
    public async Task Join_WithACodeOfYesterdayOrOneThatWasReplaced_IsRefused()
    {
        var old = (await _join.CodeAsync()).Code;
        var newer = (await _join.CodeAsync()).Code;
        Assert.Equal(403, (await _join.TryAsync(old, _key)).Status);
        _join.Clock.Advance(JoinDesk.CodeLife);

        Assert.Equal(403, (await _join.TryAsync(newer, _key)).Status);
        Assert.Equal(CertificateState.None, (await _join.StandingAsync("gw-1")).State);
    }

    [Fact]
    public async Task Join_OfAReplacement_EndsTheCertificateBefore()
    {
        var before = await _join.JoinAsync(_key);
        var code = await _join.CodeAsync();
        Assert.True(code.Replaces);
        var after = await _join.TryAsync(code.Code, _next);

        Assert.NotNull(after.Answer);
        var (revoked, _) = Assert.Single(await _join.Table.RevokedAsync(_join.Clock.GetUtcNow().UtcDateTime, Cancel));
        Assert.Equal(_key.Renew(before.Certificate, _next).Serial, revoked);
        await _join.Fleet.ReloadAsync(Cancel);
        Assert.False(_join.Fleet.Find("gw-1")!.IsRevoked);
    }

    [Fact]
    public async Task Join_WithTheKeyOfAnotherGateway_IsRefused()
    {
        await _join.JoinAsync(_key);

        Assert.Equal(403, (await _join.TryAsync((await _join.CodeAsync("gw-2", "store-2")).Code, _key)).Status);
    }

    [Fact]
    public async Task Join_ByTwoAtOnceWithOneCode_GivesOneCertificate()
    {
        var code = (await _join.CodeAsync()).Code;
        var results = await Task.WhenAll(Task.Run(() => _join.TryAsync(code, _key), Cancel), Task.Run(() => _join.TryAsync(code, _next), Cancel));

        Assert.Single(results, r => r.Answer is not null);
        Assert.Single(results, r => r.Status == 403);
    }

    [Fact]
    public async Task Renew_WithThePresentKey_GivesTheNextAndTheSameAgain()
    {
        var answer = await _join.JoinAsync(_key);
        _join.Clock.Advance(TimeSpan.FromDays(60));
        var next = await _join.RenewAsync(_key, answer.Certificate, _next);
        var again = await _join.RenewAsync(_key, answer.Certificate, _next);
        using var third = new BoxKey();
        var copied = await _join.RenewAsync(_key, answer.Certificate, third);

        Assert.NotNull(next.Answer);
        Assert.Equal(next.Answer, again.Answer);
        Assert.Equal(403, copied.Status);
        Assert.NotNull((await _join.RenewAsync(_next, next.Answer!.Certificate, third)).Answer);
    }

    [Fact]
    public async Task Renew_SignedByAnotherKey_IsRefused()
    {
        var answer = await _join.JoinAsync(_key);

        Assert.Equal(403, (await _join.RenewAsync(_next, answer.Certificate, _next)).Status);
    }

    [Fact]
    public async Task Renew_AYearLater_WaitsForAPersonAndThenForNobodyElse()
    {
        var answer = await _join.JoinAsync(_key);
        _join.Clock.Advance(TimeSpan.FromDays(365));
        Assert.Equal(202, (await _join.RenewAsync(_key, answer.Certificate, _next)).Status);
        var standing = await _join.StandingAsync("gw-1");
        Assert.Equal((CertificateState.Ended, _next.Mark, "10.0.0.9"), (standing.State, standing.Return!.Key, standing.Return.Address));
        Assert.False(await _join.Renewals.ConfirmAsync(Caller.Headquarters, "gw-1", _key.Mark, Cancel));
        Assert.True(await _join.Renewals.ConfirmAsync(Caller.Headquarters, "gw-1", _next.Mark, Cancel));
        using var thief = new BoxKey();

        var returned = await _join.RenewAsync(_key, answer.Certificate, _next);
        Assert.NotNull(returned.Answer);
        Assert.Equal(403, (await _join.RenewAsync(_key, answer.Certificate, thief)).Status);
        Assert.Equal((CertificateState.Good, null), ((await _join.StandingAsync("gw-1")).State, (await _join.StandingAsync("gw-1")).Return));
    }

    [Fact]
    public async Task Renew_AnotherKeyAfterAPersonConfirmed_WaitsAgain()
    {
        var answer = await _join.JoinAsync(_key);
        _join.Clock.Advance(TimeSpan.FromDays(365));
        await _join.RenewAsync(_key, answer.Certificate, _next);
        await _join.Renewals.ConfirmAsync(Caller.Headquarters, "gw-1", _next.Mark, Cancel);
        using var thief = new BoxKey();

        Assert.Equal(202, (await _join.RenewAsync(_key, answer.Certificate, thief)).Status);
        Assert.Null((await _join.StandingAsync("gw-1")).Return!.ConfirmedAt);
    }

    [Fact]
    public async Task Revoke_TakesEverythingBack()
    {
        var answer = await _join.JoinAsync(_key);
        var code = (await _join.CodeAsync()).Code;
        Assert.True(await _join.Renewals.RevokeAsync(Caller.Headquarters, "gw-1", Cancel));

        Assert.False(await _join.Renewals.RevokeAsync(Caller.Headquarters, "gw-1", Cancel));
        Assert.Equal(403, (await _join.RenewAsync(_key, answer.Certificate, _next)).Status);
        Assert.Equal(403, (await _join.TryAsync(code, _next)).Status);
        await _join.Fleet.ReloadAsync(Cancel);
        var said = new BatchReader(_join.Fleet.Find).Read(new GatewayModel("store-1", "gw-1").State("online"));
        Assert.Contains("certificates were revoked", Assert.IsType<IncomingDeadLetter>(said).Letter.Reason, StringComparison.Ordinal);
        Assert.Equal(CertificateState.Revoked, (await _join.StandingAsync("gw-1")).State);
    }

    [Fact]
    public async Task Standing_AMonthBeforeTheEnd_IsAnAlarm()
    {
        await _join.JoinAsync(_key);
        _join.Clock.Advance(TimeSpan.FromDays(60) - TimeSpan.FromSeconds(1));
        Assert.Equal(CertificateState.Good, (await _join.StandingAsync("gw-1")).State);
        _join.Clock.Advance(TimeSpan.FromSeconds(1));

        Assert.Equal(CertificateState.Ending, (await _join.StandingAsync("gw-1")).State);
    }

    [Fact]
    public async Task JoiningAndRevoking_AreInTheAudit()
    {
        await _join.JoinAsync(_key);
        await _join.Renewals.RevokeAsync(Caller.Headquarters, "gw-1", Cancel);
        await using var connection = await _database.Open().OpenAsync(Cancel);

        Assert.Equal(
            ["gateway.join_code_made", "gateway.joined", "gateway.revoked"],
            await connection.Command("SELECT action FROM audit_entry WHERE subject = 'gw-1' ORDER BY action").ListAsync(r => r.GetString(0), Cancel));
    }
}

public sealed class JoiningOnSqliteTests : JoiningTests<SqliteTestDatabase>;

[Trait("needs", "postgres")]
public sealed class JoiningOnPostgresTests : JoiningTests<PostgresTestDatabase>;
