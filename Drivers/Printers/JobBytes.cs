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
    /// <exception cref="PrintDocumentException">A picture or label is wider than the head, there is nothing in it, or a part asks for what no printer has.</exception>
    public static void Check(PrintDocument document, string mark, PrinterProfile profile)
    {
        if (mark.Length != 4 || mark.AsSpan().ContainsAnyExceptInRange(' ', '~'))
            throw new ArgumentException($"'{mark}' must be four printable ASCII characters", nameof(mark));
        if (document.Parts.Count == 0)
            throw new PrintDocumentException($"{document.Name}: there is nothing in it to print");
        if (document.LabelWidthDots > profile.DotsPerLine)
            throw new PrintDocumentException($"{document.Name}: the label is {document.LabelWidthDots} dots wide; this printer has {profile.DotsPerLine}");
        foreach (PrintPart part in document.Parts)
        {
            string? wrong = part switch
            {
                RasterPart raster when raster.Bitmap.Width > profile.DotsPerLine =>
                    $"{document.Name}: a picture is {raster.Bitmap.Width} dots wide; this printer has {profile.DotsPerLine}, render it for that width",
                TextPart { Scale: < 1 or > 8 } text => $"text of {text.Scale} times the size: 1 to 8 is possible",
                FeedPart { Dots: < 0 or > 4095 } feed => $"{feed.Dots} rows of empty paper: 0 to 4095 is possible",
                DrawerPart { Pin: not (2 or 5) } drawer => $"the drawer's pin is 2 or 5; {drawer.Pin} came",
                _ => null,
            };
            if (wrong is not null)
                throw new PrintDocumentException(wrong);
        }
    }
}
