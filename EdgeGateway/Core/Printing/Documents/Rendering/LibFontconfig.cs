using System.Runtime.InteropServices;

namespace EdgeGateway.Core.Printing.Documents.Rendering;

/// <summary>fontconfig (Debian package libfontconfig1): which font stands behind a name.</summary>
internal static unsafe partial class LibFontconfig
{
    private const string Library = "libfontconfig.so.1";
    private const int ForPattern = 0; // FcMatchPattern

    /// <summary>The family of the font that would be used for a name; null where there is no font at all.</summary>
    public static string? FamilyFor(string name)
    {
        var pattern = Parse(name);
        if (pattern == 0)
        {
            return null;
        }

        _ = Substitute(0, pattern, ForPattern);
        SetDefaults(pattern);
        var match = Match(0, pattern, out _);
        Destroy(pattern);
        if (match == 0)
        {
            return null;
        }

        byte* family;
        var name0 = GetString(match, "family", 0, &family) == 0 ? Marshal.PtrToStringUTF8((nint)family) : null;
        Destroy(match);
        return name0;
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

    [LibraryImport(Library, EntryPoint = "FcPatternDestroy")]
    private static partial void Destroy(nint pattern);
}
