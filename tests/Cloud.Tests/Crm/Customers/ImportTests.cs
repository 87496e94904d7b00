using System.Text;
using Cloud.Crm.Customers;
using Cloud.Crm.Customers.Imports;

namespace Cloud.Tests.Crm.Customers;

/// <summary>Files of customers taken in and out again, on both databases.</summary>
public abstract class ImportTests<T> : CustomersTests<T>
    where T : TestDatabase, new()
{
    private const string List =
        """
        姓名,手机号,邮箱,卡号,生日,标签,备注,会员编号
        林晓梅,138 0013 8000,lin@example.com,VIP-1,1990/5/17,茶、常客,靠窗,A-1
        陈静,13900139000,,VIP-2,1985年2月30日,,,A-2
        ,13700137000,,,,,,A-3
        吴伟,12x,wu@,,,,,A-4
        周敏,+86 13800138000,,,,,,A-5
        孙丽,13600136000,sun@example.com,VIP-6,,,,A-6
        """;

    [Fact]
    public async Task File_LookedAt_SaysRowByRowWhatItWouldDoAndChangesNothing()
    {
        await Customers.SetAsync("c-6", "孙丽", phone: "13600136000");
        var view = await Customers.ImportAsync(GB(List), apply: false);

        Assert.Equal(("csv gb18030", "ready", 6, 1, 1, 4), (view.Format, view.State, view.Rows, view.Created, view.Updated, view.Refused));
        var rows = (await Customers.Imports.RowsAsync(view.Id, null, 0, 10, Customers.Key, Cancel)).Rows;
        Assert.Equal(["2:new", "3:refused", "4:refused", "5:refused", "6:refused", "7:updated"], rows.Select(r => $"{r.Row}:{r.Outcome}"));
        Assert.Equal(("生日", "1985年2月30日"), (rows[1].Mistakes.Single().Column, rows[1].Mistakes.Single().Came));
        Assert.Equal("姓名", rows[2].Mistakes.Single().Column);
        Assert.Equal(["手机号", "邮箱"], rows[3].Mistakes.Select(m => m.Column));
        Assert.Equal(("the same as in row 2", "again", "2"), (rows[4].Mistakes.Single().Came, rows[4].Mistakes.Single().Code, rows[4].Mistakes.Single().Values.Single()));
        Assert.Equal(["1"], await Customers.ColumnAsync("SELECT count(*) FROM member"));
    }

    [Fact]
    public async Task File_TakenInAndUndone_LeavesWhatWasBefore()
    {
        await Customers.SetAsync("c-6", "孙 丽", phone: "13600136000", level: "gold");
        string[] state =
        [
            "SELECT id, name, name_key, level, phone_index, email_index, card_index, joined_at, home_store FROM member WHERE NOT gone ORDER BY id", "SELECT * FROM customer_tag ORDER BY customer, tag",
            "SELECT * FROM customer_note ORDER BY id", "SELECT source, external_index, customer FROM customer_identity ORDER BY customer", "SELECT part FROM member_name ORDER BY part",
        ];
        var before = await Customers.DumpAsync(state);
        var view = await Customers.ImportAsync(List, options: new ImportOptions(Tag: "2026"));

        Assert.Equal((1, 1, 4, 2), (view.Created, view.Updated, view.Refused, view.Applied));
        var lin = await FindAsync("vip1");
        Assert.Equal(("林晓梅", "--05-17", "2026 常客 茶", "靠窗"), (lin.Name, lin.Birthday, string.Join(' ', lin.Tags.Order(StringComparer.Ordinal)), lin.Notes.Single().Text));
        var sun = await FindAsync("vip6");
        Assert.Equal(("c-6", "孙丽", "gold", "s***@example.com"), (sun.Id, sun.Name, sun.Level, sun.Email));

        Assert.True(await Customers.Imports.BeginAsync(view.Id, "applied", "undoing", CustomersFixture.Manager, Cancel));
        await Customers.StepAsync(view.Id, "undoing");
        Assert.Equal(before, await Customers.DumpAsync(state));
        Assert.Equal(2, (await Customers.Imports.FindAsync(view.Id, Cancel))!.Undone);
    }

    [Fact]
    public async Task Undo_KeepsWhatWasChangedSinceAndSaysSo()
    {
        var view = await Customers.ImportAsync("name,phone\nLin Wei,13800138000\nChen Jing,13900139000\nWu Wei,13700137000\n");
        var chen = (await Customers.TakeAsync("till", "t-1", phone: "13900139000", email: "chen@example.com")).Customer;
        var wu = (await Customers.TakeAsync("till", "t-2", phone: "13700137000")).Customer;
        await Customers.SetAsync("c-9", "Wu Wei");
        await Customers.Merges.MergeAsync("c-9", wu, CustomersFixture.Manager, Cancel);
        await Customers.Imports.BeginAsync(view.Id, "applied", "undoing", CustomersFixture.Manager, Cancel);
        await Customers.StepAsync(view.Id, "undoing");

        var rows = (await Customers.Imports.RowsAsync(view.Id, null, 0, 10, Customers.Key, Cancel)).Rows;
        Assert.Equal(["undone", "kept", "kept"], rows.Select(r => r.State));
        Assert.Equal(("was changed since", "was merged with another customer since"), (rows[1].Mistakes.Single().Came, rows[2].Mistakes.Single().Came));
        Assert.Equal("Chen Jing", (await Customers.Details.FindAsync(chen, CustomersFixture.Manager, Customers.Key, Cancel))!.Name);
        Assert.Equal(["2"], await Customers.ColumnAsync("SELECT count(*) FROM member WHERE NOT gone AND merged_into IS NULL"));
    }

    [Fact]
    public async Task Apply_CutByACrash_GoesOnWhereItWasOnAnotherNode()
    {
        var csv = new StringBuilder("name,phone\n");
        for (var i = 0; i < 120; i++)
        {
            csv.Append(System.Globalization.CultureInfo.InvariantCulture, $"Person {i},1380013{8000 + i}\n");
        }

        var view = await Customers.ImportAsync(csv.ToString(), apply: false);
        await Customers.Imports.BeginAsync(view.Id, "ready", "applying", CustomersFixture.Manager, Cancel);
        await Customers.StepAsync(view.Id, "applying", transactions: 1);
        Assert.Equal(["50"], await Customers.ColumnAsync("SELECT count(*) FROM member"));

        // The first node only seemed dead: both carry on at once.
        var other = await CustomersFixture.OpenAsync(Database, Clock);
        var step = new ImportStep(view.Id, "applying", 0, view.Headers, view.Mapping, view.Options, "account-1", Customers.Key);
        await Task.WhenAll(new[] { Customers, other }.Select(node => Task.Run(
            async () =>
            {
                while (await new ImportApply(node.Database, node.Rows, Clock).SomeAsync(step, Cancel))
                {
                }
            },
            Cancel)));
        Assert.Equal(["120"], await Customers.ColumnAsync("SELECT count(*) FROM member"));
        Assert.Equal(["120"], await Customers.ColumnAsync("SELECT count(DISTINCT customer) FROM customer_import_row WHERE state = 'applied'"));
    }

    [Fact]
    public async Task File_TakenInAgain_ChangesNothing()
    {
        await Customers.ImportAsync(List);
        var again = await Customers.ImportAsync("姓名,手机号,会员编号\n林晓梅,138 0013 8000,A-1\n");

        Assert.Equal((1, 0, 0), (again.Same, again.Created, again.Applied));
        var refused = await Customers.ImportAsync("姓名,手机号,卡号\n林晓梅,13800138000,VIP-6\n", apply: false);
        Assert.Equal(1, refused.Refused);
        Assert.Contains("merge the two", (await Customers.Imports.RowsAsync(refused.Id, "refused", 0, 10, Customers.Key, Cancel)).Rows.Single().Mistakes.Single().Expected, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Rows_KeptHere_AreEncrypted()
    {
        await Customers.ImportAsync(List);
        var dump = await Customers.DumpAsync("SELECT * FROM customer_import_row", "SELECT * FROM customer_import");

        Assert.All(["林晓梅", "138 0013", "lin@example", Convert.ToHexString("林晓梅"u8), Convert.ToHexString("lin@example"u8)], text => Assert.DoesNotContain(text, dump, StringComparison.Ordinal));
    }

    private async Task<CustomerView> FindAsync(string card)
    {
        await using var connection = await Customers.Database.OpenAsync(Cancel);
        return (await Customers.Details.FindAsync((await Customers.Book.FindAsync(connection, CustomerKey.OfCard(card), Cancel))!, CustomersFixture.Manager, Customers.Key, Cancel))!;
    }

    private static byte[] GB(string text)
    {
        Encoding.RegisterProvider(CodePagesEncodingProvider.Instance);
        return Encoding.GetEncoding("GB18030").GetBytes(text);
    }
}

public sealed class ImportOnSqliteTests : ImportTests<SqliteTestDatabase>;

[Trait("needs", "postgres")]
public sealed class ImportOnPostgresTests : ImportTests<PostgresTestDatabase>;
