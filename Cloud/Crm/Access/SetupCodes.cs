using System.Data.Common;
using Cloud.Crm.Storage;

namespace Cloud.Crm.Access;

/// <summary>
/// The first run: while there is no account, each node makes a one-time code at its start. Who can read its log or its file may make the first admin;
/// there is no default password. The file is readable by its owner alone.
/// </summary>
internal sealed class SetupCodes(string node, string? file, HeadquartersDatabase database, TimeProvider clock, ILogger<SetupCodes> logger)
{
    /// <summary>Makes a code where one is needed; else removes a file of earlier.</summary>
    /// <exception cref="IOException">The file cannot be written.</exception>
    internal async Task PrepareAsync(CancellationToken cancellationToken)
    {
        if (!await NeededAsync(cancellationToken))
        {
            Forget();
            return;
        }

        var code = Secrets.MakeCode();
        await database.WriteAsync(
            t => t.Command(
                """
                INSERT INTO setup_code (node, hash, created_at) VALUES (@node, @hash, @now)
                ON CONFLICT (node) DO UPDATE SET hash = excluded.hash, created_at = excluded.created_at
                """,
                ("node", node), ("hash", Secrets.HashOfCode(code)), ("now", database.ToTime(clock.GetUtcNow().UtcDateTime))).RunAsync(cancellationToken),
            cancellationToken);
        if (file is not null)
        {
            Write(file, code);
        }

        logger.SetupCode(code, file ?? "no file");
    }

    /// <summary>Whether there is no account yet.</summary>
    internal async Task<bool> NeededAsync(CancellationToken cancellationToken)
    {
        await using var connection = await database.OpenAsync(cancellationToken);
        return !await AccountTable.AnyAsync(connection, cancellationToken);
    }

    /// <summary>Whether the code is one that some node made.</summary>
    internal static async Task<bool> IsRightAsync(DbTransaction transaction, string code, CancellationToken cancellationToken)
    {
        var hash = Secrets.HashOfCode(code);
        var right = false;
        foreach (var known in await transaction.Command("SELECT hash FROM setup_code").ListAsync(r => r.GetString(0), cancellationToken))
        {
            right |= Secrets.AreSame(known, hash);
        }

        return right;
    }

    /// <summary>Uses the codes up: of several that try at once, one gets true.</summary>
    internal static async Task<bool> UseUpAsync(DbTransaction transaction, CancellationToken cancellationToken) =>
        await transaction.Command("DELETE FROM setup_code").RunAsync(cancellationToken) > 0;

    /// <summary>Removes the file.</summary>
    internal void Forget()
    {
        try
        {
            if (file is not null)
            {
                File.Delete(file);
            }
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            // The code in it is worth nothing any more.
        }
    }

    private static void Write(string file, string code)
    {
        File.Delete(file);
        var options = new FileStreamOptions { Mode = FileMode.CreateNew, Access = FileAccess.Write };
        if (!OperatingSystem.IsWindows())
        {
            options.UnixCreateMode = UnixFileMode.UserRead | UnixFileMode.UserWrite;
        }

        using var writer = new StreamWriter(file, options);
        writer.WriteLine(code);
    }
}
