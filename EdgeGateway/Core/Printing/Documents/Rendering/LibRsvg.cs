using System.Runtime.InteropServices;

namespace EdgeGateway.Core.Printing.Documents.Rendering;

/// <summary>librsvg 2.54 (Debian package librsvg2-2) and what it needs of GLib: only what draws a document.</summary>
/// <remarks>Fonts are cached by thread, so all calls are made on one.</remarks>
internal static unsafe partial class LibRsvg
{
    private const string Library = "librsvg-2.so.2";
    private const string Objects = "libgobject-2.0.so.0";
    private const string Glib = "libglib-2.0.so.0";

    [LibraryImport(Library, EntryPoint = "rsvg_handle_new_from_data")]
    public static partial nint NewFromData(byte* data, nuint length, GlibError** error);

    [LibraryImport(Library, EntryPoint = "rsvg_handle_set_dpi")]
    public static partial void SetDpi(nint handle, double dpi);

    [LibraryImport(Library, EntryPoint = "rsvg_handle_render_document")]
    public static partial int Render(nint handle, nint cairo, SvgRectangle* viewport, GlibError** error);

    [LibraryImport(Objects, EntryPoint = "g_object_unref")]
    public static partial void Free(nint handle);

    [LibraryImport(Glib, EntryPoint = "g_error_free")]
    public static partial void FreeError(GlibError* error);
}

/// <summary>GLib's GError.</summary>
[StructLayout(LayoutKind.Sequential)]
internal unsafe struct GlibError
{
    /// <summary>Whose error.</summary>
    public uint Domain;

    /// <summary>Which.</summary>
    public int Code;

    /// <summary>In words, UTF-8.</summary>
    public byte* Message;
}

/// <summary>librsvg's RsvgRectangle.</summary>
[StructLayout(LayoutKind.Sequential)]
internal struct SvgRectangle
{
    /// <summary>Left.</summary>
    public double X;

    /// <summary>Top.</summary>
    public double Y;

    /// <summary>Width.</summary>
    public double Width;

    /// <summary>Height.</summary>
    public double Height;
}
