using System.Data.Common;
using System.Security.Cryptography;
using Cloud.Crm.Access;
using Cloud.Crm.Storage;

namespace Cloud.Crm.Campaigns;

/// <summary>Bundles in the database, so that every node has them: the bytes in pieces, the bundle itself when all of them are there.</summary>
internal sealed class BundleTable(HeadquartersDatabase database, BundleSignature signature, AuditTable audit, TimeProvider clock)
{
    /// <summary>Bytes of a piece; the last one has less.</summary>
    internal const int PieceSize = 1024 * 1024;

    /// <summary>How many bundles are kept; older ones are to be removed by a person first.</summary>
    internal const int MostBundles = 20;

    private const string Columns =
        "b.hash, b.version, b.serial, b.arch, b.created_at, b.size, b.files, b.is_signed, b.uploaded_at, (SELECT count(*) FROM campaign c WHERE c.bundle = b.hash AND c.state IN ('running', 'paused', 'halted'))";

    private object Now => database.ToTime(clock.GetUtcNow().UtcDateTime);

    /// <summary>Every bundle, the latest serial first.</summary>
    internal async Task<IReadOnlyList<BundleView>> ListAsync(CancellationToken cancellationToken)
    {
        await using var connection = await database.OpenAsync(cancellationToken);
        return await connection.Command($"SELECT {Columns}, {WhoName.Of("b.uploaded_by")} FROM bundle b ORDER BY b.serial DESC, b.arch").ListAsync(Read, cancellationToken);
    }

    /// <summary>One of them, or null.</summary>
    internal async Task<BundleView?> FindAsync(string hash, CancellationToken cancellationToken)
    {
        await using var connection = await database.OpenAsync(cancellationToken);
        return (await connection.Command($"SELECT {Columns}, {WhoName.Of("b.uploaded_by")} FROM bundle b WHERE b.hash = @hash", ("hash", hash)).ListAsync(Read, cancellationToken)).FirstOrDefault();
    }

    /// <summary>One piece of a bundle's bytes.</summary>
    /// <exception cref="IOException">It is not there any more.</exception>
    internal async Task<byte[]> PieceAsync(string hash, int piece, CancellationToken cancellationToken)
    {
        await using var connection = await database.OpenAsync(cancellationToken);
        return (await connection.Command("SELECT content FROM bundle_piece WHERE hash = @hash AND piece = @piece", ("hash", hash), ("piece", piece))
            .ListAsync(r => r.GetFieldValue<byte[]>(0), cancellationToken)).FirstOrDefault() ?? throw new IOException($"bundle {hash} was removed while it was read");
    }

    /// <summary>Looks at a file and keeps it; one that is there already stays.</summary>
    /// <param name="file">The whole of it, to be read from its beginning.</param>
    /// <param name="caller">Who brought it.</param>
    /// <param name="cancellationToken">Gives up; what was written is overwritten the next time, or goes after a day.</param>
    /// <exception cref="BundleException">It is none, damaged, not signed as it should be, or there are too many.</exception>
    internal async Task<BundleView> AddAsync(Stream file, Caller caller, CancellationToken cancellationToken)
    {
        file.Position = 0;
        var manifest = await BundleManifest.ReadAsync(file, cancellationToken);
        var isSigned = await signature.CheckAsync(manifest, cancellationToken);
        file.Position = 0;
        var hash = Convert.ToHexStringLower(await SHA256.HashDataAsync(file, cancellationToken));
        if (await FindAsync(hash, cancellationToken) is { } known)
        {
            return known;
        }

        if ((await ListAsync(cancellationToken)).Count >= MostBundles)
        {
            throw new BundleException($"{MostBundles} bundles are kept; remove one first");
        }

        file.Position = 0;
        await WritePiecesAsync(file, hash, cancellationToken);
        await database.WriteAsync(
            async transaction =>
            {
                await transaction.Command(
                    """
                    INSERT INTO bundle (hash, version, serial, arch, created_at, size, files, is_signed, uploaded_by, uploaded_at)
                    VALUES (@hash, @version, @serial, @arch, @created, @size, @files, @signed, @who, @now) ON CONFLICT (hash) DO NOTHING
                    """,
                    ("hash", hash), ("version", manifest.Version), ("serial", manifest.Serial), ("arch", manifest.Arch), ("created", database.ToTime(manifest.Created)), ("size", file.Length),
                    ("files", manifest.Files), ("signed", isSigned), ("who", caller.Id), ("now", Now)).RunAsync(cancellationToken);
                await audit.AddAsync(
                    transaction, caller, "bundle.uploaded", "bundle", hash, null, AuditDetail.Of(("version", manifest.Version), ("arch", manifest.Arch)), cancellationToken);
                return true;
            },
            cancellationToken);
        return (await FindAsync(hash, cancellationToken))!;
    }

    /// <summary>Removes a bundle that no campaign under way is of.</summary>
    /// <returns>False where there is none, or a campaign needs it.</returns>
    internal Task<bool> RemoveAsync(string hash, Caller caller, CancellationToken cancellationToken) => database.WriteAsync(
        async transaction =>
        {
            var removed = await transaction.Command(
                "DELETE FROM bundle WHERE hash = @hash AND NOT EXISTS (SELECT 1 FROM campaign c WHERE c.bundle = @hash AND c.state IN ('running', 'paused', 'halted'))", ("hash", hash))
                .RunAsync(cancellationToken);
            if (removed > 0)
            {
                await transaction.Command("DELETE FROM bundle_piece WHERE hash = @hash", ("hash", hash)).RunAsync(cancellationToken);
                await audit.AddAsync(transaction, caller, "bundle.removed", "bundle", hash, null, null, cancellationToken);
            }

            return removed > 0;
        },
        cancellationToken);

    private async Task WritePiecesAsync(Stream file, string hash, CancellationToken cancellationToken)
    {
        // What an upload left that was cut short here.
        await database.WriteAsync(
            transaction => transaction.Command(
                "DELETE FROM bundle_piece WHERE at < @old AND NOT EXISTS (SELECT 1 FROM bundle b WHERE b.hash = bundle_piece.hash)",
                ("old", database.ToTime(clock.GetUtcNow().UtcDateTime.AddDays(-1)))).RunAsync(cancellationToken),
            cancellationToken);
        for (var piece = 0; file.Position < file.Length; piece++)
        {
            var content = new byte[Math.Min(PieceSize, file.Length - file.Position)];
            await file.ReadExactlyAsync(content, cancellationToken);
            var at = piece;
            await database.WriteAsync(
                transaction => transaction.Command(
                    "INSERT INTO bundle_piece (hash, piece, content, at) VALUES (@hash, @piece, @content, @now) ON CONFLICT (hash, piece) DO UPDATE SET at = excluded.at",
                    ("hash", hash), ("piece", at), ("content", content), ("now", Now)).RunAsync(cancellationToken),
                cancellationToken);
        }
    }

    private BundleView Read(DbDataReader r) => new(
        r.GetString(0), r.GetString(1), r.GetInt64(2), r.GetString(3), database.ReadTime(r, 4)!.Value, r.GetInt64(5), r.GetInt32(6), r.GetBoolean(7), r.GetString(10),
        database.ReadTime(r, 8)!.Value, (int)r.GetInt64(9));
}
