using System.Collections.Concurrent;
using EdgeGateway.Core.Printing.Documents.Composing;

namespace EdgeGateway.Core.Printing.Documents.Rendering;

/// <summary>Turns blocks into dots on one thread of its own, which keeps the fonts open. The same blocks, libraries and fonts give the same dots.</summary>
internal sealed class Rasterizer : IDisposable
{
    private const int MostWaiting = 8;

    private readonly BlockingCollection<Work> _work = new(MostWaiting);
    private readonly Lock _starting = new();
    private Thread? _thread;

    /// <summary>Draws blocks one below the other.</summary>
    /// <param name="blocks">At least one, of 8192 rows together at most.</param>
    /// <param name="culture">Of their words.</param>
    /// <param name="width">Dots a row, 1 to 4096.</param>
    /// <exception cref="PrintDocumentException">A library or the font is not installed, or a block cannot be drawn.</exception>
    public MonoBitmap Draw(IReadOnlyList<Block> blocks, string culture, int width)
    {
        ArgumentOutOfRangeException.ThrowIfGreaterThan(blocks.Sum(block => block.Height), 8192, nameof(blocks));
        lock (_starting)
        {
            if (_thread is null)
            {
                _thread = new Thread(Run) { IsBackground = true, Name = "print drawing" };
                _thread.Start();
            }
        }

        var work = new Work(blocks, culture, width, new TaskCompletionSource<MonoBitmap>(TaskCreationOptions.RunContinuationsAsynchronously));
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
        MarkPainter? painter = null;
        foreach (var work in _work.GetConsumingEnumerable())
        {
            try
            {
                work.Done.SetResult(Drawn(painter ??= new MarkPainter(), work));
            }
            catch (Exception fault)
            {
                work.Done.SetException(fault is DllNotFoundException or EntryPointNotFoundException ? LibraryIsAbsent(fault) : fault);
            }
        }
    }

    private static MonoBitmap Drawn(MarkPainter painter, Work work)
    {
        var stride = (work.Width + 7) / 8;
        var height = work.Blocks.Sum(block => block.Height);
        var rows = new byte[stride * height];
        var top = 0;
        foreach (var block in work.Blocks.Where(block => block.Height > 0))
        {
            if (!painter.TryPaint(block, work.Culture, new Paper(rows, work.Width, top)))
            {
                var drawn = SvgDrawing.Draw(SvgPicture.Of([block], work.Culture, work.Width), work.Width, block.Height, block.Dithered).Rows.Span;
                var place = rows.AsSpan(top * stride, drawn.Length);
                drawn.CopyTo(place);
            }

            top += block.Height;
        }

        return new MonoBitmap(work.Width, height, rows);
    }

    private static PrintDocumentException LibraryIsAbsent(Exception fault) => new(
        $"The libraries that draw documents are not installed: install the Debian packages libfreetype6, libfontconfig1, librsvg2-2 and libcairo2. ({fault.Message})");

    private sealed record Work(IReadOnlyList<Block> Blocks, string Culture, int Width, TaskCompletionSource<MonoBitmap> Done);
}
