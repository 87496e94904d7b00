using System.Runtime.InteropServices;

namespace EdgeGateway.Core.Printing.Documents.Rendering;

/// <summary>fontconfig (Debian package libfontconfig1): which font stands behind a name.</summary>
internal static unsafe partial class LibFontconfig
{
    private const string Library = "libfontconfig.so.1";
    private const int ForPattern = 0; // FcMatchPattern

    /// <summary>Reads what fonts the machine has, to be asked by <see cref="Find"/>; some megabytes until <see cref="Free"/>.</summary>
    [LibraryImport(Library, EntryPoint = "FcInitLoadConfigAndFonts")]
    public static partial nint New();

    /// <summary>Lets go of it.</summary>
    [LibraryImport(Library, EntryPoint = "FcConfigDestroy")]
    public static partial void Free(nint fonts);

    /// <summary>The font that would be used for a name, such as <c>Noto Sans CJK SC:bold</c>; null where there is no font at all.</summary>
    public static FontFile? Find(nint fonts, string name)
    {
        var pattern = Parse(name);
        if (pattern == 0)
        {
            return null;
        }

        _ = Substitute(fonts, pattern, ForPattern);
        SetDefaults(pattern);
        var match = Match(fonts, pattern, out _);
        Destroy(pattern);
        if (match == 0)
        {
            return null;
        }

        var font = Text(match, "family") is { } family && Text(match, "file") is { } file && GetInteger(match, "index", 0, out var index) == 0
            ? new FontFile(family, file, index) : null;
        Destroy(match);
        return font;
    }

    private static string? Text(nint match, string property)
    {
        byte* value;
        return GetString(match, property, 0, &value) == 0 ? Marshal.PtrToStringUTF8((nint)value) : null;
    }

    [LibraryImport(Library, EntryPoint = "FcNameParse", StringMarshalling = StringMarshalling.Utf8)]
    private static partial nint Parse(string name);

    [LibraryImport(Library, EntryPoint = "FcConfigSubstitute")]
    private static partial int Substitute(nint configuration, nint pattern, int kind);

    [LibraryImport(Library, EntryPoint = "FcDefaultSubstitute")]
    private static partial void SetDefaults(nint pattern);

    [LibraryImport(Library, EntryPoint = "FcFontMatch")]
    private static partial nint Match(nint configuration, nint pattern, out int result);

    [LibraryImport(Library, EntryPoint = "FcPatternGetString", StringMarshalling = StringMarshalling.Utf8)]
    private static partial int GetString(nint pattern, string property, int index, byte** value);

    [LibraryImport(Library, EntryPoint = "FcPatternGetInteger", StringMarshalling = StringMarshalling.Utf8)]
    private static partial int GetInteger(nint pattern, string property, int index, out int value);

    [LibraryImport(Library, EntryPoint = "FcPatternDestroy")]
    private static partial void Destroy(nint pattern);
}
