using System.Runtime.InteropServices;

namespace EdgeGateway.Core.Printing.Documents.Rendering;

/// <summary>FreeType 2.12 (Debian package libfreetype6): only what draws a letter. Structures as on 64-bit Linux (freetype/freetype.h, ftsystem.h).</summary>
/// <remarks>A library and its faces are used by one thread.</remarks>
internal static unsafe partial class LibFreetype
{
    /// <summary>FT_OPEN_STREAM.</summary>
    public const uint OpenStream = 2;

    /// <summary>FT_LOAD_RENDER | FT_LOAD_NO_BITMAP | FT_LOAD_TARGET_LIGHT: outlines, hinted up and down only, 256 greys.</summary>
    public const int LoadGrey = 4 | 8 | (1 << 16);

    private const string Library = "libfreetype.so.6";

    [LibraryImport(Library, EntryPoint = "FT_Init_FreeType")]
    public static partial int New(out nint library);

    [LibraryImport(Library, EntryPoint = "FT_Open_Face")]
    public static partial int Open(nint library, FreetypeOpening* opening, nint index, out FreetypeFace* face);

    [LibraryImport(Library, EntryPoint = "FT_Set_Char_Size")]
    public static partial int SetSize(FreetypeFace* face, nint width, nint height, uint across, uint down);

    [LibraryImport(Library, EntryPoint = "FT_Get_Char_Index")]
    public static partial uint GlyphOf(FreetypeFace* face, nuint character);

    [LibraryImport(Library, EntryPoint = "FT_Load_Glyph")]
    public static partial int Load(FreetypeFace* face, uint glyph, int flags);
}

/// <summary>FT_Open_Args.</summary>
[StructLayout(LayoutKind.Sequential)]
internal unsafe struct FreetypeOpening
{
    public uint Flags;
    public nint Memory;
    public nint MemorySize;
    public nint Path;
    public FreetypeStream* Stream;
    public nint Driver;
    public int ParameterCount;
    public nint Parameters;
}

/// <summary>FT_StreamRec.</summary>
[StructLayout(LayoutKind.Sequential)]
internal unsafe struct FreetypeStream
{
    public nint Base;
    public nuint Size;
    public nuint Position;
    public nint Descriptor;
    public nint Path;
    public delegate* unmanaged<FreetypeStream*, nuint, byte*, nuint, nuint> Read;
    public nint Close;
    public nint Memory;
    public nint Cursor;
    public nint Limit;
}

/// <summary>FT_FaceRec up to its glyph.</summary>
[StructLayout(LayoutKind.Sequential)]
internal unsafe struct FreetypeFace
{
    public nint Faces;
    public nint Index;
    public nint Flags;
    public nint Style;
    public nint Glyphs;
    public nint Family;
    public nint StyleName;
    public int FixedSizeCount;
    public nint FixedSizes;
    public int CharmapCount;
    public nint Charmaps;
    public fixed long GenericAndBox[6];
    public fixed ushort Metrics[8];
    public FreetypeGlyph* Glyph;
}

/// <summary>FT_GlyphSlotRec up to its bitmap.</summary>
[StructLayout(LayoutKind.Sequential)]
internal unsafe struct FreetypeGlyph
{
    public nint Library;
    public nint Face;
    public nint Next;
    public uint Index;
    public fixed long GenericAndMetrics[10];

    /// <summary>How far it is to the next letter, in 65,536ths of a dot, not hinted.</summary>
    public nint Advance;
    public fixed long OtherAdvances[3];
    public nint Format;
    public uint Rows;
    public uint Width;

    /// <summary>Bytes from a row to the one below.</summary>
    public int Pitch;

    /// <summary>A byte a dot, 0 to 255 as it is covered.</summary>
    public byte* Pixels;
    public fixed byte BitmapKind[16];

    /// <summary>From the pen to its leftmost dots.</summary>
    public int Left;

    /// <summary>From the baseline up to its topmost row.</summary>
    public int Top;
}
