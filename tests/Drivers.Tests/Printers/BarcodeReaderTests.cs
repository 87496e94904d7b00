using System.ComponentModel;
using System.Diagnostics;
using Drivers.Printers;
using EdgeGateway.Core.Printing;
using Simulators.Printers;
using PrinterModel = Simulators.Printers.PrinterModel;

namespace Drivers.Tests.Printers;

/// <summary>Bar codes that the printers draw themselves, read from the paper by independent programs; skipped where they are not installed.</summary>
public sealed class BarcodeReaderTests
{
    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    [Theory]
    [InlineData(BarcodeSymbology.Ean13, "2112345012506", "2112345012506")]
    [InlineData(BarcodeSymbology.Ean8, "96385074", "96385074")]
    [InlineData(BarcodeSymbology.Code128, "SHELF-0042/123456", "SHELF-0042/123456")]
    [InlineData(BarcodeSymbology.Gs1128, "(01)09521234543213(3103)001250", "01095212345432133103001250")]
    [InlineData(BarcodeSymbology.Gs1128, "(10)AB-12(17)271231", "10AB-12")]
    public async Task PrintedBarcode_InEveryLanguage_IsReadBack(BarcodeSymbology symbology, string data, string expected)
    {
        using var file = new TemporaryPicture();
        string picture = file.Path;
        foreach ((string driver, PrinterModel paper) in new[] { ("escpos", PrinterModel.Receipt80), ("zpl", PrinterModel.ZplLabel), ("tspl", PrinterModel.TsplLabel) })
        {
            PrintPart margin = new RasterPart(new MonoBitmap(8, 40, new byte[40]));
            // Quiet zones: the languages print at the left edge, so the picture gets a white frame.
            var document = new PrintDocument("code", [margin, new BarcodePart(symbology, data, 80, 2), margin]);
            Sheet sheet = VirtualPrinter.Perfect(paper, Printer.Encode(document, "AB12", Shop.Read(driver, ("barcodes", "printer")))).First(each => !each.IsBlank);
            await File.WriteAllBytesAsync(picture, Framed(sheet), Ct);
            string zbar = await RunAsync("zbarimg", "--raw", "-q", picture);
            Assert.Contains(expected, zbar, StringComparison.Ordinal);
            string zxing = await RunAsync("ZXingReader", "-escape", picture);
            Assert.Contains(symbology == BarcodeSymbology.Gs1128 ? "]C1" : expected, zxing, StringComparison.Ordinal);
        }
    }

    private sealed class TemporaryPicture : IDisposable
    {
        public string Path { get; } = System.IO.Path.Combine(System.IO.Path.GetTempPath(), $"barcode-{Guid.NewGuid():N}.png");

        public void Dispose() => File.Delete(Path);
    }

    private static byte[] Framed(Sheet sheet)
    {
        const int FrameBytes = 8;
        int stride = ((sheet.WidthDots + 7) / 8) + (2 * FrameBytes);
        byte[] rows = sheet.ToRows();
        var framed = new byte[stride * sheet.RowCount];
        for (int y = 0; y < sheet.RowCount; y++)
            rows.AsSpan(y * (stride - (2 * FrameBytes)), stride - (2 * FrameBytes)).CopyTo(framed.AsSpan((y * stride) + FrameBytes));
        return PngWriter.Write(stride * 8, sheet.RowCount, framed);
    }

    internal static async Task<string> RunAsync(string program, params string[] arguments)
    {
        try
        {
            using Process process = Process.Start(new ProcessStartInfo(program, arguments) { RedirectStandardOutput = true, RedirectStandardError = true })!;
            string output = await process.StandardOutput.ReadToEndAsync(Ct);
            await process.WaitForExitAsync(Ct);
            return output;
        }
        catch (Win32Exception)
        {
            Assert.Skip($"{program} is not installed");
            return "";
        }
    }
}
