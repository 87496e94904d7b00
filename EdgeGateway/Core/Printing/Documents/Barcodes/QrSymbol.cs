using QRCoder;

namespace EdgeGateway.Core.Printing.Documents.Barcodes;

/// <summary>QR codes (ISO/IEC 18004), by the package QRCoder. Pure.</summary>
internal static class QrSymbol
{
    /// <summary>Empty modules around a code.</summary>
    public const int Quiet = 4;

    /// <summary>The most UTF-8 bytes: about version 20, which phones still read from a receipt.</summary>
    public const int MaxBytes = 600;

    /// <summary>Draws a text; other than ASCII goes as UTF-8 and is marked as such (ECI 26).</summary>
    /// <returns>Rows of modules without the quiet zone; true is black.</returns>
    /// <exception cref="PrintDocumentException">Empty or too long.</exception>
    public static IReadOnlyList<IReadOnlyList<bool>> Of(string text)
    {
        if (text.Length == 0 || System.Text.Encoding.UTF8.GetByteCount(text) > MaxBytes)
        {
            throw new PrintDocumentException($"A QR code of {System.Text.Encoding.UTF8.GetByteCount(text)} bytes was asked for; expected 1 to {MaxBytes}.");
        }

        var isAscii = System.Text.Ascii.IsValid(text);
        using var symbol = QRCodeGenerator.GenerateQrCode(
            text, QRCodeGenerator.ECCLevel.M, forceUtf8: !isAscii, utf8BOM: false, isAscii ? QRCodeGenerator.EciMode.Default : QRCodeGenerator.EciMode.Utf8);
        return [.. symbol.ModuleMatrix.Skip(Quiet).SkipLast(Quiet).Select(row => (IReadOnlyList<bool>)[.. row.Cast<bool>().Skip(Quiet).SkipLast(Quiet)])];
    }
}
