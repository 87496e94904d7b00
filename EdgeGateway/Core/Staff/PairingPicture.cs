using System.Globalization;
using System.Text;
using EdgeGateway.Core.Printing.Documents.Barcodes;

namespace EdgeGateway.Core.Staff;

/// <summary>A QR code as a picture for a page.</summary>
public static class PairingPicture
{
    private const int Quiet = QrSymbol.Quiet;

    /// <summary>Draws a link of up to 600 bytes: SVG, black on white with its quiet zone, one unit a module.</summary>
    public static string SvgOf(string link)
    {
        var rows = QrSymbol.Of(link);
        var path = new StringBuilder();
        for (var y = 0; y < rows.Count; y++)
        {
            for (var x = 0; x < rows[y].Count; x++)
            {
                if (rows[y][x])
                {
                    path.Append(CultureInfo.InvariantCulture, $"M{x + Quiet} {y + Quiet}h1v1h-1z");
                }
            }
        }

        var side = rows.Count + (2 * Quiet);
        return string.Create(
            CultureInfo.InvariantCulture,
            $"<svg xmlns=\"http://www.w3.org/2000/svg\" viewBox=\"0 0 {side} {side}\" shape-rendering=\"crispEdges\"><path fill=\"#fff\" d=\"M0 0h{side}v{side}H0z\"/><path d=\"{path}\"/></svg>");
    }
}
