using System.Runtime.InteropServices;

namespace EdgeGateway.Core.Printing.Documents.Rendering;

/// <summary>cairo 1.16 (Debian package libcairo2): a picture in memory to draw on.</summary>
internal static unsafe partial class LibCairo
{
    /// <summary>CAIRO_FORMAT_RGB24: four bytes a pixel, blue first on little-endian machines, the fourth unused.</summary>
    public const int Rgb24 = 1;

    private const string Library = "libcairo.so.2";

    [LibraryImport(Library, EntryPoint = "cairo_image_surface_create")]
    public static partial nint NewSurface(int format, int width, int height);

    [LibraryImport(Library, EntryPoint = "cairo_surface_status")]
    public static partial int Status(nint surface);

    [LibraryImport(Library, EntryPoint = "cairo_surface_flush")]
    public static partial void Flush(nint surface);

    [LibraryImport(Library, EntryPoint = "cairo_image_surface_get_data")]
    public static partial byte* Pixels(nint surface);

    [LibraryImport(Library, EntryPoint = "cairo_image_surface_get_stride")]
    public static partial int Stride(nint surface);

    [LibraryImport(Library, EntryPoint = "cairo_surface_destroy")]
    public static partial void FreeSurface(nint surface);

    [LibraryImport(Library, EntryPoint = "cairo_create")]
    public static partial nint New(nint surface);

    [LibraryImport(Library, EntryPoint = "cairo_set_source_rgb")]
    public static partial void SetColour(nint cairo, double red, double green, double blue);

    [LibraryImport(Library, EntryPoint = "cairo_paint")]
    public static partial void Paint(nint cairo);

    [LibraryImport(Library, EntryPoint = "cairo_destroy")]
    public static partial void Free(nint cairo);
}
