using System.Text;
using CsvHelper;

namespace Cloud.Crm.Customers.Imports;

/// <summary>Comma-separated values (RFC 4180), in UTF-8 with or without a byte order mark, UTF-16 with one, or GB18030; with commas, semicolons or tabs.</summary>
internal static class CsvFile
{
    /// <summary>The longest row, in bytes: one quotation mark too many makes a row of the whole rest.</summary>
    private const int MaxRecord = 1 << 20;

    private static readonly char[] s_delimiters = [',', ';', '\t'];

    static CsvFile() => Encoding.RegisterProvider(CodePagesEncodingProvider.Instance);

    /// <summary>Opens it.</summary>
    /// <exception cref="ImportException">It is no text of these kinds.</exception>
    internal static ImportFile Open(byte[] bytes)
    {
        var (encoding, name) = Detect(bytes);
        var first = First(bytes, encoding);
        if (first.Contains('\0', StringComparison.Ordinal))
        {
            throw new ImportException("the file is no text; expected .csv or .xlsx");
        }

        var delimiter = Delimiter(first);
        using var rows = Rows(bytes, encoding, delimiter).GetEnumerator();
        return rows.MoveNext()
            ? new ImportFile($"csv {name}", ImportFile.Header(rows.Current.Cells), Rows(bytes, encoding, delimiter).Skip(1))
            : throw new ImportException("the file has no rows");
    }

    /// <summary>How a text is encoded: by its mark; else UTF-8 where it is that throughout; else GB18030 where it is that.</summary>
    /// <exception cref="ImportException">It is neither.</exception>
    internal static (Encoding Encoding, string Name) Detect(byte[] bytes)
    {
        switch (bytes)
        {
            case [0xFF, 0xFE, ..]:
                return (new UnicodeEncoding(bigEndian: false, byteOrderMark: true, throwOnInvalidBytes: true), "utf-16");
            case [0xFE, 0xFF, ..]:
                return (new UnicodeEncoding(bigEndian: true, byteOrderMark: true, throwOnInvalidBytes: true), "utf-16");
            default:
                var gb = Encoding.GetEncoding("GB18030", EncoderFallback.ExceptionFallback, DecoderFallback.ExceptionFallback);
                return Is(new UTF8Encoding(false, throwOnInvalidBytes: true), bytes) ? (new UTF8Encoding(true, throwOnInvalidBytes: true), "utf-8")
                    : Is(gb, bytes) ? (gb, "gb18030")
                    : throw new ImportException("the file is neither UTF-8 nor GB18030; save it as CSV UTF-8");
        }
    }

    private static bool Is(Encoding encoding, byte[] bytes)
    {
        try
        {
            return encoding.GetCharCount(bytes) >= 0;
        }
        catch (DecoderFallbackException)
        {
            return false;
        }
    }

    private static string First(byte[] bytes, Encoding encoding)
    {
        using var reader = Reader(bytes, encoding);
        try
        {
            return reader.ReadLine() ?? "";
        }
        catch (DecoderFallbackException)
        {
            throw new ImportException("the file says that it is UTF-16 and is not; save it as CSV UTF-8");
        }
    }

    private static StreamReader Reader(byte[] bytes, Encoding encoding) => new(new MemoryStream(bytes, writable: false), encoding, detectEncodingFromByteOrderMarks: true);

    private static char Delimiter(string line)
    {
        var quoted = false;
        var counts = new int[s_delimiters.Length];
        foreach (var c in line)
        {
            quoted ^= c == '"';
            if (!quoted && Array.IndexOf(s_delimiters, c) is >= 0 and var i)
            {
                counts[i]++;
            }
        }

        return s_delimiters[Array.IndexOf(counts, counts.Max())];
    }

    private static IEnumerable<(int Number, string[] Cells, string? Broken)> Rows(byte[] bytes, Encoding encoding, char delimiter)
    {
        var broken = new Dictionary<long, CsvMalformedReason>();
        using var text = Reader(bytes, encoding);
        using var reader = CsvReader.Create(text, new CsvReaderOptions
        {
            Separator = delimiter, HasHeader = false, SkipEmptyLines = false, MaxRecordSize = MaxRecord, IncludeValuesInExceptions = false,
            OnMalformedRecord = record => broken[record.RecordNumber] = record.Reason,
        });
        while (Read(reader))
        {
            var number = reader.RowNumber;
            if (reader.Current.ToArray() is var cells && Array.Exists(cells, cell => !string.IsNullOrWhiteSpace(cell)))
            {
                yield return ((int)number, cells, broken.TryGetValue(number, out var reason) ? Words(reason) : null);
            }

            broken.Remove(number);
        }
    }

    private static bool Read(CsvReader reader)
    {
        try
        {
            return reader.Read();
        }
        catch (Exception exception) when (exception is CsvFormatException or DecoderFallbackException)
        {
            throw new ImportException($"the file cannot be read beyond row {reader.RowNumber}: {exception.Message.Split('\n')[0].Trim()}");
        }
    }

    private static string Words(CsvMalformedReason reason) => reason switch
    {
        CsvMalformedReason.StrayQuote => "a quotation mark inside a text without quotation marks around it",
        CsvMalformedReason.TextAfterClosingQuote => "text after the closing quotation mark",
        CsvMalformedReason.UnterminatedQuote => "a quotation mark that is never closed: all that follows it is taken for one text",
        _ => "quotation marks that do not fit",
    };
}
