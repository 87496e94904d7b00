using System.Data.Common;
using System.Text.Json.Serialization;
using Cloud.Crm.Access;
using Cloud.Crm.Sales;
using Cloud.Crm.Storage;

namespace Cloud.Crm.Programme;

/// <summary>Vouchers and what became of them. A use is taken by a conditional change of one row: of two tills that want the last one, one gets it.</summary>
internal sealed class VoucherTable(HeadquartersDatabase database, AuditTable audit, TimeProvider clock)
{
    private const string Columns = "code, name, value_fen, least_fen, member, store, valid_from, valid_until, uses, uses_left, created_at";

    /// <summary>Takes a use for a sale; the same sale again takes none and is answered the same.</summary>
    internal async Task<VoucherUse> UseAsync(DbTransaction transaction, string code, VoucherRedemption redemption, CancellationToken cancellationToken)
    {
        var now = database.ToTime(redemption.At);
        var found = await transaction.Command($"SELECT {Columns} FROM voucher WHERE code = @code", ("code", code)).ListAsync(Read, cancellationToken);
        if (found.Count == 0)
        {
            return VoucherUse.Refused(VoucherRefusal.Unknown, $"there is no voucher '{code}'");
        }

        // Whoever writes this row first has the sale's use; another of the same sale waits here and finds it.
        if (await transaction.Command(
            """
            INSERT INTO voucher_use (code, sale, at, store, till, uses_left, member, evidence) VALUES (@code, @sale, @now, @store, @till, 0, @member, @evidence)
            ON CONFLICT (code, sale) DO NOTHING
            """,
            ("code", code), ("sale", redemption.Sale), ("now", now), ("store", redemption.Store), ("till", redemption.Till), ("member", redemption.Member), ("evidence", $"sale/{redemption.Sale}"))
            .RunAsync(cancellationToken) == 0)
        {
            var left = await transaction.Command("SELECT uses_left FROM voucher_use WHERE code = @code AND sale = @sale", ("code", code), ("sale", redemption.Sale))
                .ListAsync(r => r.GetInt64(0), cancellationToken);
            return new VoucherUse(null, null, new VoucherRedeemed(code, redemption.Sale, found[0].ValueFen, left[0]));
        }

        var problem = Problem(found[0], redemption, await IsOfAsync(transaction, found[0].Member, redemption.Member, cancellationToken));
        var taken = problem is not null ? [] : await transaction.Command(
            "UPDATE voucher SET uses_left = uses_left - 1 WHERE code = @code AND uses_left > 0 RETURNING uses_left", ("code", code)).ListAsync(r => r.GetInt64(0), cancellationToken);
        if (taken.Count == 0)
        {
            await transaction.Command("DELETE FROM voucher_use WHERE code = @code AND sale = @sale", ("code", code), ("sale", redemption.Sale)).RunAsync(cancellationToken);
            return VoucherUse.Refused(VoucherRefusal.NotNow, problem ?? $"voucher '{code}' is used up");
        }

        await transaction.Command(
            "UPDATE voucher_use SET uses_left = @left WHERE code = @code AND sale = @sale", ("left", taken[0]), ("code", code), ("sale", redemption.Sale)).RunAsync(cancellationToken);
        return new VoucherUse(null, null, new VoucherRedeemed(code, redemption.Sale, found[0].ValueFen, taken[0]));
    }

    /// <summary>Makes a voucher.</summary>
    /// <returns>Null where the code is there already.</returns>
    internal Task<VoucherView?> AddAsync(VoucherBody body, Caller caller, CancellationToken cancellationToken) => database.WriteAsync(
        async transaction =>
        {
            var now = clock.GetUtcNow().UtcDateTime;
            var made = await transaction.Command(
                $"""
                 INSERT INTO voucher ({Columns}, created_by) VALUES (@code, @name, @value, @least, @member, @store, @from, @until, @uses, @uses, @now, @who)
                 ON CONFLICT (code) DO NOTHING RETURNING {Columns}
                 """,
                ("code", body.Code ?? NewCode()), ("name", body.Name), ("value", body.ValueFen), ("least", body.LeastFen ?? 0), ("member", body.Member), ("store", body.Store),
                ("from", database.ToTime(body.ValidFrom?.UtcDateTime ?? now)), ("until", body.ValidUntil is { } until ? database.ToTime(until.UtcDateTime) : null), ("uses", body.Uses ?? 1),
                ("now", database.ToTime(now)), ("who", caller.Id)).ListAsync(Read, cancellationToken);
            if (made.Count == 0)
            {
                return null;
            }

            await audit.AddAsync(transaction, caller, "voucher.made", "voucher", made[0].Code, made[0].Store, null, cancellationToken);
            return made[0];
        },
        cancellationToken);

    /// <summary>Vouchers by code.</summary>
    internal async Task<VoucherPage> ListAsync(string? member, string? after, int limit, CancellationToken cancellationToken)
    {
        await using var connection = await database.OpenAsync(cancellationToken);
        List<(string, object?)> parameters = [("after", after ?? ""), ("limit", limit + 1)];
        if (member is not null)
        {
            parameters.Add(("member", member));
        }

        var rows = await connection.Command(
            $"SELECT {Columns} FROM voucher WHERE code > @after {(member is null ? "" : "AND member IN (SELECT id FROM member WHERE id = @member OR merged_into = @member)")} ORDER BY code LIMIT @limit",
            [.. parameters]).ListAsync(Read, cancellationToken);
        return new VoucherPage([.. rows.Take(limit)], rows.Count > limit ? rows[limit - 1].Code : null);
    }

