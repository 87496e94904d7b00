using System.Text;
using System.Text.Json;
using Cloud.Crm.Customers;
using Cloud.Crm.Outgoing;
using Cloud.Crm.Storage;
using Microsoft.Data.Sqlite;

namespace Cloud.Tests.Crm.Customers;

/// <summary>What is left of a person after erasure: nothing, in any table, on both databases.</summary>
public abstract class ErasureTests<T> : CustomersTests<T>
    where T : TestDatabase, new()
{
    private protected static string[] Texts { get; } = ["林晓梅", "Xiaomei", "13800138000", "138 0013 8000", "lin.xiaomei", "VIP-77001", "VIP77001", "openid-4711", "allergic", "1990-05-17", "tea-lover"];

    [Fact]
    public async Task Person_Erased_IsInNoTable()
    {
        await LiveAsync();
        Assert.NotEmpty(await WholeAsync());
        var named = await Customers.Erasure.EraseAsync("c-1", new EraseBody("林晓梅 wrote"), CustomersFixture.Manager, Customers.Key, Cancel);
        Assert.Equal(ChangeOutcome.Wrong, named.Outcome);
        Assert.Equal(ChangeOutcome.Done, (await Customers.Erasure.EraseAsync("c-2", new EraseBody("letter of 21 November"), CustomersFixture.Manager, Customers.Key, Cancel)).Outcome);

        Assert.Empty(await WholeAsync());
        var receipt = (await Customers.Erasure.ReceiptAsync("c-1", Cancel))!;
        Assert.Equal(["c-1", "c-2"], receipt.Customers);
        Assert.Equal(
            ["customer_identity", "customer_import_row", "customer_note", "customer_tag", "dead_letter", "member", "outgoing"], receipt.Removed.Select(r => r.Where).Distinct().Order(StringComparer.Ordinal));
        Assert.Null(await Customers.Details.FindAsync("c-1", CustomersFixture.Manager, Customers.Key, Cancel));
        Assert.Equal(["customer.erased"], await Customers.ColumnAsync("SELECT action FROM audit_entry WHERE action = 'customer.erased'"));

        // Others stay, and the person may come again as somebody new.
        Assert.Equal("Wu Wei", (await Customers.Details.FindAsync("c-3", CustomersFixture.Manager, Customers.Key, Cancel))!.Name);
        Assert.Equal(ChangeOutcome.Created, (await Customers.TakeAsync("till", "t-9", "Lin", phone: "13800138000")).Outcome);
        await AfterAsync();
    }

    [Fact]
    public async Task Person_Exported_IsAllThereInDataAndInWords()
    {
        await LiveAsync();
        var document = (await Customers.Export.MakeAsync("c-1", "zh-CN", CustomersFixture.Manager, Customers.Key, Cancel))!;
        var text = JsonSerializer.Serialize(document, CustomersJson.Default.PersonDocument);

        Assert.All(Texts.Where(t => t is not ("VIP77001" or "13800138000")), expected => Assert.Contains(JsonEncodedText.Encode(expected).ToString(), text, StringComparison.Ordinal));
        Assert.Contains("手机号：138 0013 8000。", document.InWords);
        Assert.Contains("员工写的备注：2 条。", document.InWords);
        Assert.Equal(["customer.exported"], await Customers.ColumnAsync("SELECT action FROM audit_entry WHERE action = 'customer.exported'"));
    }

    private protected virtual Task AfterAsync() => Task.CompletedTask;

    /// <summary>A person under two ids, with everything this area keeps of people, and a namesake of nobody.</summary>
    private async Task LiveAsync()
    {
        await Customers.Editing.SetAsync(
            "c-1", new CustomerBody("林晓梅", "gold", "138 0013 8000", "lin.xiaomei@example.com", Birthday: "1990-05-17", Hints: ["allergic to nuts"]), true, "staff", CustomersFixture.Manager, Customers.Key, Cancel);
        await Customers.SetAsync("c-2", "Lin Xiaomei", card: "VIP-77001");
        await Customers.SetAsync("c-3", "Wu Wei", phone: "13700137000");
        await Customers.Merges.MergeAsync("c-1", "c-2", CustomersFixture.Manager, Cancel);
        await Customers.TakeAsync("wechat", "openid-4711", "Lin Xiaomei", card: "VIP77001");
        await Customers.Remarks.TagAsync("c-1", "tea-lover", CustomersFixture.Manager, Cancel);
        await Customers.Remarks.NoteAsync("c-1", "allergic to nuts, says Xiaomei", CustomersFixture.Manager, Cancel);
        await Customers.Consents.SetAsync("c-1", new ConsentBody("marketing", "sms", true, "2026-1", "zh-CN"), CustomersFixture.Manager, Cancel);
        await Customers.ImportAsync("name,phone,note\n林晓梅,138 0013 8000,allergic\nLin Xiaomei,12x,refused row\nZhou Min,13600136000,\n");
        await Customers.Database.WriteAsync(
            async t =>
            {
                var outgoing = new OutgoingTable(Customers.Database, Clock);
                await outgoing.AddAsync(t, "webhook", "notice/VIP77001", "hook", """{"event":"customer.changed","name":"林晓梅","phone":"13800138000"}""", Cancel);
                await outgoing.AddAsync(t, "webhook", "k-2", "hook", """{"event":"customer.changed","name":"\u6797\u6653\u6885"}""", Cancel);
                await outgoing.AddAsync(t, "webhook", "k-3", "hook", """{"event":"stock.low"}""", Cancel);
                return await t.Command(
                    "INSERT INTO dead_letter (sha256, topic, reason, count, first_at, last_at, size, payload) VALUES (@s, 't', 'bad', 1, @at, @at, 1, @payload)",
                    ("s", new byte[32]), ("at", Customers.Database.ToTime(Clock.GetUtcNow().UtcDateTime)), ("payload", Encoding.UTF8.GetBytes("""{"phone":"13800138000"}"""))).RunAsync(Cancel);
            },
            Cancel);
    }

    /// <summary>Every place in every table where a text of the person stands, whole or sealed so that the key opens it.</summary>
    private async Task<IReadOnlyList<string>> WholeAsync()
    {
        var tables = await Customers.ColumnAsync(
            Customers.Database.Provider == "sqlite" ? "SELECT name FROM sqlite_master WHERE type = 'table' AND name NOT LIKE 'sqlite%'" : "SELECT tablename FROM pg_tables WHERE schemaname = current_schema()");
        Assert.Contains("customer_import_row", tables);
        var hits = new List<string>();
        foreach (var table in tables)
        {
            var dump = await Customers.DumpAsync($"SELECT * FROM {table}");
            hits.AddRange(Texts.SelectMany(t => new[] { t, Convert.ToHexString(Encoding.UTF8.GetBytes(t)), JsonEncodedText.Encode(t).ToString() })
                .Where(form => dump.Contains(form, StringComparison.Ordinal)).Select(form => $"{table}: {form}"));
            hits.AddRange(new[] { Customers.Key.PhoneIndex("13800138000"), Customers.Key.EmailIndex("lin.xiaomei@example.com"), Customers.Key.CardIndex("VIP77001") }
                .Where(index => dump.Contains(Convert.ToHexString(index!), StringComparison.Ordinal)).Select(_ => $"{table}: an index"));
        }

        return hits;
    }
}

