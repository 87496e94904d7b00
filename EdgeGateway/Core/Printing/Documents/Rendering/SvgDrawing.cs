using System.Runtime.InteropServices;
using EdgeGateway.Core.Printing.Documents.Composing;

namespace EdgeGateway.Core.Printing.Documents.Rendering;

/// <summary>Draws SVG. Fonts are cached by thread, so all calls are made on one.</summary>
internal static class SvgDrawing
{
    /// <summary>Draws a picture.</summary>
    /// <param name="svg">A whole SVG document of that size.</param>
    /// <param name="width">Dots a row, 1 to 4096.</param>
    /// <param name="height">Rows, 1 to 8192.</param>
    /// <param name="dithered">Where grey is made of dots.</param>
    /// <exception cref="PrintDocumentException">The SVG cannot be drawn.</exception>
    public static unsafe MonoBitmap Draw(string svg, int width, int height, IReadOnlyList<DotRectangle> dithered)
    {
        var surface = LibCairo.NewSurface(LibCairo.Rgb24, width, height);
        nint cairo = 0, handle = 0;
        try
        {
            if (LibCairo.Status(surface) != 0)
            {
                throw new PrintDocumentException($"cairo has no memory for {width} x {height} dots (status {LibCairo.Status(surface)}).");
            }

            cairo = LibCairo.New(surface);
            LibCairo.SetColour(cairo, 1, 1, 1);
            LibCairo.Paint(cairo);
            GlibError* error = null;
            var bytes = System.Text.Encoding.UTF8.GetBytes(svg);
            fixed (byte* data = bytes)
            {
                handle = LibRsvg.NewFromData(data, (nuint)bytes.Length, &error);
            }

            if (handle == 0)
            {
                throw Refusal(error);
            }

            LibRsvg.SetDpi(handle, 96);
            var viewport = new SvgRectangle { Width = width, Height = height };
            if (LibRsvg.Render(handle, cairo, &viewport, &error) == 0)
            {
                throw Refusal(error);
            }

            LibCairo.Flush(surface);
            var stride = LibCairo.Stride(surface);
            return Dots.Of(new ReadOnlySpan<byte>(LibCairo.Pixels(surface), stride * height), stride, width, height, dithered);
        }
        finally
        {
            if (handle != 0)
            {
                LibRsvg.Free(handle);
            }

            if (cairo != 0)
            {
                LibCairo.Free(cairo);
            }

            LibCairo.FreeSurface(surface);
        }
    }

    private static unsafe PrintDocumentException Refusal(GlibError* error)
    {
        var words = error is null ? "no reason given" : Marshal.PtrToStringUTF8((nint)error->Message);
        if (error is not null)
        {
            LibRsvg.FreeError(error);
        }

        return new PrintDocumentException($"The document cannot be drawn: {words}.");
    }
}
