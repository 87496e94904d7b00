namespace Cloud.Crm.Customers.Imports;

/// <summary>A file of customers, opened: a header and rows of texts.</summary>
/// <param name="Format">What it is, such as <c>csv gb18030</c>.</param>
/// <param name="Headers">The names of its columns.</param>
/// <param name="Rows">Its rows, read as they are asked for; blank ones are passed over. Number: as a spreadsheet counts, the header being 1. Broken: what is wrong with the row as such, or null.</param>
internal sealed record ImportFile(string Format, IReadOnlyList<string> Headers, IEnumerable<(int Number, string[] Cells, string? Broken)> Rows)
{
    /// <summary>The longest file, in bytes.</summary>
    internal const int MaxBytes = 20 << 20;

    /// <summary>The most rows of a file.</summary>
    internal const int MaxRows = 200_000;

    /// <summary>The most columns of a file.</summary>
    internal const int MaxColumns = 100;

    /// <summary>The longest cell, in characters.</summary>
    internal const int MaxCell = 2_000;

    /// <summary>Opens a file by what is in it; its name does not matter.</summary>
    /// <exception cref="ImportException">It cannot be read; the message is for people.</exception>
    internal static ImportFile Open(byte[] bytes) => bytes switch
    {
        { Length: 0 } => throw new ImportException("the file is empty"),
        { Length: > MaxBytes } => throw new ImportException($"the file has {bytes.Length} bytes; expected at most {MaxBytes}"),
        [0x50, 0x4B, 0x03, 0x04, ..] => XlsxFile.Open(bytes),
        [0xD0, 0xCF, 0x11, 0xE0, ..] => throw new ImportException("the file is an old Excel file (.xls), or one with a password; save it as .xlsx or .csv"),
        _ => CsvFile.Open(bytes),
    };

    /// <summary>The names of columns out of the first row.</summary>
    /// <exception cref="ImportException">It cannot be a header.</exception>
    internal static string[] Header(IReadOnlyList<string> cells)
    {
        if (cells.Count > MaxColumns)
        {
            throw new ImportException($"the file has {cells.Count} columns; expected at most {MaxColumns}");
        }

        return [.. cells.Select((cell, i) => cell.Trim() is { Length: > 0 } name ? name[..Math.Min(name.Length, 100)] : $"column {i + 1}")];
    }
}

/// <summary>A file that cannot be read; the message is for people.</summary>
internal sealed class ImportException(string message) : Exception(message);