    private static string? Problem(VoucherView voucher, VoucherRedemption redemption, bool isOf) =>
        redemption.At < voucher.ValidFrom ? $"voucher '{voucher.Code}' holds from {voucher.ValidFrom:O}"
        : redemption.At > voucher.ValidUntil ? $"voucher '{voucher.Code}' held until {voucher.ValidUntil:O}"
        : voucher.Store is { } store && store != redemption.Store ? $"voucher '{voucher.Code}' is for another store"
        : !isOf ? $"voucher '{voucher.Code}' is another customer's"
        : redemption.TotalFen < voucher.LeastFen ? $"voucher '{voucher.Code}' needs a sale of {voucher.LeastFen} fen; this one is {redemption.TotalFen}"
        : null;

    private static async Task<bool> IsOfAsync(DbTransaction transaction, string? owner, string? member, CancellationToken cancellationToken) =>
        owner is null || owner == member || (member is not null && (await transaction.Command(
            "SELECT 1 FROM member a JOIN member b ON coalesce(a.merged_into, a.id) = coalesce(b.merged_into, b.id) WHERE a.id = @owner AND b.id = @member", ("owner", owner), ("member", member))
            .ListAsync(r => 1, cancellationToken)).Count > 0);

    /// <summary>Ten letters and digits that are not mistaken for each other.</summary>
    private static string NewCode() => System.Security.Cryptography.RandomNumberGenerator.GetString("23456789ABCDEFGHJKLMNPQRSTUVWXYZ", 10);

    private VoucherView Read(DbDataReader r) => new(
        r.GetString(0), r.GetString(1), r.GetInt64(2), r.GetInt64(3), r.Text(4), r.Text(5), database.ReadTime(r, 6)!.Value, database.ReadTime(r, 7), r.GetInt64(8), r.GetInt64(9),
        database.ReadTime(r, 10)!.Value);
}

/// <summary>Who gives a voucher in, and for what.</summary>
internal sealed record VoucherRedemption(string Sale, string Store, string Till, long TotalFen, string? Member, DateTime At)
{
    internal static VoucherRedemption Of(Sale sale, string? member) => new(sale.Id, sale.Store, sale.Till, sale.TotalFen, member, sale.At);
}

/// <summary>What became of it.</summary>
/// <param name="Why">Why not, or null.</param>
/// <param name="Refusal">In words, or null.</param>
/// <param name="Redeemed">The use, or null.</param>
internal sealed record VoucherUse(VoucherRefusal? Why, string? Refusal, VoucherRedeemed? Redeemed)
{
    internal static VoucherUse Refused(VoucherRefusal why, string refusal) => new(why, refusal, null);
}

/// <summary>Why a voucher is not taken.</summary>
internal enum VoucherRefusal
{
    /// <summary>There is none of this code.</summary>
    Unknown,

    /// <summary>It is used up, or not for this.</summary>
    NotNow,
}

/// <summary>A voucher's use.</summary>
internal sealed record VoucherRedeemed(string Code, string Sale, long ValueFen, long UsesLeft);

/// <summary>A voucher.</summary>
internal sealed record VoucherView(
    string Code, string Name, long ValueFen, long LeastFen, string? Member, string? Store, DateTime ValidFrom, DateTime? ValidUntil, long Uses, long UsesLeft, DateTime CreatedAt);

/// <summary>A page of vouchers.</summary>
internal sealed record VoucherPage(IReadOnlyList<VoucherView> Vouchers, string? Next);

/// <summary>A voucher that is to be made.</summary>
/// <param name="Name">What people call it, 1 to 100 characters.</param>
/// <param name="ValueFen">What it is worth.</param>
/// <param name="Code">Its code, 1 to 40 letters, digits and -; one is made where it is not said.</param>
/// <param name="LeastFen">The least total of a sale that it is given in for.</param>
/// <param name="Member">Whose it is; anybody's where it is not said.</param>
/// <param name="Store">For which store; any where it is not said.</param>
/// <param name="ValidFrom">From now where it is not said.</param>
/// <param name="ValidUntil">For good where it is not said.</param>
/// <param name="Uses">How often; once where it is not said.</param>
internal sealed record VoucherBody(
    string? Name, long ValueFen, string? Code = null, long? LeastFen = null, string? Member = null, string? Store = null, DateTimeOffset? ValidFrom = null, DateTimeOffset? ValidUntil = null,
    long? Uses = null);

/// <summary>A voucher that is given in at a till.</summary>
/// <param name="Sale">The till's UUID of the sale: the same sale takes one use.</param>
/// <param name="Store">The store.</param>
/// <param name="Till">The till.</param>
/// <param name="TotalFen">The sale's total.</param>
/// <param name="Member">The customer's id, where one is known.</param>
internal sealed record VoucherRedeem(Guid Sale, string Store, string Till, long TotalFen, string? Member = null);

[JsonSourceGenerationOptions(PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase)]
[JsonSerializable(typeof(VoucherView))]
[JsonSerializable(typeof(VoucherPage))]
[JsonSerializable(typeof(VoucherBody))]
[JsonSerializable(typeof(VoucherRedeem))]
[JsonSerializable(typeof(VoucherRedeemed))]
internal sealed partial class VoucherJson : JsonSerializerContext;
