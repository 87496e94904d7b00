using EdgeGateway.Core.Members;

namespace Core.Tests.Members;

public sealed class MemberVaultFaceTests : IDisposable
{
    private readonly VaultFixture _fixture = new();
    private readonly VaultFixture _other = new();

    public void Dispose()
    {
        _fixture.Dispose();
        _other.Dispose();
    }

    [Fact]
    public void Grant_CanBeMadeByNobodyElse() =>
        Assert.Empty(typeof(ConsentGrant).GetConstructors());

    [Fact]
    public async Task Enrol_OnTheDisk_IsNeitherTheTemplateNorTheMasterKeysBox()
    {
        var vault = _fixture.Open();
        await VaultFixture.EnrolAsync(vault, "m-1", 1);

        var plain = System.Runtime.InteropServices.MemoryMarshal.AsBytes(VaultFixture.Numbers(1).AsSpan());
        for (var at = 0; at + 8 <= plain.Length; at += 4)
        {
            Assert.Equal(-1, _fixture.AllBytes().AsSpan().IndexOf(plain.Slice(at, 8)));
        }

        Assert.Equal("m-1", VaultFixture.Named(_fixture.Killed().Open(), 1));
    }

    [Fact]
    public async Task Enrol_EveryTime_UnderAnotherKey()
    {
        var vault = _fixture.Open();
        await VaultFixture.EnrolAsync(vault, "m-1", 1);
        var first = _fixture.Boxes()[0];
        using var again = VaultFixture.Template(1);

        vault.Enrol(vault.GrantFor("m-1")!, again, "ann");

        var second = Assert.Single(_fixture.Boxes());
        Assert.NotEqual(first.Box, second.Box);
        Assert.NotEqual(first.Key, second.Key);
        Assert.Equal(-1, _fixture.AllBytes().AsSpan().IndexOf(first.Key));
    }

    [Fact]
    public async Task Enrol_OfWhatIsNoTemplate_IsRefused()
    {
        var vault = _fixture.Open();
        var grant = await VaultFixture.GrantAsync(vault, "m-1");

        foreach (var template in (ReadOnlySpan<FaceTemplate>)[
            VaultFixture.Template(1, photos: 2),
            new FaceTemplate(VaultFixture.Pack, new float[VaultFixture.Dimensions], 3),
            new FaceTemplate(VaultFixture.Pack, [float.NaN, 1], 3),
            new FaceTemplate(VaultFixture.Pack, [], 3),
            new FaceTemplate("", VaultFixture.Numbers(1), 3)])
        {
            Assert.Throws<ConsentRefusedException>(() => vault.Enrol(grant, template, "ann"));
            template.Dispose();
        }

        Assert.Equal(0, vault.Counts.Templates);
    }

    [Fact]
    public async Task Enrol_WithAGrantOfAnotherVault_IsRefused()
    {
        var grant = await VaultFixture.GrantAsync(_other.Open(), "m-1");
        using var template = VaultFixture.Template(1);

        Assert.Throws<ConsentRefusedException>(() => _fixture.Open().Enrol(grant, template, "ann"));
    }

    [Fact]
    public async Task Gallery_HoldsTemplatesOfItsPackOnly_AndTheOthersCount()
    {
        var vault = _fixture.Open();
        await VaultFixture.EnrolAsync(vault, "m-1", 1);
        await VaultFixture.EnrolAsync(vault, "m-2", 2, "accurate-1");

        Assert.Equal(1, vault.GalleryOf(VaultFixture.Pack).Count);

        Assert.Equal((2, 2, 1), (vault.Counts.Members, vault.Counts.Templates, vault.Counts.NeedReenrolment));
        Assert.True(vault.Consents.Single(c => c.Subject == "m-2").NeedsReenrolment);
        Assert.Same(vault.GalleryOf(VaultFixture.Pack), vault.GalleryOf(VaultFixture.Pack));
    }

    [Fact]
    public async Task Gallery_OfATemplateThatWasExchangedInTheFile_LeavesItOut()
    {
        var vault = _fixture.Open();
        await VaultFixture.EnrolAsync(vault, "m-1", 1);
        await VaultFixture.EnrolAsync(vault, "m-2", 2);
        vault.Dispose();
        _fixture.Execute("CREATE TEMP TABLE was AS SELECT consent, box FROM face; UPDATE face SET box = (SELECT box FROM was WHERE was.consent <> face.consent)");

        var gallery = _fixture.Open().GalleryOf(VaultFixture.Pack);

        Assert.Equal(0, gallery.Count);
        Assert.Equal(2, _fixture.Log.Lines.Count(line => line.Id == 1198));
    }

