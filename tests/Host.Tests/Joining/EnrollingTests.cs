using System.Text;
using Cloud.Contracts.Joining;
using Drivers;
using EdgeGateway.Host.Configuration;
using EdgeGateway.Host.Joining;
using Microsoft.Extensions.Logging.Abstractions;
using Tests.Shared;

namespace Host.Tests.Joining;

public sealed class EnrollingTests : IDisposable
{
    private static readonly string[] s_steps = ["key kept", "answered", "identity kept", "key forgotten", "file erased"];

    private readonly TemporaryFolder _folder = new();
    private readonly ManualClock _clock = new();
    private readonly ModelHeadquarters _headquarters;

    public EnrollingTests() => _headquarters = new ModelHeadquarters(_clock);

    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    private string IdentityPath => Identity.FileIn(_folder.Path);

    private string JoinPath => Path.Combine(_folder.Path, "join");

    public void Dispose()
    {
        _headquarters.Dispose();
        _folder.Dispose();
    }

    [Theory]
    [InlineData(0)]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(3)]
    [InlineData(4)]
    public async Task JoinFile_PowerCutAfterEachStep_HasJoinedOrNotAndGoesOnAtTheNextStart(int step)
    {
        LayJoinFile(_headquarters.MakeCode());
        var cut = _headquarters.Enrolling(_folder.Path, done =>
        {
            if (done == s_steps[step])
            {
                throw new PowerCutException();
            }
        });
        await Assert.ThrowsAsync<PowerCutException>(() => new JoinFile(_folder.Path, [JoinPath], cut).UseAsync(TextWriter.Null, Cancel));

        var joined = Identity.Read(IdentityPath, out var mistake);
        Assert.Null(mistake);
        Assert.Equal(step >= 2, joined is not null);
        var words = new StringWriter();
        await new JoinFile(_folder.Path, [JoinPath], _headquarters.Enrolling(_folder.Path)).UseAsync(words, Cancel);

        var identity = Identity.Read(IdentityPath, out _);
        Assert.NotNull(identity);
        Assert.True(joined is null || joined == identity, words.ToString());
        Assert.Equal(1, _headquarters.Certificates);
        Assert.False(File.Exists(JoinPath));
        Assert.Equal(UnixFileMode.UserRead | UnixFileMode.UserWrite, File.GetUnixFileMode(IdentityPath));
    }

    [Fact]
    public async Task Enrolling_AnswerLost_GetsTheSameCertificateWithTheSameKey()
    {
        var code = _headquarters.MakeCode();
        _headquarters.Lost = 1;
        await Assert.ThrowsAsync<JoinException>(() => _headquarters.Enrolling(_folder.Path).RunAsync(code, _headquarters.Address, Cancel));
        Assert.False(File.Exists(IdentityPath));

        await _headquarters.Enrolling(_folder.Path).RunAsync(code, _headquarters.Address, Cancel);
        Assert.Equal(1, _headquarters.Certificates);
    }

    [Fact]
    public async Task Enrolling_WithANewCodeAfterALostAnswer_MakesANewKey()
    {
        var code = _headquarters.MakeCode();
        _headquarters.Lost = 1;
        await Assert.ThrowsAsync<JoinException>(() => _headquarters.Enrolling(_folder.Path).RunAsync(code, _headquarters.Address, Cancel));

        await _headquarters.Enrolling(_folder.Path).RunAsync(_headquarters.MakeCode(), _headquarters.Address, Cancel);
        Assert.Equal(2, _headquarters.Certificates);
    }

    [Fact]
    public async Task Enrolling_AtAnotherHeadquarters_SendsNothing()
    {
        using var other = new ModelHeadquarters(_clock);
        var code = other.MakeCode();

        await Assert.ThrowsAsync<JoinException>(() => _headquarters.Enrolling(_folder.Path).RunAsync(code, _headquarters.Address, Cancel));
        Assert.Equal(0, _headquarters.Certificates);
        Assert.Empty(Directory.GetFiles(_folder.Path));
    }

    [Fact]
    public async Task Configuration_OfABoxThatJoined_IsFilledInAndHeldToIt()
    {
        await _headquarters.Enrolling(_folder.Path).RunAsync(_headquarters.MakeCode(), _headquarters.Address, Cancel);

        var bare = Load("");
        Assert.Empty(bare.Errors);
        Assert.Equal(("store-7", "gw-7", "broker.example", 8883, IdentityPath), (bare.Options!.Store, bare.Options.Gateway, bare.Options.Uplink.Host, bare.Options.Uplink.Port, bare.Options.Uplink.KeyFile));
        Assert.Contains("joined as \"store-7\"", Assert.Single(Load("\"store\":\"store-1\",").Errors).Message, StringComparison.Ordinal);
        await File.WriteAllTextAsync(IdentityPath, (await File.ReadAllTextAsync(IdentityPath, Cancel))[..400], Cancel);
        Assert.Contains(Load("").Errors, e => e.Message.Contains("join again with a new code", StringComparison.Ordinal));
    }

    [Theory]
    [InlineData("key kept")]
    [InlineData("answered")]
    [InlineData("identity kept")]
    [InlineData("key forgotten")]
    public async Task Renewal_PowerCutAfterEachStep_KeepsAnIdentityAndRenewsOnce(string step)
    {
        await _headquarters.Enrolling(_folder.Path).RunAsync(_headquarters.MakeCode(), _headquarters.Address, Cancel);
        _clock.Advance(TimeSpan.FromDays(60));
        await Assert.ThrowsAsync<PowerCutException>(() => LookAsync(done =>
        {
            if (done == step)
            {
                throw new PowerCutException();
            }
        }));
        Assert.NotNull(Identity.Read(IdentityPath, out _));
        await LookAsync();
        Assert.Equal(2, _headquarters.Certificates);

        _clock.Advance(TimeSpan.FromDays(60));
        await LookAsync();
        Assert.Equal(3, _headquarters.Certificates);
    }

    [Fact]
    public async Task Renewal_BeforeTwoThirds_AsksNothing()
    {
        await _headquarters.Enrolling(_folder.Path).RunAsync(_headquarters.MakeCode(), _headquarters.Address, Cancel);
        _clock.Advance(TimeSpan.FromDays(60) - TimeSpan.FromMinutes(1));

        Assert.Equal(TimeSpan.FromMinutes(1), await LookAsync());
        Assert.Equal(1, _headquarters.Certificates);
    }

    [Fact]
    public async Task Renewal_AfterAYearOff_WaitsForAPersonWithTheSameKey()
    {
        await _headquarters.Enrolling(_folder.Path).RunAsync(_headquarters.MakeCode(), _headquarters.Address, Cancel);
        _clock.Advance(TimeSpan.FromDays(365));
        _headquarters.MustBeConfirmed = true;
        await LookAsync();
        var asked = await File.ReadAllTextAsync(NextKey.FileIn(_folder.Path), Cancel);
        await LookAsync();
        Assert.Equal(asked, await File.ReadAllTextAsync(NextKey.FileIn(_folder.Path), Cancel));
        _headquarters.MustBeConfirmed = false;
        await LookAsync();

        Assert.Contains(Identity.Read(IdentityPath, out _)!.KeyPem, asked, StringComparison.Ordinal);
        Assert.False(File.Exists(NextKey.FileIn(_folder.Path)));
    }

    private Task<TimeSpan> LookAsync(Action<string>? done = null) =>
        new IdentityRenewal(_folder.Path, _headquarters.RenewAsync, _clock, () => 0, NullLogger<IdentityRenewal>.Instance) { Done = done ?? (_ => { }) }
            .LookAsync(Identity.Read(IdentityPath, out _)!, Cancel);

    private GatewayConfiguration Load(string more) =>
        GatewayConfiguration.Parse("gateway.json", Encoding.UTF8.GetBytes($$"""{ {{more}} "dataFolder": "{{_folder.Path}}" }"""), DriverCatalog.All);

    private void LayJoinFile(JoinCode code) => File.WriteAllText(JoinPath, $$"""{"code":"{{code}}","headquarters":"https://headquarters.example"}""");

    private sealed class PowerCutException : Exception;
}
