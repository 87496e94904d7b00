using System.Text.Json;
using System.Text.Json.Serialization.Metadata;
using Cloud.Contracts;
using Cloud.Contracts.Members;
using Cloud.Uplink;
using EdgeGateway.Core.Members;
using EdgeGateway.Core.Members.Profiles;
using Names = Cloud.Contracts.Members.MemberCommands;

namespace EdgeGateway.Host.Running;

/// <summary>Headquarters' commands about members. Each may come again and is then answered the same.</summary>
internal sealed class MemberCommands(MemberVault vault, ProfileCache profiles)
{
    /// <summary>By their names.</summary>
    public IReadOnlyDictionary<string, CommandHandler> Handlers => new Dictionary<string, CommandHandler>
    {
        [Names.Key] = (_, _) => ValueTask.FromResult(Key()),
        [Names.Profiles] = (call, _) => ValueTask.FromResult(Profiles(call)),
        [Names.Withdraw] = WithdrawAsync,
        [Names.Templates] = (call, _) => ValueTask.FromResult(Templates(call)),
        [Names.Deliver] = (call, _) => ValueTask.FromResult(Take(call)),
    };

    private CommandAnswer Key()
    {
        byte[] key = [.. vault.GatewayKey.PublicKey];
        return Done(new GatewayKeyDocument(key, vault.GatewayKey.Fingerprint, profiles.Held), MemberJson.Default.GatewayKeyDocument);
    }

    private CommandAnswer Profiles(CommandCall call)
    {
        if (MemberJson.Read(call.Body.Span, MemberJson.Default.ProfilesDocument) is not { } document)
        {
            return Misfit("line, after, upTo and box");
        }

        var refusal = profiles.Apply(document);
        return Done(profiles.Held, MemberJson.Default.HeldProfiles) with { Status = refusal is null ? CommandStatus.Done : CommandStatus.Refused, Reason = refusal };
    }

    private async ValueTask<CommandAnswer> WithdrawAsync(CommandCall call, CancellationToken cancellationToken)
    {
        if (MemberJson.Read(call.Body.Span, MemberJson.Default.WithdrawalDocument) is not { } document)
        {
            return Misfit("member, at and who");
        }

        try
        {
            var receipt = await vault.WithdrawAsync(document.Member, document.Who, "headquarters", document.At, cancellationToken);
            return Done(new WithdrawalAnswer(receipt is not null, vault.RecordOf(document.Member) is not null), MemberJson.Default.WithdrawalAnswer);
        }
        catch (ConsentRefusedException e)
        {
            return new CommandAnswer(CommandStatus.Refused, Reason: e.Message);
        }
    }

    private CommandAnswer Templates(CommandCall call)
    {
        if (MemberJson.Read(call.Body.Span, MemberJson.Default.TemplateWish) is not { } wish)
        {
            return Misfit("member and receivers");
        }

        if (vault.RecordOf(wish.Member) is not { OtherStores: true, Origin: null })
        {
            return new CommandAnswer(CommandStatus.Refused, Reason: $"no consent of '{wish.Member}' that was given here reaches other stores");
        }

        var boxes = new List<TemplateBox>();
        var refused = new List<string>();
        foreach (var receiver in wish.Receivers)
        {
            try
            {
                if (vault.Seal(wish.Member, receiver.PublicKey) is not { } box)
                {
                    return new CommandAnswer(CommandStatus.Failed, Reason: $"there is no template of '{wish.Member}' yet");
                }

                boxes.Add(new TemplateBox(receiver.Gateway, box));
            }
            catch (ConsentRefusedException e)
            {
                refused.Add($"{receiver.Gateway}: {e.Message}");
            }
        }

        return Done(new TemplateBoxes(boxes, refused), MemberJson.Default.TemplateBoxes);
    }

    private CommandAnswer Take(CommandCall call)
    {
        if (MemberJson.Read(call.Body.Span, MemberJson.Default.TemplateDelivery) is not { } delivery)
        {
            return Misfit("member, from, givenAt and box");
        }

        try
        {
            // The box says whose it is; headquarters' word is only how it finds it again when it is to be forgotten.
            var record = vault.OpenSealed(delivery.Box);
            return record.Subject == delivery.Member
                ? new CommandAnswer(CommandStatus.Done)
                : new CommandAnswer(CommandStatus.Failed, Reason: $"the box is of '{record.Subject}', not of '{delivery.Member}'");
        }
        catch (ConsentRefusedException e)
        {
            return new CommandAnswer(CommandStatus.Refused, Reason: e.Message);
        }
    }

    private static CommandAnswer Misfit(string expected) => new(CommandStatus.Refused, Reason: $"the body does not fit; expected an object with {expected}");

    private static CommandAnswer Done<T>(T body, JsonTypeInfo<T> type) => new(CommandStatus.Done, JsonSerializer.SerializeToElement(body, type));
}
