using System.Diagnostics;
using Drivers.Printers;
using EdgeGateway.Core.Printing;
using Simulators.Printers;
using PrinterModel = Simulators.Printers.PrinterModel;

namespace Drivers.Tests.Printers;

/// <summary>Labels drawn by a renderer of ZPL that is not ours, and read from its picture; skipped where node and the renderer are not installed.</summary>
public sealed class ZplRendererTests
{
    private static readonly string s_folder = Path.Combine(RepositoryRoot(), "tests", "Drivers.Tests", "Printers", "Readers");

    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    [Theory]
    [InlineData(BarcodeSymbology.Ean13, "2112345012506", "2112345012506")]
    [InlineData(BarcodeSymbology.Code128, "SHELF-0042/123456", "SHELF-0042/123456")]
    [InlineData(BarcodeSymbology.Gs1128, "(01)09521234543213(3103)001250", "01095212345432133103001250")]
    [InlineData(BarcodeSymbology.Qr, "https://example.com/r/42", "https://example.com/r/42")]
    public async Task BarcodeOfThePrinter_IsReadFromTheRenderedLabel(BarcodeSymbology symbology, string data, string expected) =>
        Assert.Contains(expected, await ReadAsync(new PrintDocument("code", [new FeedPart(60), new BarcodePart(symbology, data, 80, 3)], 832, 480)), StringComparison.Ordinal);

    [Fact]
    public async Task Dots_AreReadFromTheRenderedLabel()
    {
        var code = new PrintDocument("code", [new BarcodePart(BarcodeSymbology.Code128, "DOTS-1", 80, 2)]);
        Sheet sheet = VirtualPrinter.Perfect(PrinterModel.Receipt80, Printer.Encode(code, "AB12", Shop.Read("escpos", ("barcodes", "printer"))))
            .First(each => !each.IsBlank);
        var dots = new MonoBitmap(sheet.WidthDots, sheet.RowCount, sheet.ToRows());
        var margin = new RasterPart(new MonoBitmap(8, 40, new byte[40]));

        Assert.Contains("DOTS-1", await ReadAsync(new PrintDocument("dots", [margin, new RasterPart(dots)], 832, 480)), StringComparison.Ordinal);
    }

    private static async Task<string> ReadAsync(PrintDocument document)
    {
        Assert.SkipUnless(Directory.Exists(Path.Combine(s_folder, "node_modules", "zpl-renderer-js")), "zpl-renderer-js is not installed; ./test does it");
        string picture = Path.Combine(Path.GetTempPath(), $"label-{Guid.NewGuid():N}.png");
        try
        {
            using Process renderer = Process.Start(new ProcessStartInfo("node", [Path.Combine(s_folder, "render-zpl.mjs"), picture]) { RedirectStandardInput = true, RedirectStandardError = true })!;
            await renderer.StandardInput.BaseStream.WriteAsync(Printer.Encode(document, "AB12", Shop.Read("zpl", ("barcodes", "printer"))), Ct);
            renderer.StandardInput.Close();
            string mistakes = await renderer.StandardError.ReadToEndAsync(Ct);
            await renderer.WaitForExitAsync(Ct);
            Assert.True(renderer.ExitCode == 0, mistakes);
            return await BarcodeReaderTests.RunAsync("zbarimg", "--raw", "-q", picture);
        }
        finally
        {
            File.Delete(picture);
        }
    }

    private static string RepositoryRoot()
    {
        var folder = new DirectoryInfo(AppContext.BaseDirectory);
        while (!File.Exists(Path.Combine(folder!.FullName, "EdgeGateway.sln")))
            folder = folder.Parent;
        return folder.FullName;
    }
}
