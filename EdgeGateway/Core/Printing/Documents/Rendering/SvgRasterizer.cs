using System.Collections.Concurrent;
using System.Runtime.InteropServices;
using EdgeGateway.Core.Printing.Documents.Composing;

namespace EdgeGateway.Core.Printing.Documents.Rendering;

/// <summary>Turns SVG into dots on one thread of its own, which keeps the fonts loaded. The same SVG and libraries give the same dots.</summary>
internal sealed class SvgRasterizer : IDisposable
{
    private const string Font = "Noto Sans CJK SC";
    private const int MostWaiting = 8;

    private readonly BlockingCollection<Work> _work = new(MostWaiting);
    private readonly Lock _starting = new();
    private Thread? _thread;

    /// <summary>Draws a picture.</summary>
    /// <param name="svg">A whole SVG document of that size.</param>
    /// <param name="width">Dots a row, 1 to 4096.</param>
    /// <param name="height">Rows, 1 to 8192.</param>
    /// <param name="dithered">Where grey is made of dots.</param>
    /// <exception cref="PrintDocumentException">A library or the font is not installed, or the SVG cannot be drawn.</exception>
    public MonoBitmap Draw(string svg, int width, int height, IReadOnlyList<DotRectangle> dithered)
    {
        ArgumentOutOfRangeException.ThrowIfGreaterThan(height, 8192);
        lock (_starting)
        {
            if (_thread is null)
            {
                _thread = new Thread(Run) { IsBackground = true, Name = "print drawing" };
                _thread.Start();
            }
        }

        var work = new Work(svg, width, height, dithered, new TaskCompletionSource<MonoBitmap>(TaskCreationOptions.RunContinuationsAsynchronously));
        _work.Add(work);
        return work.Done.Task.GetAwaiter().GetResult();
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        _work.CompleteAdding();
        _thread?.Join();
        _work.Dispose();
    }

    private void Run()
    {
        PrintDocumentException? absent = null;
        var isChecked = false;
        foreach (var work in _work.GetConsumingEnumerable())
        {
            try
            {
                if (!isChecked)
                {
                    absent = Absent();
                    isChecked = absent is null;
                }

                if (absent is not null)
                {
                    throw absent;
                }

                work.Done.SetResult(DrawHere(work));
            }
            catch (Exception fault)
            {
                work.Done.SetException(fault is DllNotFoundException or EntryPointNotFoundException ? LibraryIsAbsent(fault) : fault);
            }
        }
    }

    private static PrintDocumentException? Absent() => LibFontconfig.FamilyFor(Font) is var family && family?.StartsWith("Noto Sans CJK", StringComparison.Ordinal) == true ? null
        : new PrintDocumentException($"The font {Font} is not installed (\"{family ?? "none"}\" would stand in): install the Debian package fonts-noto-cjk.");

    private static PrintDocumentException LibraryIsAbsent(Exception fault) => new(
        $"The libraries that draw documents are not installed: install the Debian packages librsvg2-2, libcairo2 and libfontconfig1. ({fault.Message})");

    private static unsafe MonoBitmap DrawHere(Work work)
    {
        var surface = LibCairo.NewSurface(LibCairo.Rgb24, work.Width, work.Height);
        nint cairo = 0, handle = 0;
        try
        {
            if (LibCairo.Status(surface) != 0)
            {
                throw new PrintDocumentException($"cairo has no memory for {work.Width} x {work.Height} dots (status {LibCairo.Status(surface)}).");
            }

            cairo = LibCairo.New(surface);
            LibCairo.SetColour(cairo, 1, 1, 1);
            LibCairo.Paint(cairo);
            GlibError* error = null;
            var bytes = System.Text.Encoding.UTF8.GetBytes(work.Svg);
            fixed (byte* data = bytes)
            {
                handle = LibRsvg.NewFromData(data, (nuint)bytes.Length, &error);
            }

            if (handle == 0)
            {
                throw Refusal(error);
            }

            LibRsvg.SetDpi(handle, 96);
            var viewport = new SvgRectangle { Width = work.Width, Height = work.Height };
            if (LibRsvg.Render(handle, cairo, &viewport, &error) == 0)
            {
                throw Refusal(error);
            }

            LibCairo.Flush(surface);
            var stride = LibCairo.Stride(surface);
            return Dots.Of(new ReadOnlySpan<byte>(LibCairo.Pixels(surface), stride * work.Height), stride, work.Width, work.Height, work.Dithered);
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

    private sealed record Work(string Svg, int Width, int Height, IReadOnlyList<DotRectangle> Dithered, TaskCompletionSource<MonoBitmap> Done);
}