    [Fact]
    public async Task Open_OfAFileWithATemplateWithoutConsent_DestroysIt()
    {
        var vault = _fixture.Open();
        await VaultFixture.EnrolAsync(vault, "m-1", 1);
        var (box, _) = _fixture.Boxes()[0];
        vault.Dispose();
        _fixture.Execute("DELETE FROM consent");

        Assert.Equal(0, _fixture.Open().GalleryOf(VaultFixture.Pack).Count);

        Assert.Equal(-1, _fixture.AllBytes().AsSpan().IndexOf(box));
        Assert.Contains(_fixture.Log.Lines, line => line.Id == 1197);
    }

    [Fact]
    public async Task Counts_NearTheFiling_Warn()
    {
        _fixture.Options.WarnAtTemplates = 2;
        var vault = _fixture.Open();
        await VaultFixture.EnrolAsync(vault, "m-1", 1);
        Assert.False(vault.Counts.IsNearFiling);

        await VaultFixture.EnrolAsync(vault, "m-2", 2);

        Assert.True(vault.Counts.IsNearFiling);
        Assert.Single(_fixture.Log.Lines, line => line.Id == 1196);
    }

    [Fact]
    public async Task Sealed_GoesToTheOneGatewayOnly_WithItsConsent()
    {
        var (vault, other) = (_fixture.Open(), _other.Open());
        await VaultFixture.EnrolAsync(vault, "m-1", 1, otherStores: true);
        var box = vault.Seal("m-1", Key(other))!;

        Assert.Throws<ConsentRefusedException>(() => vault.OpenSealed(box));
        var record = other.OpenSealed(box);

        Assert.Equal(vault.RecordOf("m-1")! with { Origin = vault.GatewayKey.Fingerprint }, record);
        Assert.Equal("m-1", VaultFixture.Named(other, 1));
        Assert.Equal("m-1", VaultFixture.Named(_other.Killed().Open(), 1));
        Assert.Equal(1, other.Counts.Foreign);
        Assert.Empty(_other.Kept);
        Assert.Equal(AuditWhat.Sent, vault.Audit(1)[0].What);
    }

    [Fact]
    public async Task Sealed_WithAnyBitChanged_IsRefused()
    {
        var (vault, other) = (_fixture.Open(), _other.Open());
        await VaultFixture.EnrolAsync(vault, "m-1", 1, otherStores: true);
        var box = vault.Seal("m-1", Key(other))!;

        for (var at = 0; at < box.Length; at += 7)
        {
            var changed = box.ToArray();
            changed[at] ^= (byte)(1 << (at % 8));
            Assert.Throws<ConsentRefusedException>(() => other.OpenSealed(changed));
        }

        Assert.Throws<ConsentRefusedException>(() => other.OpenSealed([]));
        Assert.Throws<ConsentRefusedException>(() => other.OpenSealed(box.AsSpan(0, 140)));
        Assert.Empty(other.Consents);
    }

    [Fact]
    public async Task Seal_WithoutTheChoiceOfOtherStores_GivesNothing()
    {
        var (vault, other) = (_fixture.Open(), _other.Open());
        await VaultFixture.EnrolAsync(vault, "m-1", 1);

        Assert.Null(vault.Seal("m-1", Key(other)));
        Assert.Null(vault.Seal("nobody", Key(other)));
        await VaultFixture.EnrolAsync(vault, "m-2", 2, otherStores: true);
        Assert.Throws<ConsentRefusedException>(() => vault.Seal("m-2", new byte[65]));
        Assert.Throws<ConsentRefusedException>(() => vault.Seal("m-2", [4, .. new byte[64]]));
    }

    [Fact]
    public async Task Seal_OfACopy_GivesNothing()
    {
        var (vault, other) = (_fixture.Open(), _other.Open());
        await VaultFixture.EnrolAsync(vault, "m-1", 1, otherStores: true);
        other.OpenSealed(vault.Seal("m-1", Key(other))!);

        Assert.Null(other.Seal("m-1", Key(vault)));
    }

    [Fact]
    public async Task Seal_WhereTheConfigurationTrustsOthers_IsRefused()
    {
        var (vault, other) = (_fixture.Open(), _other.Open());
        await VaultFixture.EnrolAsync(vault, "m-1", 1, otherStores: true);
        var box = vault.Seal("m-1", Key(other))!;
        _fixture.Options.TrustedGateways.Add(vault.GatewayKey.Fingerprint);
        _other.Options.TrustedGateways.Add(other.GatewayKey.Fingerprint);

        Assert.Throws<ConsentRefusedException>(() => vault.Seal("m-1", Key(other)));
        Assert.Throws<ConsentRefusedException>(() => other.OpenSealed(box));
        _other.Options.TrustedGateways.Add(vault.GatewayKey.Fingerprint.Replace(" ", "", StringComparison.Ordinal));
        other.OpenSealed(box);
    }