public sealed class ErasureOnSqliteTests : ErasureTests<SqliteTestDatabase>
{
    /// <summary>Nothing is left in the file either: zeros are written over what is deleted, and the log is cut. What this run made anew is not the person's.</summary>
    private protected override async Task AfterAsync()
    {
        await Customers.Database.ForgetAsync(Cancel);
        var file = new SqliteConnectionStringBuilder(Database.Connection).DataSource;
        var before = await BytesAsync(file);
        await using (var connection = await Customers.Database.OpenAsync(Cancel))
        {
            await connection.Command("VACUUM").RunAsync(Cancel);
        }

        await Customers.Database.ForgetAsync(Cancel);
        var after = await BytesAsync(file);
        Assert.All(Texts, text => Assert.Equal((text, -1), (text, after.AsSpan().IndexOf(Encoding.UTF8.GetBytes(text)))));
        Assert.All(Texts, text => Assert.Equal((text, -1), (text, before.AsSpan().IndexOf(Encoding.UTF8.GetBytes(text)))));
    }

    private static async Task<byte[]> BytesAsync(string file)
    {
        var bytes = new MemoryStream();
        foreach (var part in new[] { file, file + "-wal" }.Where(File.Exists))
        {
            await using var stream = new FileStream(part, FileMode.Open, FileAccess.Read, FileShare.ReadWrite);
            await stream.CopyToAsync(bytes, Cancel);
        }

        return bytes.ToArray();
    }
}

[Trait("needs", "postgres")]
public sealed class ErasureOnPostgresTests : ErasureTests<PostgresTestDatabase>;
