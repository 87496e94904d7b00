using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using Microsoft.Data.Sqlite;
using Simulators.World;
using SystemTests.Support;

namespace SystemTests;

[Trait("needs", "world")]
[Trait("long", "yes")]
public sealed class JoinedGatewayTests
{
    [Fact]
    public async Task Box_JoinedOnItsPageAndRenewedUnderLoad_GoesOnWithTheNextCertificateAndLosesNothing()
    {
        await using var store = await JoinedStore.StartAsync();
        await store.StartBoxAsync("joining ");
        await store.JoinOnItsPageAsync(await store.CodeAsync());
        await store.StartTillAsync();
        await ArrivedAsync(store, 20);

        // A certificate takes the place of the given one that is past two thirds of its life.
        await store.StopTillAsync();
        await store.StopBoxAsync();
        var old = MakeOld(store);
        await store.StartTillAsync();
        await store.StartBoxAsync("intake ");
        var box = store.Box.Id;
        await Waiting.UntilAsync("the next certificate", Scenario.Limit, () => SerialOf(store) != old, Scenario.Stop);
        await ArrivedAsync(store, 20);

        // The old one opens no connection any more, so what arrives from now on came with the next.
        var now = (await store.ScansAsync()).Count;
        await store.RestartBrokerAsync(() => File.WriteAllText(store.Revocations, ListWith(store, old)));
        await ArrivedAsync(store, now + 50);
        Assert.Equal(box, store.Box.Id);
        Assert.False(store.Box.HasExited);

        await store.StopTillAsync();
        var kept = store.AcknowledgedIds();
        await ArrivedAsync(store, kept.Count);
        var scans = await store.ScansAsync();
        Assert.Equal(scans.Count, scans.Distinct().Count());
        Assert.Equal(kept.Order(), scans.Order());
    }

    private static Task ArrivedAsync(JoinedStore store, int atLeast) =>
        Waiting.UntilAsync($"headquarters holds {atLeast} scans", Scenario.Limit, async () => (await store.ScansAsync()).Count >= atLeast, Scenario.Stop);

    private static string SerialOf(JoinedStore store)
    {
        using var certificate = X509Certificate2.CreateFromPem(File.ReadAllText(store.IdentityFile));
        return Serial(certificate);
    }

    private static string Serial(X509Certificate2 certificate) => Convert.ToHexStringLower(certificate.SerialNumberBytes.Span);

    /// <summary>Puts a certificate in the place of the box's that is past two thirds of its life, at headquarters and on the box.</summary>
    /// <returns>Its serial number.</returns>
    private static string MakeOld(JoinedStore store)
    {
        using var authority = X509Certificate2.CreateFromPemFile(store.Authority);
        var text = File.ReadAllText(store.IdentityFile);
        using var given = X509Certificate2.CreateFromPem(text);
        var now = TimeProvider.System.GetUtcNow();
        var request = new CertificateRequest(given.SubjectName, given.PublicKey, HashAlgorithmName.SHA256);
        foreach (var extension in given.Extensions)
        {
            request.CertificateExtensions.Add(extension);
        }

        // Its authority is an hour old, so it is not given earlier: it ends sooner.
        using var old = request.Create(authority, now.AddMinutes(-59), now.AddMinutes(20), [0x41, .. RandomNumberGenerator.GetBytes(15)]);
        File.WriteAllText(store.IdentityFile, text.Replace(given.ExportCertificatePem(), old.ExportCertificatePem(), StringComparison.Ordinal));
        using var database = new SqliteConnection(store.Database + ";Pooling=False");
        database.Open();
        using var update = database.CreateCommand();
        update.CommandText = "UPDATE gateway_certificate SET serial = @new, pem = @pem WHERE serial = @old";
        update.Parameters.AddWithValue("new", Serial(old));
        update.Parameters.AddWithValue("pem", old.ExportCertificatePem() + "\n");
        update.Parameters.AddWithValue("old", Serial(given));
        Assert.Equal(1, update.ExecuteNonQuery());
        return Serial(old);
    }

    private static string ListWith(JoinedStore store, string serial)
    {
        using var authority = X509Certificate2.CreateFromPemFile(store.Authority);
        var now = TimeProvider.System.GetUtcNow();
        var list = new CertificateRevocationListBuilder();
        list.AddEntry(Convert.FromHexString(serial), now);
        return PemEncoding.WriteString("X509 CRL", list.Build(authority, now.ToUnixTimeMilliseconds(), now.AddDays(1), HashAlgorithmName.SHA256, thisUpdate: now.AddMinutes(-1))) + "\n";
    }
}
