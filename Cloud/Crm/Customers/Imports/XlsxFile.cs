using System.Globalization;
using System.IO.Compression;
using System.Text;
using ExcelDataReader;

namespace Cloud.Crm.Customers.Imports;

/// <summary>The first sheet of an Excel workbook (ECMA-376) that has any row. Formulas are not computed: what they came to last is read.</summary>
internal static class XlsxFile
{
    /// <summary>The most that a workbook unpacks to, in bytes.</summary>
    private const long MaxUnpacked = 200 << 20;

    /// <summary>The most that a part of it may grow by; a sheet of texts grows about twentyfold.</summary>
    private const int MaxGrowth = 200;

    private const int SmallPart = 1 << 20;
    private const int MaxParts = 2_000;

    static XlsxFile() => Encoding.RegisterProvider(CodePagesEncodingProvider.Instance);

    /// <summary>Opens it.</summary>
    /// <exception cref="ImportException">It is no workbook, or one made to fill the memory.</exception>
    internal static ImportFile Open(byte[] bytes)
    {
        Guard(bytes);
        using var rows = Rows(bytes).GetEnumerator();
        return rows.MoveNext() ? new ImportFile("xlsx", ImportFile.Header(rows.Current.Cells), Rows(bytes).Skip(1)) : throw new ImportException("the workbook has no rows");
    }

    /// <summary>Asks the reader of workbooks. A damaged one makes it throw whatever its insides do (a sheet without a number: ArgumentNullException), so all of it is taken for damage.</summary>
    private static T Reading<T>(Func<T> read)
    {
        try
        {
            return read();
        }
        catch (Exception exception) when (exception is not OutOfMemoryException)
        {
            throw new ImportException($"the workbook cannot be read: {exception.Message.Split('\n')[0].Trim()}");
        }
    }

    /// <summary>Unpacks every part once and counts, whatever the archive says of their lengths.</summary>
    private static void Guard(byte[] bytes)
    {
        try
        {
            using var archive = new ZipArchive(new MemoryStream(bytes, writable: false), ZipArchiveMode.Read);
            if (archive.Entries.Count > MaxParts)
            {
                throw new ImportException($"the workbook has {archive.Entries.Count} parts; expected at most {MaxParts}");
            }

            var (whole, buffer) = (0L, new byte[64 * 1024]);
            foreach (var entry in archive.Entries)
            {
                using var part = entry.Open();
                var (length, most) = (0L, Math.Max(SmallPart, entry.CompressedLength * MaxGrowth));
                for (int read; (read = part.Read(buffer)) > 0;)
                {
                    length += read;
                    whole += read;
                    if (length > most || whole > MaxUnpacked)
                    {
                        throw new ImportException($"the workbook unpacks to more than {MaxUnpacked >> 20} MB, or grows more than {MaxGrowth}-fold; save it as CSV or in several files");
                    }
                }
            }
        }
        catch (InvalidDataException exception)
        {
            throw new ImportException($"the workbook is damaged: {exception.Message}");
        }
    }

    private static IEnumerable<(int Number, string[] Cells, string? Broken)> Rows(byte[] bytes)
    {
        using var reader = Reading(() => ExcelReaderFactory.CreateOpenXmlReader(new MemoryStream(bytes, writable: false)));
        var found = false;
        do
        {
            for (var number = 1; Reading(reader.Read); number++)
            {
                if (reader.FieldCount > ImportFile.MaxColumns)
                {
                    throw new ImportException($"the workbook has {reader.FieldCount} columns; expected at most {ImportFile.MaxColumns}");
                }

                var cells = new string[reader.FieldCount];
                for (var i = 0; i < cells.Length; i++)
                {
                    var column = i;
                    cells[i] = Text(Reading(() => reader.GetValue(column)));
                }

                if (Array.Exists(cells, cell => !string.IsNullOrWhiteSpace(cell)))
                {
                    found = true;
                    yield return (number, cells, null);
                }
            }
        }
        while (!found && Reading(reader.NextResult));
    }

    /// <summary>A cell's value as a person would have typed it: numbers without a point where they have none, days in ISO 8601.</summary>
    private static string Text(object? value) => value switch
    {
        null => "",
        string text => text,
        double number when number == Math.Floor(number) && Math.Abs(number) < 1e15 => number.ToString("F0", CultureInfo.InvariantCulture),
        DateTime time when time.TimeOfDay == TimeSpan.Zero => time.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture),
        DateTime time => time.ToString("yyyy-MM-dd HH:mm:ss", CultureInfo.InvariantCulture),
        IFormattable other => other.ToString(null, CultureInfo.InvariantCulture),
        _ => value.ToString() ?? "",
    };
}
