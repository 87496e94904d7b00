using System.Text;
using Cloud.Contracts;
using EdgeGateway.Core.Events;
using EdgeGateway.Core.Members;
using EdgeGateway.Host.Running;
using Microsoft.Extensions.Logging.Abstractions;
using Tests.Shared;

namespace Host.Tests.Members;

public sealed class TillWithdrawalsTests : IDisposable
{
    private readonly string _folder = Directory.CreateTempSubdirectory("till-").FullName;
    private readonly MasterKey _key = MasterKey.Ephemeral();
    private readonly ManualClock _clock = new();
    private readonly MemberVault _vault;

    public TillWithdrawalsTests() => _vault = MemberVault.Open(
        Path.Combine(_folder, MemberVault.FileName), _key, new MembersOptions(), static (_, _) => Task.CompletedTask, _clock, NullLogger.Instance);

    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    public void Dispose()
    {
        _vault.Dispose();
        _key.Dispose();
        Directory.Delete(_folder, recursive: true);
    }

    [Fact]
    public async Task Withdrawal_HandedOverByATill_DestroysThatFaceAndNoOther()
    {
        await EnrolAsync("m-1", [1, 0, 0, 0]);
        await EnrolAsync("m-2", [0, 1, 0, 0]);

        await new TillWithdrawals(_vault, NullLogger.Instance).HearAsync(
            [Event(EventTypes.ConsentGiven, "m-2"), Event(EventTypes.ConsentWithdrawn, "m-1"), Event(EventTypes.ConsentWithdrawn, "nobody"), Event(EventTypes.ConsentWithdrawn, "")], Cancel);

        Assert.Null(_vault.GrantFor("m-1"));
        Assert.Equal(["m-2"], _vault.Consents.Select(consent => consent.Subject));
        Assert.Equal("m-2", _vault.GalleryOf("clean-1").Best([1, 0, 0, 0]).Subject);
    }

    private static EventDraft Event(string type, string member) =>
        new(type, null, DateTimeOffset.UnixEpoch, Encoding.UTF8.GetBytes($$"""{"member":"{{member}}","who":"till-1","text_version":"1"}"""), Guid.NewGuid());

    private async Task EnrolAsync(string member, float[] numbers)
    {
        await _vault.GiveAsync(new ConsentRequest(member, SubjectKind.Member, ConsentTexts.Current, "en", ConsentHow.OnPage, "ann", AgeConfirmed: true, OtherStores: false), Cancel);
        using var template = new FaceTemplate("clean-1", numbers, 3);
        _vault.Enrol(_vault.GrantFor(member)!, template, "ann");
    }
}
