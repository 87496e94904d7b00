using System.Text.Json;
using System.Text.Json.Serialization.Metadata;
using Cloud.Contracts;
using Cloud.Contracts.Members;
using Cloud.Uplink;
using EdgeGateway.Core.Members;
using EdgeGateway.Core.Members.Profiles;
using EdgeGateway.Host.Running;
using Microsoft.Extensions.Logging.Abstractions;
using Tests.Shared;
using Names = Cloud.Contracts.Members.MemberCommands;

namespace Host.Tests.Members;

/// <summary>Headquarters' commands about members, carried out by two gateways of one chain.</summary>
public sealed class MemberCommandsTests : IDisposable
{
    private readonly Gateway _one = new("gw-1");
    private readonly Gateway _two = new("gw-2");

    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    public void Dispose()
    {
        _one.Dispose();
        _two.Dispose();
    }

    [Fact]
    public async Task Profiles_SealedForTheKeyItSaid_AreHeldAndAnsweredAlikeAgain()
    {
        var key = Body(await _one.SayAsync(Names.Key, "{}"), MemberJson.Default.GatewayKeyDocument);
        Assert.Equal((null, 0L), (key.Profiles.Line, key.Profiles.Version));
        Assert.Equal(SealedBox.Fingerprint(key.PublicKey), key.Fingerprint);
        var run = new ProfileRun(new byte[32], "86", [new ProfileEntry("m-1", "Lin Wei", "gold", null, [], [], null, DateTimeOffset.UnixEpoch, "0123456789", new byte[32], null, null)], []);
        var box = SealedBox.Seal(key.PublicKey, JsonSerializer.SerializeToUtf8Bytes(run, MemberJson.Default.ProfileRun), Names.ProfilesPurpose("gw-1", "line", 0, 7));
        var document = new ProfilesDocument("line", 0, 7, box);

        for (var time = 0; time < 2; time++)
        {
            var answer = await _one.SayAsync(Names.Profiles, document, MemberJson.Default.ProfilesDocument);
            Assert.Equal((CommandStatus.Done, new HeldProfiles("line", 7, 1)), (answer.Status, Body(answer, MemberJson.Default.HeldProfiles)));
        }

        Assert.Equal("Lin Wei", _one.Profiles.Find("m-1")!.Name);
        var ahead = await _one.SayAsync(Names.Profiles, document with { After = 9, UpTo = 10 }, MemberJson.Default.ProfilesDocument);
        Assert.Equal((CommandStatus.Refused, 7L), (ahead.Status, Body(ahead, MemberJson.Default.HeldProfiles).Version));
    }

    [Fact]
    public async Task Template_FromOneToTheOther_IsRecognisedThereAndForgottenByWithdrawal()
    {
        await _one.GiveAsync("m-1", otherStores: true);
        var wish = new TemplateWish("m-1", [new TemplateReceiver("gw-2", [.. _two.Vault.GatewayKey.PublicKey])]);
        Assert.Equal(CommandStatus.Failed, (await _one.SayAsync(Names.Templates, wish, MemberJson.Default.TemplateWish)).Status);
        _one.Enrol("m-1");
        var boxes = Body(await _one.SayAsync(Names.Templates, wish, MemberJson.Default.TemplateWish), MemberJson.Default.TemplateBoxes);
        var delivery = new TemplateDelivery("m-1", "gw-1", _one.Clock.GetUtcNow(), Assert.Single(boxes.Boxes).Box);

        Assert.Equal(CommandStatus.Refused, (await _one.SayAsync(Names.Deliver, delivery, MemberJson.Default.TemplateDelivery)).Status);
        Assert.Equal(CommandStatus.Done, (await _two.SayAsync(Names.Deliver, delivery, MemberJson.Default.TemplateDelivery)).Status);
        Assert.Equal("m-1", _two.Vault.GalleryOf("clean-1").Best(Gateway.Numbers).Subject);

        var withdrawal = new WithdrawalDocument("m-1", _one.Clock.GetUtcNow().AddSeconds(1), "headquarters");
        Assert.Equal(new WithdrawalAnswer(true), Body(await _two.SayAsync(Names.Withdraw, withdrawal, MemberJson.Default.WithdrawalDocument), MemberJson.Default.WithdrawalAnswer));
        Assert.Null(_two.Vault.GalleryOf("clean-1").Best(Gateway.Numbers).Subject);
        Assert.Equal(CommandStatus.Refused, (await _two.SayAsync(Names.Deliver, delivery, MemberJson.Default.TemplateDelivery)).Status);
        Assert.Equal(CommandStatus.Done, (await _two.SayAsync(Names.Withdraw, withdrawal, MemberJson.Default.WithdrawalDocument)).Status);
    }

