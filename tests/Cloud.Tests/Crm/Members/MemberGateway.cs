using System.Collections.Concurrent;
using System.Security.Cryptography;
using System.Text.Json;
using System.Text.Json.Serialization.Metadata;
using Cloud.Contracts;
using Cloud.Contracts.Members;
using Cloud.Mqtt;

namespace Cloud.Tests.Crm.Members;

/// <summary>A gateway as headquarters sees it: it has a key, holds profiles and templates, answers the commands about members, and can be told to fail.</summary>
internal sealed class MemberGateway(FakeBroker broker, string store, string name) : IAsyncDisposable
{
    private readonly ConcurrentQueue<(string Command, string Id)> _asked = [];
    private IMqttConnection? _connection;
    private Task _running = Task.CompletedTask;

    internal GatewayModel Model { get; } = new(store, name);

    internal ECDiffieHellman Key { get; private set; } = ECDiffieHellman.Create(ECCurve.NamedCurves.nistP256);

    internal HeldProfiles Held { get; set; } = new(null, 0, 0);

    internal ConcurrentDictionary<string, ProfileEntry> Profiles { get; } = [];

    /// <summary>The members it was told to remove, in order.</summary>
    internal ConcurrentQueue<string> Gone { get; } = [];

    internal ConcurrentDictionary<string, byte[]> Templates { get; } = [];

    internal ConcurrentQueue<WithdrawalDocument> Withdrawals { get; } = [];

    internal List<int> BoxLengths { get; } = [];

    /// <summary>Commands of this name fail so often before one is carried out.</summary>
    internal ConcurrentDictionary<string, int> Failures { get; } = [];

    internal IEnumerable<string> Asked(string command) => _asked.Where(a => a.Command == command).Select(a => a.Id);

    internal async Task ComeOnlineAsync(CancellationToken cancellationToken)
    {
        _connection = await broker.ConnectAsync(new MqttConnectOptions { Host = "h", Port = 1, ClientId = name, CleanStart = true }, cancellationToken);
        await _connection.SubscribeAsync([$"{Model.Address.Topic(Topics.Command)}/+"], cancellationToken);
        _running = AnswerAsync(_connection);
        broker.Publish(Model.State("online"));
    }

    internal void GoOffline() => broker.Publish(Model.State("offline"));

    internal void SetUpAnew()
    {
        Key.Dispose();
        Key = ECDiffieHellman.Create(ECCurve.NamedCurves.nistP256);
        (Held, _) = (new HeldProfiles(null, 0, 0), 0);
        Profiles.Clear();
    }

    public async ValueTask DisposeAsync()
    {
        if (_connection is not null)
        {
            await _connection.DisposeAsync();
            await _running;
        }

        Key.Dispose();
    }

    private async Task AnswerAsync(IMqttConnection connection)
    {
        await foreach (var message in connection.Inbound.ReadAllAsync(CancellationToken.None))
        {
            var command = message.Topic[(message.Topic.LastIndexOf('/') + 1)..];
            var id = message.UserProperties[0].Value;
            _asked.Enqueue((command, id));
            var (status, body) = Failures.TryGetValue(command, out var left) && left > 0 ? (CommandStatus.Failed, null) : Carry(command, message.Payload.Span);
            Failures[command] = left - 1;
            broker.Publish(new MqttMessage
            {
                Topic = message.ResponseTopic!, CorrelationData = message.CorrelationData, Payload = new CommandResponse(id, status, null, body).ToUtf8(),
            });
        }
    }

    private (string Status, JsonElement? Body) Carry(string command, ReadOnlySpan<byte> body)
    {
        switch (command)
        {
            case MemberCommands.Key:
                var publicKey = SealedBox.PublicKeyOf(Key);
                return Done(new GatewayKeyDocument(publicKey, SealedBox.Fingerprint(publicKey), Held), MemberJson.Default.GatewayKeyDocument);
            case MemberCommands.Profiles:
                return Apply(MemberJson.Read(body, MemberJson.Default.ProfilesDocument)!);
            case MemberCommands.Withdraw:
                var withdrawal = MemberJson.Read(body, MemberJson.Default.WithdrawalDocument)!;
                Withdrawals.Enqueue(withdrawal);
                return Done(new WithdrawalAnswer(Templates.TryRemove(withdrawal.Member, out _)), MemberJson.Default.WithdrawalAnswer);
            case MemberCommands.Templates:
                var wish = MemberJson.Read(body, MemberJson.Default.TemplateWish)!;
                return !Templates.TryGetValue(wish.Member, out var template) ? (CommandStatus.Failed, null) : Done(
                    new TemplateBoxes([.. wish.Receivers.Select(r => new TemplateBox(r.Gateway, SealedBox.Seal(r.PublicKey, template, MemberCommands.TemplatePurpose(wish.Member))))], []),
                    MemberJson.Default.TemplateBoxes);
            case MemberCommands.Deliver:
                var delivery = MemberJson.Read(body, MemberJson.Default.TemplateDelivery)!;
                if (SealedBox.Open(Key, delivery.Box, MemberCommands.TemplatePurpose(delivery.Member)) is not { } opened)
                {
                    return (CommandStatus.Refused, null);
                }

                Templates[delivery.Member] = opened;
                return (CommandStatus.Done, null);
            default:
                return (CommandStatus.Refused, null);
        }
    }

    private (string Status, JsonElement? Body) Apply(ProfilesDocument document)
    {
        lock (BoxLengths)
        {
            BoxLengths.Add(document.Box.Length);
        }

        if (document.After != 0 && (Held.Line != document.Line || Held.Version != document.After))
        {
            return (CommandStatus.Refused, JsonSerializer.SerializeToElement(Held, MemberJson.Default.HeldProfiles));
        }

        var plain = SealedBox.Open(Key, document.Box, MemberCommands.ProfilesPurpose(name, document.Line, document.After, document.UpTo))!;
        var run = MemberJson.Read(plain, MemberJson.Default.ProfileRun)!;
        if (document.After == 0)
        {
            Profiles.Clear();
        }

        foreach (var member in run.Members)
        {
            Profiles[member.Id] = member;
        }

        foreach (var gone in run.Gone)
        {
            Profiles.TryRemove(gone, out _);
            Gone.Enqueue(gone);
        }

        Held = new HeldProfiles(document.Line, document.UpTo, Profiles.Count);
        return Done(Held, MemberJson.Default.HeldProfiles);
    }

    private static (string Status, JsonElement? Body) Done<T>(T body, JsonTypeInfo<T> type) => (CommandStatus.Done, JsonSerializer.SerializeToElement(body, type));
}
