using System.IO.Compression;
using System.Text;
using Cloud.Crm.Customers.Imports;
using Cloud.Tests.Crm.Customers;

namespace Fuzz.Targets;

/// <summary>Files of customers.</summary>
internal static class ImportTargets
{
    private const int MostRows = 2_000;
    private const long MostUnpacked = 512L << 20;

    private static readonly byte[] s_workbook = Workbook.Of(["name", "phone", "birthday"], ["Lin Wei", 13800138000d, new DateTime(1990, 5, 17, 0, 0, 0, DateTimeKind.Unspecified)]);

    public static IReadOnlyList<FuzzTarget> All { get; } =
    [
        new("import-csv", "a file of customers", Feed, () =>
        [
            [.. "name,phone,birthday,card,email,tag,note\nLin Wei,+86 138 0013 8000,1990-05-17,ABCD1234,lin@example.com,a;b,\"x\"\"y\"\n"u8],
            [.. "姓名;手机;生日\n林;13800138000;1990年5月17日\n"u8], [.. "name\tphone\nLin\t1\n"u8],
            [0xFF, 0xFE, .. Encoding.Unicode.GetBytes("name,phone\nLin,1\n")], [0xFE, 0xFF, .. Encoding.BigEndianUnicode.GetBytes("name,phone\nLin,1\n")], [0xC3, 0xFB, 0xD7, 0xD6, (byte)'\n', 0xC1, 0xD6, (byte)'\n'],
        ]),
        new("import-xlsx", "a workbook of customers, as it is packed", Feed, () => [s_workbook]) { MostAllocated = MostUnpacked },
        new("import-sheet", "a part of a sound workbook: byte 0 which", FeedPart, () => [.. Parts().Select((part, i) => (byte[])[(byte)i, .. part])]) { MostAllocated = MostUnpacked },
    ];

    private static void Feed(byte[] input)
    {
        try
        {
            var file = ImportFile.Open(input);
            var mapping = ImportMapping.Guess(file.Headers);
            List<ImportMistake> mistakes = [];
            // Rows are read by a mapping that somebody has confirmed, which always has a name.
            var isSound = ImportMapping.Mistakes(mapping, file.Headers.Count) is null;
            foreach (var (_, cells, _) in file.Rows.Take(MostRows))
            {
                mistakes.Clear();
                FuzzTarget.Promise(!isSound || ImportDraft.Read(cells, file.Headers, mapping, "86", mistakes) is not null || mistakes.Count > 0, "a row was refused without a reason");
            }
        }
        catch (ImportException)
        {
            // As documented: it cannot be read.
        }
    }

    private static void FeedPart(byte[] input)
    {
        if (input.Length == 0)
        {
            return;
        }

        using var sound = new ZipArchive(new MemoryStream(s_workbook));
        var file = new MemoryStream();
        using (var made = new ZipArchive(file, ZipArchiveMode.Create, leaveOpen: true))
        {
            foreach (var (entry, i) in sound.Entries.Select((entry, i) => (entry, i)))
            {
                using var to = made.CreateEntry(entry.FullName, CompressionLevel.NoCompression).Open();
                if (i == input[0] % sound.Entries.Count)
                {
                    to.Write(input.AsSpan(1));
                }
                else
                {
                    using var from = entry.Open();
                    from.CopyTo(to);
                }
            }
        }

        Feed(file.ToArray());
    }

    private static IEnumerable<byte[]> Parts()
    {
        using var archive = new ZipArchive(new MemoryStream(s_workbook));
        foreach (var entry in archive.Entries)
        {
            using var part = entry.Open();
            var content = new MemoryStream();
            part.CopyTo(content);
            yield return content.ToArray();
        }
    }
}