    [Fact]
    public async Task Withdrawal_OlderThanTheConsent_LeavesIt()
    {
        await _one.GiveAsync("m-1", otherStores: false);
        var withdrawal = new WithdrawalDocument("m-1", _one.Clock.GetUtcNow().AddMinutes(-1), "gw-2");
        var answer = await _one.SayAsync(Names.Withdraw, withdrawal, MemberJson.Default.WithdrawalDocument);

        Assert.Equal((CommandStatus.Done, new WithdrawalAnswer(false, Newer: true)), (answer.Status, Body(answer, MemberJson.Default.WithdrawalAnswer)));
        Assert.NotNull(_one.Vault.RecordOf("m-1"));
    }

    [Fact]
    public async Task Template_WithoutConsentForOtherStores_IsRefused()
    {
        await _one.GiveAsync("m-1", otherStores: false);
        _one.Enrol("m-1");
        foreach (var member in new[] { "m-1", "m-2" })
        {
            var wish = new TemplateWish(member, [new TemplateReceiver("gw-2", [.. _two.Vault.GatewayKey.PublicKey])]);
            Assert.Equal(CommandStatus.Refused, (await _one.SayAsync(Names.Templates, wish, MemberJson.Default.TemplateWish)).Status);
        }
    }

    [Fact]
    public async Task Body_ThatDoesNotFit_IsRefusedAndToldWhy()
    {
        foreach (var command in new[] { Names.Profiles, Names.Withdraw, Names.Templates, Names.Deliver })
        {
            foreach (var body in new[] { "", "null", "[]", "{}", "{\"member\":null}" })
            {
                var answer = await _one.SayAsync(command, body);
                Assert.Equal(CommandStatus.Refused, answer.Status);
                Assert.Contains("expected", answer.Reason, StringComparison.Ordinal);
            }
        }
    }

    private static T Body<T>(CommandAnswer answer, JsonTypeInfo<T> type) => answer.Body!.Value.Deserialize(type)!;

    private sealed class Gateway : IDisposable
    {
        private readonly string _folder = Directory.CreateTempSubdirectory("members-").FullName;
        private readonly MasterKey _key = MasterKey.Ephemeral();
        private readonly EdgeGateway.Host.Running.MemberCommands _commands;

        internal Gateway(string name)
        {
            Vault = MemberVault.Open(Path.Combine(_folder, MemberVault.FileName), _key, new MembersOptions(), static (_, _) => Task.CompletedTask, Clock, NullLogger.Instance);
            Profiles = ProfileCache.Open(_folder, _key, Vault.GatewayKey, name, NullLogger.Instance);
            _commands = new EdgeGateway.Host.Running.MemberCommands(Vault, Profiles);
        }

        internal static float[] Numbers => [1, 0, 0, 0];

        internal ManualClock Clock { get; } = new();

        internal MemberVault Vault { get; }

        internal ProfileCache Profiles { get; }

        internal Task<ConsentRecord> GiveAsync(string member, bool otherStores) => Vault.GiveAsync(
            new ConsentRequest(member, SubjectKind.Member, ConsentTexts.Current, "en", ConsentHow.OnPage, "ann", AgeConfirmed: true, otherStores), Cancel);

        internal void Enrol(string member)
        {
            using var template = new FaceTemplate("clean-1", Numbers, 3);
            Vault.Enrol(Vault.GrantFor(member)!, template, "ann");
        }

        internal async Task<CommandAnswer> SayAsync(string command, string body) =>
            await _commands.Handlers[command](new CommandCall(command, "id", System.Text.Encoding.UTF8.GetBytes(body), null), Cancel);

        internal Task<CommandAnswer> SayAsync<T>(string command, T body, JsonTypeInfo<T> type) => SayAsync(command, JsonSerializer.Serialize(body, type));

        public void Dispose()
        {
            Profiles.Dispose();
            Vault.Dispose();
            _key.Dispose();
            Directory.Delete(_folder, recursive: true);
        }
    }
}
