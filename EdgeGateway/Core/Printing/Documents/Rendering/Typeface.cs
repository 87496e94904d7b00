using System.Runtime.InteropServices;
using System.Text;

namespace EdgeGateway.Core.Printing.Documents.Rendering;

/// <summary>One font, read from its file piece by piece: mapped whole, a font of all ideographs stays in memory by megabytes. Lives as long as its thread.</summary>
internal sealed unsafe class Typeface
{
    /// <summary>What letters may be kept of one face, in bytes.</summary>
    private const int MostKept = 512 * 1024;

    private readonly FreetypeFace* _face;
    private readonly Dictionary<(int Size, uint Glyph), Letter> _letters = [];
    private int _kept;
    private int _size;

    /// <summary>Opens a font.</summary>
    /// <exception cref="PrintDocumentException">FreeType cannot read it.</exception>
    /// <exception cref="IOException">The file cannot be opened.</exception>
    public Typeface(nint library, FontFile font)
    {
        var file = File.OpenHandle(font.Path);
        var stream = (FreetypeStream*)NativeMemory.AllocZeroed((nuint)sizeof(FreetypeStream));
        stream->Size = (nuint)RandomAccess.GetLength(file);
        stream->Descriptor = GCHandle.ToIntPtr(GCHandle.Alloc(file));
        stream->Read = &Read;
        var opening = new FreetypeOpening { Flags = LibFreetype.OpenStream, Stream = stream };
        var status = LibFreetype.Open(library, &opening, font.Index, out _face);
        if (status != 0)
        {
            throw new PrintDocumentException($"The font {font.Path} (number {font.Index} in it) cannot be read: FreeType says {status}. Install the Debian package fonts-noto-cjk again.");
        }
    }

    /// <summary>A letter at a size, or null where the font lacks it.</summary>
    /// <param name="character">Which.</param>
    /// <param name="size">Font size in 64ths of a dot.</param>
    public Letter? Find(Rune character, int size)
    {
        var glyph = LibFreetype.GlyphOf(_face, (nuint)character.Value);
        if (glyph == 0)
        {
            return null;
        }

        if (_letters.TryGetValue((size, glyph), out var known))
        {
            return known;
        }

        if (_size != size)
        {
            Expect(LibFreetype.SetSize(_face, 0, size, 72, 72), character);
            _size = size;
        }

        Expect(LibFreetype.Load(_face, glyph, LibFreetype.LoadGrey), character);
        var letter = Taken(*_face->Glyph);
        _kept += letter.Coverage.Length;
        if (_kept > MostKept)
        {
            _letters.Clear();
            _kept = letter.Coverage.Length;
        }

        _letters[(size, glyph)] = letter;
        return letter;
    }

    private static Letter Taken(FreetypeGlyph glyph)
    {
        var (width, rows) = ((int)glyph.Width, (int)glyph.Rows);
        var coverage = new byte[width * rows];
        for (var row = 0; row < rows; row++)
        {
            new ReadOnlySpan<byte>(glyph.Pixels + (row * glyph.Pitch), width).CopyTo(coverage.AsSpan(row * width));
        }

        return new Letter(glyph.Left, glyph.Top, width, glyph.Advance / 65536.0, coverage);
    }

    private static void Expect(int status, Rune character)
    {
        if (status != 0)
        {
            throw new PrintDocumentException($"\"{character}\" cannot be drawn: FreeType says {status}.");
        }
    }

    /// <summary>FT_Stream_IoFunc: with a count of 0 only the place is asked for, and 0 says that it is in the file.</summary>
    [UnmanagedCallersOnly]
    private static nuint Read(FreetypeStream* stream, nuint from, byte* to, nuint count)
    {
        if (count == 0)
        {
            return from > stream->Size ? 1u : 0u;
        }

        try
        {
            var file = (Microsoft.Win32.SafeHandles.SafeFileHandle)GCHandle.FromIntPtr(stream->Descriptor).Target!;
            return (nuint)RandomAccess.Read(file, new Span<byte>(to, checked((int)count)), (long)from);
        }
        catch (Exception fault) when (fault is IOException or OverflowException)
        {
            return 0;
        }
    }
}

/// <summary>A letter as dots.</summary>
/// <param name="Left">From the pen to its leftmost dots.</param>
/// <param name="Top">From the baseline up to its topmost row.</param>
/// <param name="Width">Dots a row.</param>
/// <param name="Advance">Dots to the next letter.</param>
/// <param name="Coverage">Row after row, a byte a dot, 0 to 255 as it is covered.</param>
internal sealed record Letter(int Left, int Top, int Width, double Advance, byte[] Coverage);
