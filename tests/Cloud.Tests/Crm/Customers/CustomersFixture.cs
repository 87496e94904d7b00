using System.Text;
using Cloud.Crm.Access;
using Cloud.Crm.Customers;
using Cloud.Crm.Customers.Imports;
using Cloud.Crm.Members;
using Cloud.Crm.Schema;
using Cloud.Crm.Storage;
using Tests.Shared;

namespace Cloud.Tests.Crm.Customers;

/// <summary>Customers over a database and nothing else: no pages, no gateways, and a clock that stands.</summary>
internal sealed class CustomersFixture
{
    private CustomersFixture(HeadquartersDatabase database, ManualClock clock)
    {
        (Database, Clock) = (database, clock);
        Audit = new AuditTable(database, clock);
        Tables = new TableNames(database);
        Book = new CustomerBook(new MemberKeyring(Key));
        Rows = new CustomerTable(database, clock);
        Editing = new CustomerEditing(database, Rows, Audit, clock);
        Intake = new CustomerIntake(database, Rows, Audit, clock);
        Merges = new MergeTable(database, Audit, clock);
        Queries = new CustomerQueries(database, Book);
        Remarks = new CustomerRemarks(database, Book, Audit, clock);
        Consents = new MarketingConsents(database, Book, Audit, clock);
        Imports = new ImportTable(database, Audit, clock);
        Details = new CustomerDetails(database, Book, new MemberQueries(database), Tables);
        Erasure = new Erasure(database, Rows, Book, new ConsentTable(database, clock), Consents, new PersonalScrub(database, Tables), new Unlinking(database, Tables), Tables, Audit, clock);
        Export = new PersonExport(database, Rows, Book, Tables, Audit, clock);
    }

    internal static Caller Manager { get; } = new("account-1", "Lin", Role.Manager, null);

    internal MemberKey Key { get; } = new([.. Enumerable.Range(0, MemberKey.Length).Select(i => (byte)i)], "86");

    internal HeadquartersDatabase Database { get; }

    internal ManualClock Clock { get; }

    internal AuditTable Audit { get; }

    internal TableNames Tables { get; }

    internal CustomerBook Book { get; }

    internal CustomerTable Rows { get; }

    internal CustomerEditing Editing { get; }

    internal CustomerIntake Intake { get; }

    internal MergeTable Merges { get; }

    internal CustomerQueries Queries { get; }

    internal CustomerRemarks Remarks { get; }

    internal MarketingConsents Consents { get; }

    internal ImportTable Imports { get; }

    internal CustomerDetails Details { get; }

    internal Erasure Erasure { get; }

    internal PersonExport Export { get; }

    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    /// <summary>Opens a database as a node of its own; the first that does brings the schema.</summary>
    internal static async Task<CustomersFixture> OpenAsync(TestDatabase database, ManualClock clock)
    {
        var fixture = new CustomersFixture(database.Open(), clock);
        await SchemaMigration.ApplyAsync(fixture.Database, clock, Cancel);
        Assert.True(await new MemberTable(fixture.Database, clock).BeginAsync(fixture.Key, Cancel));
        return fixture;
    }

    internal Task<CustomerChange> SetAsync(string id, string name, string? phone = null, string? email = null, string? card = null, string? level = null, string? store = null) =>
        Editing.SetAsync(id, new CustomerBody(name, level, phone, email, card, HomeStore: store), true, "staff", Manager, Key, Cancel);

    internal Task<CustomerChange> TakeAsync(string source, string id, string? name = null, string? phone = null, string? email = null, string? card = null, long version = 1) =>
        Intake.TakeAsync(new IntakeBody(source, id, version, name, phone, email, card), Manager, Key, Cancel);

    /// <summary>Looks at a file and, where asked for, takes it in.</summary>
    internal async Task<ImportView> ImportAsync(byte[] file, bool apply = true, ImportOptions? options = null)
    {
        var id = await Imports.AddAsync("list", ImportFile.Open(file), Manager, Key, Cancel);
        if (options is not null)
        {
            await Imports.ChangeAsync(id, (await Imports.FindAsync(id, Cancel))!.Mapping, options, Cancel);
        }

        await StepAsync(id, "checking");
        if (apply)
        {
            Assert.True(await Imports.BeginAsync(id, "ready", "applying", Manager, Cancel));
            await StepAsync(id, "applying");
        }

        return (await Imports.FindAsync(id, Cancel))!;
    }

    internal Task<ImportView> ImportAsync(string csv, bool apply = true, ImportOptions? options = null) => ImportAsync(Encoding.UTF8.GetBytes(csv), apply, options);

    /// <summary>Carries one step of an import to its end, or as far as a node comes that dies after some transactions.</summary>
    internal async Task StepAsync(string id, string state, int transactions = int.MaxValue)
    {
        var view = (await Imports.FindAsync(id, Cancel))!;
        Assert.Equal(state, view.State);
        var step = new ImportStep(id, state, view.Done, view.Headers, view.Mapping, view.Options, "account-1", Key);
        var ended = await CarryAsync(step, transactions);
        if (ended)
        {
            await Database.WriteAsync(
                t => t.Command("UPDATE customer_import SET state = @to WHERE id = @id", ("id", id), ("to", state switch { "checking" => "ready", "applying" => "applied", _ => "undone" })).RunAsync(Cancel), Cancel);
        }
    }

    internal async Task<List<string>> ColumnAsync(string sql)
    {
        await using var connection = await Database.OpenAsync(Cancel);
        return await connection.Command(sql).ListAsync(r => r.IsDBNull(0) ? "" : Convert.ToString(r[0], System.Globalization.CultureInfo.InvariantCulture)!, Cancel);
    }

    /// <summary>Every row of tables as text, in order; moments and encrypted columns by what they are.</summary>
    internal async Task<string> DumpAsync(params string[] statements)
    {
        var dump = new StringBuilder();
        await using var connection = await Database.OpenAsync(Cancel);
        foreach (var sql in statements)
        {
            dump.AppendLine(sql);
            foreach (var row in await connection.Command(sql).ListAsync(
                r => string.Join('|', Enumerable.Range(0, r.FieldCount).Select(i => r[i] is byte[] bytes ? Convert.ToHexString(bytes) : Convert.ToString(r[i], System.Globalization.CultureInfo.InvariantCulture))), Cancel))
            {
                dump.AppendLine(row);
            }
        }

        return dump.ToString();
    }

    private async Task<bool> CarryAsync(ImportStep step, int transactions)
    {
        var check = new ImportCheck(Database, Rows, Clock);
        int? after = 0;
        for (var done = 0; done < transactions; done++)
        {
            var more = step.State switch
            {
                "checking" => (after = await check.SomeAsync(step, after!.Value, Cancel)) is not null,
                "applying" => await new ImportApply(Database, Rows, Clock).SomeAsync(step, Cancel),
                _ => await new ImportUndo(Database, Rows, Tables).SomeAsync(step, Cancel),
            };
            if (!more)
            {
                return true;
            }
        }

        return false;
    }
}