    [Fact]
    public async Task OpenSealed_AfterTheWithdrawalCame_BringsNothingBack()
    {
        var (vault, other) = (_fixture.Open(), _other.Open());
        await VaultFixture.EnrolAsync(vault, "m-1", 1, otherStores: true);
        var box = vault.Seal("m-1", Key(other))!;
        _fixture.Clock.Advance(TimeSpan.FromMinutes(1));
        _other.Clock.Advance(TimeSpan.FromMinutes(1));

        await other.WithdrawAsync("m-1", "headquarters", "headquarters", VaultFixture.Token);

        Assert.Throws<ConsentRefusedException>(() => other.OpenSealed(box));
        other.Dispose();
        Assert.Throws<ConsentRefusedException>(() => _other.Open().OpenSealed(box));
    }

    [Fact]
    public async Task Withdraw_OfACopy_DestroysItAndTellsHeadquarters()
    {
        var (vault, other) = (_fixture.Open(), _other.Open());
        await VaultFixture.EnrolAsync(vault, "m-1", 1, otherStores: true);
        var box = vault.Seal("m-1", Key(other))!;
        other.OpenSealed(box);

        await other.WithdrawAsync("m-1", "headquarters", "headquarters", VaultFixture.Token);

        Assert.Null(VaultFixture.Named(other, 1));
        Assert.Equal(["consent.withdrawn withdrawn"], _other.Told());
        Assert.Throws<ConsentRefusedException>(() => other.OpenSealed(box));
    }

    [Fact]
    public async Task Withdraw_OfBefore_LeavesAConsentGivenSince()
    {
        var vault = _fixture.Open();
        var before = _fixture.Clock.GetUtcNow();
        _fixture.Clock.Advance(TimeSpan.FromHours(1));
        await VaultFixture.EnrolAsync(vault, "m-1", 1);

        Assert.Null(await vault.WithdrawAsync("m-1", "headquarters", "headquarters", before, VaultFixture.Token));

        Assert.Equal("m-1", VaultFixture.Named(vault, 1));
    }

    [Fact]
    public async Task OpenSealed_OfWhoConsentedHere_LeavesThatAsItIs()
    {
        var (vault, other) = (_fixture.Open(), _other.Open());
        await VaultFixture.EnrolAsync(vault, "m-1", 1, otherStores: true);
        await VaultFixture.EnrolAsync(other, "m-1", 2);

        Assert.Throws<ConsentRefusedException>(() => other.OpenSealed(vault.Seal("m-1", Key(other))!));

        Assert.Equal("m-1", VaultFixture.Named(other, 2));
    }

    [Fact]
    public async Task OpenSealed_Again_TakesTheNewerTemplate()
    {
        var (vault, other) = (_fixture.Open(), _other.Open());
        await VaultFixture.EnrolAsync(vault, "m-1", 1, otherStores: true);
        other.OpenSealed(vault.Seal("m-1", Key(other))!);
        using (var newer = VaultFixture.Template(2))
        {
            vault.Enrol(vault.GrantFor("m-1")!, newer, "ann");
        }

        other.OpenSealed(vault.Seal("m-1", Key(other))!);
        Assert.Equal("m-1", VaultFixture.Named(other, 2));
        await vault.GiveAsync(VaultFixture.Request("m-1", otherStores: true) with { Language = "zh-CN" }, VaultFixture.Token);
        _other.Clock.Advance(TimeSpan.FromMinutes(1));
        Assert.Throws<ConsentRefusedException>(() => other.OpenSealed(vault.Seal("m-1", Key(other))!));
        _fixture.Clock.Advance(TimeSpan.FromMinutes(2));
        await vault.GiveAsync(VaultFixture.Request("m-1", otherStores: true) with { Language = "zh-CN" }, VaultFixture.Token);
        other.OpenSealed(vault.Seal("m-1", Key(other))!);

        Assert.Equal("zh-CN", Assert.Single(other.Consents).Language);
        Assert.Equal(1, other.GalleryOf(VaultFixture.Pack).Count);
    }

    [Fact]
    public void GatewayKey_StaysTheSameOverAStart()
    {
        var vault = _fixture.Open();
        var key = Key(vault);
        vault.Dispose();

        Assert.Equal(key, Key(_fixture.Open()));
        Assert.Equal(GatewayKey.PublicKeyLength, key.Length);
    }

    private static byte[] Key(MemberVault vault) => [.. vault.GatewayKey.PublicKey];
}
