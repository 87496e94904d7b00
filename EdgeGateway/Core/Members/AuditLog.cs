using System.Buffers.Binary;
using System.Security.Cryptography;
using System.Text;
using EdgeGateway.Core.Outbox.Sqlite;

namespace EdgeGateway.Core.Members;

/// <summary>
/// The audit log in the vault's file: lines are added and, when they are old, taken off its beginning; never changed. Each line carries an HMAC-SHA256 over itself and the line before,
/// under a key that only the master key gives, and its two ends are kept sealed: who can write the file but has not the key cannot change, add or remove a line unseen.
/// </summary>
/// <remarks>A whole older copy of the file put back in its place passes; nothing on this machine alone can tell.</remarks>
internal sealed class AuditLog(SqliteDatabase database, VaultFile file, MasterKey master)
{
    private const string EndsName = "audit-ends";
    private const int EndsLength = 2 * (sizeof(long) + HMACSHA256.HashSizeInBytes);

    /// <summary>Begins the log of a file just made, inside the caller's transaction.</summary>
    public void Begin() => Write(new AuditEnds(0, new byte[HMACSHA256.HashSizeInBytes], 0, new byte[HMACSHA256.HashSizeInBytes]));

    /// <summary>Adds a line, inside the caller's transaction.</summary>
    public void Add(DateTimeOffset at, string who, string what, string subject, string note)
    {
        var ends = Ends() ?? throw new VaultException("The audit log's ends are not as they were sealed; nothing is added to it until somebody has looked (docs/privacy.md).");
        var number = ends.Last + 1;
        var mac = Mac(number, at, who, what, subject, note, ends.LastMac);
        using var add = database.Prepare("INSERT INTO audit VALUES(?1, ?2, ?3, ?4, ?5, ?6, ?7)");
        add.Bind(1, number).Bind(2, at.UtcTicks).Bind(3, who).Bind(4, what).Bind(5, subject).Bind(6, note).Bind(7, mac).Run();
        Write(ends with { Last = number, LastMac = mac });
    }

    /// <summary>The newest lines, newest first.</summary>
    public IReadOnlyList<AuditEntry> Read(int most)
    {
        var all = new List<AuditEntry>();
        using var read = database.Prepare("SELECT number, at, who, what, subject, note FROM audit ORDER BY number DESC LIMIT ?1").Bind(1, most);
        while (read.Step())
        {
            all.Add(Entry(read));
        }

        return all;
    }

    /// <summary>Goes through all of it.</summary>
    /// <returns>Null where it is whole; else what is wrong, in words.</returns>
    public string? FindMistake()
    {
        if (Ends() is not { } ends)
        {
            return "its ends are not as they were sealed";
        }

        var (number, mac) = (ends.Before, ends.BeforeMac);
        using var read = database.Prepare("SELECT number, at, who, what, subject, note, mac FROM audit ORDER BY number");
        while (read.Step())
        {
            var entry = Entry(read);
            if (entry.Number != ++number)
            {
                return $"line {number} is missing";
            }

            var expected = Mac(entry.Number, entry.Time, entry.Who, entry.What, entry.Subject, entry.Note, mac);
            if (!CryptographicOperations.FixedTimeEquals(expected, read.Blob(6)))
            {
                return $"line {number} is not as it was written";
            }

            mac = expected;
        }

        return number == ends.Last && CryptographicOperations.FixedTimeEquals(mac, ends.LastMac) ? null : $"lines after {number} are missing";
    }

    /// <summary>Takes lines of before a time off its beginning, inside the caller's transaction.</summary>
    public void RemoveBefore(DateTimeOffset time)
    {
        using var last = database.Prepare(
            "SELECT number, mac FROM audit WHERE number < coalesce((SELECT min(number) FROM audit WHERE at >= ?1), 9223372036854775807) ORDER BY number DESC LIMIT 1")
            .Bind(1, time.UtcTicks);
        if (!last.Step() || Ends() is not { } ends)
        {
            return;
        }

        var (number, mac) = (last.Long(0), last.Blob(1).ToArray());
        last.Reset();
        using var remove = database.Prepare("DELETE FROM audit WHERE number <= ?1").Bind(1, number);
        remove.Run();
        Write(ends with { Before = number, BeforeMac = mac });
    }

    private static AuditEntry Entry(SqliteStatement row) =>
        new(row.Long(0), new DateTimeOffset(row.Long(1), TimeSpan.Zero), row.Text(2), row.Text(3), row.Text(4), row.Text(5));

    private byte[] Mac(long number, DateTimeOffset at, string who, string what, string subject, string note, byte[] before)
    {
        Span<byte> key = stackalloc byte[MasterKey.Length];
        master.Derive("audit", key);
        Span<byte> numbers = stackalloc byte[2 * sizeof(long)];
        BinaryPrimitives.WriteInt64BigEndian(numbers, number);
        BinaryPrimitives.WriteInt64BigEndian(numbers[sizeof(long)..], at.UtcTicks);

        // Lengths before the texts, so that no two lines read the same.
        var texts = Encoding.UTF8.GetBytes($"{who.Length},{what.Length},{subject.Length},{note.Length}:{who}{what}{subject}{note}");
        var mac = HMACSHA256.HashData(key, [.. before, .. numbers, .. texts]);
        CryptographicOperations.ZeroMemory(key);
        return mac;
    }

    private AuditEnds? Ends()
    {
        if (file.Read(EndsName) is not { } box || master.Open(box, EndsName) is not { Length: EndsLength } ends)
        {
            return null;
        }

        const int Half = EndsLength / 2;
        return new AuditEnds(
            BinaryPrimitives.ReadInt64BigEndian(ends), ends[sizeof(long)..Half], BinaryPrimitives.ReadInt64BigEndian(ends.AsSpan(Half)), ends[(Half + sizeof(long))..]);
    }

    private void Write(AuditEnds ends)
    {
        Span<byte> numbers = stackalloc byte[2 * sizeof(long)];
        BinaryPrimitives.WriteInt64BigEndian(numbers, ends.Before);
        BinaryPrimitives.WriteInt64BigEndian(numbers[sizeof(long)..], ends.Last);
        file.Write(EndsName, master.Seal([.. numbers[..sizeof(long)], .. ends.BeforeMac, .. numbers[sizeof(long)..], .. ends.LastMac], EndsName));
    }

    /// <summary>The two ends: the line before the first that is kept, and the last.</summary>
    private sealed record AuditEnds(long Before, byte[] BeforeMac, long Last, byte[] LastMac);
}
