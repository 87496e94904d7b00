using System.Buffers;
using System.Globalization;
using System.Text;
using EdgeGateway.Core.Printing;

namespace Drivers.Printers;

/// <summary>Collects the bytes of a job.</summary>
internal sealed class JobBytes
{
    private readonly ArrayBufferWriter<byte> _bytes = new(1024);

    /// <summary>Adds bytes.</summary>
    public JobBytes Add(params ReadOnlySpan<byte> bytes)
    {
        _bytes.Write(bytes);
        return this;
    }

    /// <summary>Adds text as ASCII.</summary>
    public JobBytes Text(string ascii)
    {
        Encoding.ASCII.GetBytes(ascii, _bytes);
        return this;
    }

    /// <summary>Adds text as ASCII, numbers without a culture.</summary>
    public JobBytes Text(FormattableString ascii) => Text(ascii.ToString(CultureInfo.InvariantCulture));

    /// <summary>All of it.</summary>
    public byte[] ToArray() => _bytes.WrittenSpan.ToArray();

    /// <summary>Checks what every language asks of a job.</summary>
    /// <exception cref="ArgumentException">The mark is not four printable ASCII characters.</exception>
    /// <exception cref="PrintDocumentException">A picture or label is wider than the head, or there is nothing in it.</exception>
    public static void Check(PrintDocument document, string mark, PrinterProfile profile)
    {
        if (mark.Length != 4 || mark.AsSpan().ContainsAnyExceptInRange(' ', '~'))
            throw new ArgumentException($"'{mark}' must be four printable ASCII characters", nameof(mark));
        if (document.Parts.Count == 0)
            throw new PrintDocumentException($"{document.Name}: there is nothing in it to print");
        if (document.LabelWidthDots > profile.DotsPerLine)
            throw new PrintDocumentException($"{document.Name}: the label is {document.LabelWidthDots} dots wide; this printer has {profile.DotsPerLine}");
        foreach (RasterPart raster in document.Parts.OfType<RasterPart>())
        {
            if (raster.Bitmap.Width > profile.DotsPerLine)
            {
                throw new PrintDocumentException(
                    $"{document.Name}: a picture is {raster.Bitmap.Width} dots wide; this printer has {profile.DotsPerLine}, render it for that width");
            }
        }
    }
}
