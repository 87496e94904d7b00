using EdgeGateway.Core.Members;

namespace Core.Tests.Members;

/// <summary>A vault beside a model of it: who consented until when, and who is enrolled.</summary>
internal sealed class VaultPlay : IDisposable
{
    private readonly Dictionary<string, (DateTimeOffset Until, DateTimeOffset Longest, bool HasFace)> _model = [];
    private readonly Dictionary<string, ConsentGrant> _oldGrants = [];
    private readonly List<VaultFixture> _fixtures = [new()];
    private MemberVault _vault;

    public VaultPlay() => _vault = Fixture.Open();

    private VaultFixture Fixture => _fixtures[^1];

    private DateTimeOffset Now => Fixture.Clock.GetUtcNow();

    public async Task DoAsync(string act, string who, int seed, int number)
    {
        switch (act)
        {
            case "Give":
                await GiveAsync(who);
                break;
            case "Enrol" when _vault.GrantFor(who) is { } grant:
                using (var template = VaultFixture.Template(seed))
                {
                    _vault.Enrol(grant, template, "ann");
                }

                _oldGrants[who] = grant;
                _model[who] = _model[who] with { HasFace = true };
                break;
            case "EnrolByAnOldGrant" when _oldGrants.GetValueOrDefault(who) is { IsLive: false } dead:
                using (var template = VaultFixture.Template(seed))
                {
                    Assert.Throws<ConsentRefusedException>(() => _vault.Enrol(dead, template, "ann"));
                }

                break;
            case "Withdraw":
                await _vault.WithdrawAsync(who, "bob", "till", CancellationToken.None);
                _model.Remove(who);
                break;
            case "Visit":
                _vault.Visited(who, Now);
                if (_model.TryGetValue(who, out var mine) && Now < mine.Until && Now - (mine.Until - Fixture.Options.KeepAfterLastVisit) >= TimeSpan.FromDays(1) && mine.Until < mine.Longest)
                {
                    var until = Now + Fixture.Options.KeepAfterLastVisit;
                    _model[who] = mine with { Until = until < mine.Longest ? until : mine.Longest };
                }

                break;
            case "Wait":
                Fixture.Clock.Advance(TimeSpan.FromDays(90 * (number + 1)));
                await _vault.RoundAsync(CancellationToken.None);
                break;
            case "Restart":
                _vault.Dispose();
                await ReopenAsync();
                break;
            case "Kill":
                _fixtures.Add(Fixture.Killed());
                await ReopenAsync();
                break;
            case "KillWithin":
                await KillWithinAsync(who, number);
                break;
            default:
                break;
        }

        foreach (var ended in _model.Where(m => m.Value.Until <= Now).Select(m => m.Key).ToList())
        {
            _model.Remove(ended);
        }
    }

    public string? FindMistake(IReadOnlyList<string> people)
    {
        for (var seed = 0; seed < people.Count; seed++)
        {
            var (isLive, hasFace) = _model.TryGetValue(people[seed], out var mine) ? (true, mine.HasFace) : (false, false);
            if (isLive != _vault.GrantFor(people[seed]) is not null)
            {
                return $"{people[seed]} {(isLive ? "has no grant" : "has a grant")}";
            }

            if (hasFace != (VaultFixture.Named(_vault, seed) is not null))
            {
                return $"{people[seed]} {(hasFace ? "is not" : "is")} recognised";
            }
        }

        var faces = _model.Values.Count(m => m.HasFace);
        if (_vault.Counts.Templates != faces || Fixture.Boxes().Count != faces)
        {
            return $"{Fixture.Boxes().Count} templates on the disk, {_vault.Counts.Templates} counted, {faces} expected";
        }

        return _vault.FindAuditMistake();
    }

    public void Dispose()
    {
        foreach (var fixture in _fixtures)
        {
            fixture.Dispose();
        }
    }

    private async Task GiveAsync(string who)
    {
        await _vault.GiveAsync(VaultFixture.Request(who), CancellationToken.None);
        var hasFace = _model.TryGetValue(who, out var former) && former.HasFace;
        _model[who] = (Now + Fixture.Options.KeepAfterLastVisit, Now + Fixture.Options.LongestConsent, hasFace);
    }

    /// <summary>Withdraws and is killed between two steps: before the commit nothing has happened, after it everything has.</summary>
    private async Task KillWithinAsync(string who, int number)
    {
        var steps = new List<(string Step, VaultFixture After)>();
        _vault.Step = step => steps.Add((step, Fixture.Killed()));
        await _vault.WithdrawAsync(who, "bob", "till", CancellationToken.None);
        _vault.Step = null;
        if (steps.Count == 0)
        {
            return;
        }

        var (at, after) = steps[number % steps.Count];
        foreach (var (_, other) in steps.Where(s => s.After != after))
        {
            other.Dispose();
        }

        if (at != "closed")
        {
            _model.Remove(who);
        }

        _fixtures.Add(after);
        await ReopenAsync();
    }

    private async Task ReopenAsync()
    {
        _vault = Fixture.Open();
        await _vault.RoundAsync(CancellationToken.None);
    }
}
