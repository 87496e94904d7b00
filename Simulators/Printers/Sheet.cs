using System.Security.Cryptography;

namespace Simulators.Printers;

/// <summary>How a sheet came to its end.</summary>
internal enum SheetEnd
{
    /// <summary>It still hangs in the printer.</summary>
    None,

    /// <summary>Cut off.</summary>
    Cut,

    /// <summary>The next job began on a printer without a cutter, or one that did not cut.</summary>
    NextJob,

    /// <summary>A whole label.</summary>
    Label,

    /// <summary>A label that broke off.</summary>
    BrokenLabel,

    /// <summary>The printer lost its power in it.</summary>
    PowerLost,

    /// <summary>The printer threw away what was to follow.</summary>
    DataLost,
}

/// <summary>One piece of paper as it lies there, from one cut to the next or one label: what a person would find.</summary>
/// <param name="number">Its place on the roll, from 1.</param>
/// <param name="widthDots">Dots a row.</param>
/// <param name="keepsRows">Whether the rows are kept for a picture.</param>
internal sealed class Sheet(int number, int widthDots, bool keepsRows) : IDisposable
{
    private readonly List<byte[]?> _rows = [];
    private readonly List<byte[]> _rowDigests = [];
    private readonly IncrementalHash _hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
    private string? _digest;
    private int _trailingBlank;

    /// <summary>Its place on the roll, from 1.</summary>
    public int Number => number;

    /// <summary>Dots a row.</summary>
    public int WidthDots => widthDots;

    /// <summary>Rows of paper, empty ones included.</summary>
    public int RowCount { get; private set; }

    /// <summary>Rows with at least one black dot.</summary>
    public int BlackRows { get; private set; }

    /// <summary>The text that the printer's own font wrote, line by line.</summary>
    public List<string> Lines { get; } = [];

    /// <summary>What the printer's own bar codes hold, such as <c>ean13:2112345012506</c>.</summary>
    public List<string> Symbols { get; } = [];

    /// <summary>The marks of jobs that say they belong to it (process id, comment).</summary>
    public List<string> Marks { get; } = [];

    /// <summary>How often the paper ran out within it: it lies in so many pieces more.</summary>
    public int Tears { get; set; }

    /// <summary>How it ended.</summary>
    public SheetEnd End { get; private set; }

    /// <summary>Whether there is nothing to see on it.</summary>
    public bool IsBlank => BlackRows == 0;

    /// <summary>A digest of all dots down to the last black one: two sheets look the same if it is the same.</summary>
    public string Digest => _digest ?? Convert.ToHexStringLower(_hash.GetCurrentHash());

    /// <summary>Puts one row on it.</summary>
    /// <param name="row">The dots, or null for an empty row.</param>
    public void Add(byte[]? row)
    {
        RowCount++;
        var isBlack = row is not null && row.AsSpan().IndexOfAnyExcept((byte)0) >= 0;
        if (keepsRows)
        {
            _rows.Add(isBlack ? row : null);
        }

        if (!isBlack)
        {
            _trailingBlank++;
            return;
        }

        var blank = new byte[(widthDots + 7) / 8];
        for (; _trailingBlank > 0; _trailingBlank--)
        {
            _hash.AppendData(blank);
        }

        BlackRows++;
        _hash.AppendData(row!);
        _rowDigests.Add(_hash.GetCurrentHash()[..8]);
    }

    /// <summary>Whether this is only the beginning of what <paramref name="whole"/> shows: something of it, and not all. Its last row may be torn.</summary>
    public bool IsBeginningOf(Sheet whole) => BlackRows > 0 && !LooksLike(whole) && (Agrees(whole, BlackRows) || (BlackRows > 1 && Agrees(whole, BlackRows - 1)));

    /// <summary>Whether a person would take it for <paramref name="whole"/>.</summary>
    public bool LooksLike(Sheet whole) => BlackRows > 0 && Digest == whole.Digest;

    /// <summary>Ends it.</summary>
    public void Finish(SheetEnd end)
    {
        End = end;
        _digest ??= Digest;
        _hash.Dispose();
    }

    /// <summary>Whether a dot is black; only where rows are kept.</summary>
    public bool IsBlack(int x, int y) => _rows[y] is { } row && (row[x >> 3] & (0x80 >> (x & 7))) != 0;

    /// <summary>Its dots, row after row; only where rows are kept.</summary>
    public byte[] ToRows()
    {
        var stride = (widthDots + 7) / 8;
        var bytes = new byte[stride * _rows.Count];
        for (var y = 0; y < _rows.Count; y++)
        {
            _rows[y]?.CopyTo(bytes, y * stride);
        }

        return bytes;
    }

    /// <summary>Its picture, black on white.</summary>
    public byte[] ToPng() => PngWriter.Write(widthDots, Math.Max(1, _rows.Count), _rows.Count == 0 ? new byte[(widthDots + 7) / 8] : ToRows());

    private bool Agrees(Sheet whole, int rows) =>
        rows <= whole.BlackRows && whole._rowDigests[rows - 1].AsSpan().SequenceEqual(_rowDigests[rows - 1]);

    /// <inheritdoc/>
    public void Dispose() => _hash.Dispose();
}
