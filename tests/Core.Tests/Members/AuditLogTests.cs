using EdgeGateway.Core.Members;

namespace Core.Tests.Members;

public sealed class AuditLogTests : IDisposable
{
    private readonly VaultFixture _fixture = new();

    public void Dispose() => _fixture.Dispose();

    [Fact]
    public async Task Audit_SaysWhoDidWhatWithWhom()
    {
        var vault = _fixture.Open();
        await VaultFixture.EnrolAsync(vault, "m-1", 1);
        vault.Viewed("carl", null);
        await vault.WithdrawAsync("m-1", "bob", "till", VaultFixture.Token);

        Assert.Equal(
            [("bob", AuditWhat.Withdrawn, "m-1"), ("carl", AuditWhat.Viewed, ""), ("ann", AuditWhat.Enrolled, "m-1"), ("ann", AuditWhat.Given, "m-1")],
            vault.Audit(10).Select(entry => (entry.Who, entry.What, entry.Subject)));
        Assert.Equal([4, 3], vault.Audit(2).Select(entry => (int)entry.Number));
    }

    [Theory]
    [InlineData("DELETE FROM audit WHERE number = 2", "line 2 is missing")]
    [InlineData("DELETE FROM audit WHERE number = 1", "line 1 is missing")]
    [InlineData("DELETE FROM audit WHERE number = 4", "lines after 3 are missing")]
    [InlineData("DELETE FROM audit", "lines after 0 are missing")]
    [InlineData("DROP TRIGGER audit_is_written_once; UPDATE audit SET who = 'eve' WHERE number = 3", "line 3 is not as it was written")]
    [InlineData("DROP TRIGGER audit_is_written_once; UPDATE audit SET who = 'anne', what = 'nrolled' WHERE number = 2", "line 2 is not as it was written")]
    [InlineData("INSERT INTO audit SELECT 5, at, who, what, subject, note, mac FROM audit WHERE number = 1", "line 5 is not as it was written")]
    [InlineData("DELETE FROM meta WHERE name = 'audit-ends'", "its ends are not as they were sealed")]
    public async Task Audit_ChangedInTheFile_IsFound(string sql, string mistake)
    {
        var vault = _fixture.Open();
        await VaultFixture.EnrolAsync(vault, "m-1", 1);
        vault.Viewed("carl", "m-1");
        vault.Viewed("carl", "m-1");
        vault.Dispose();

        _fixture.Execute(sql);

        Assert.Equal(mistake, _fixture.Open().FindAuditMistake());
        Assert.Contains(_fixture.Log.Lines, line => line.Id == 1195);
    }

    [Fact]
    public void Audit_CannotBeUpdated()
    {
        _fixture.Open().Viewed("carl", null);

        var refused = Assert.ThrowsAny<Exception>(() => _fixture.Execute("UPDATE audit SET who = 'eve'"));

        Assert.Contains("written once", refused.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Viewed_ByNobody_IsRefused()
    {
        var vault = _fixture.Open();

        Assert.Throws<ConsentRefusedException>(() => vault.Viewed("", null));
    }
}
