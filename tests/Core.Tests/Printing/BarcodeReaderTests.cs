using System.Diagnostics;
using System.Text;
using EdgeGateway.Core.Printing;
using EdgeGateway.Core.Printing.Documents;

namespace Core.Tests.Printing;

/// <summary>Two readers that are not ours read every code that we print, from the dots of whole documents.</summary>
public sealed class BarcodeReaderTests : IClassFixture<DocumentPrinter>
{
    private readonly DocumentPrinter _printer;

    public BarcodeReaderTests(DocumentPrinter printer) => _printer = printer;

    public static TheoryData<string, string, int, string[]> Documents => new()
    {
        { "receipt", "en", 203, ["QRCode:https://example.com/r/R20261122-00042", "Code128:R2026112200042"] },
        { "receipt", "zh-CN", 300, ["QRCode:https://example.com/r/R20261122-00042", "Code128:R2026112200042"] },
        { "weighed-label", "zh-CN", 203, ["EAN13:2110023012503"] },
        { "weighed-label", "zh-TW", 300, ["EAN13:2110023012503"] },
        { "weighed-label-gs1", "en", 203, ["GS1:010952123454321331030012501526112410LB1122A"] },
        { "weighed-label-gs1", "zh-CN", 300, ["GS1:010952123454321331030012501526112410LB1122A"] },
        { "shelf-label", "zh-TW", 203, ["EAN13:9521234500018"] },
        { "pick-list", "en", 203, ["Code128:PK-261122-07"] },
        { "test-page", "zh-CN", 203, ["EAN13:6901234567892", "EAN8:96385074", "Code128:Test-0123456789", "GS1:0109521234543213", "QRCode:测试 test 測試 1234567890"] },
        { "test-page", "zh-CN", 600, ["EAN13:6901234567892", "EAN8:96385074", "Code128:Test-0123456789", "GS1:0109521234543213", "QRCode:测试 test 測試 1234567890"] },
    };

    [Theory]
    [MemberData(nameof(Documents))]
    public void Zbar_ReadsEveryCode(string name, string culture, int dotsPerInch, string[] expected)
    {
        var read = Run("zbarimg", "zbar-tools", Draw(name, culture, dotsPerInch), "--quiet", "-Sean8.enable=1").Split('\n', StringSplitOptions.RemoveEmptyEntries);
        Assert.Equal(
            expected.Select(code => code.Split(':', 2)).Select(code => $"{code[0] switch { "EAN13" => "EAN-13", "EAN8" => "EAN-8", "QRCode" => "QR-Code", _ => "CODE-128" }}:{code[1]}").Order(StringComparer.Ordinal),
            read.Order(StringComparer.Ordinal));
    }

    [Theory]
    [MemberData(nameof(Documents))]
    public void ZXing_ReadsEveryCodeAsWhatItIs(string name, string culture, int dotsPerInch, string[] expected)
    {
        // Scaled pictures make Debian's version 1.4 fail an assertion of its own.
        var read = Run("ZXingReader", "zxing-cpp-tools", Draw(name, culture, dotsPerInch), "-noscale").Split('\n');
        var texts = read.Where(line => line.StartsWith("Text:", StringComparison.Ordinal)).Select(line => line[5..].Trim().Trim('"'));
        var kinds = read.Where(line => line.StartsWith("Identifier:", StringComparison.Ordinal)).Select(line => line[11..].Trim());
        Assert.Equal(
            expected.Select(code => code.Split(':', 2)).Select(code => $"{code[0] switch { "EAN13" => "]E0", "EAN8" => "]E4", "QRCode" => "]Q1", "GS1" => "]C1", _ => "]C0" }} {code[1]}").Order(StringComparer.Ordinal),
            kinds.Zip(texts, (kind, text) => $"{kind} {text}").Order(StringComparer.Ordinal));
    }

    /// <summary>The document as a grey picture with some paper around it.</summary>
    private string Draw(string name, string culture, int dotsPerInch)
    {
        var factor = dotsPerInch / 203.2;
        var profile = (name.Contains("label", StringComparison.Ordinal) ? DocumentPrinter.Label : DocumentPrinter.Receipt) with { DotsPerInch = dotsPerInch };
        var document = _printer.Renderer.Render(name, DocumentRenderer.Sample(name, culture), culture, profile with { DotsPerLine = (int)(profile.DotsPerLine * factor) });
        var pictures = document.Parts.OfType<RasterPart>().Select(part => part.Bitmap).ToList();
        const int around = 40;
        var (width, height) = (pictures[0].Width + (2 * around), pictures.Sum(p => p.Height) + (2 * around));
        var path = Path.Combine(Path.GetTempPath(), $"edge-document-{Guid.NewGuid():N}.pgm");
        using var file = File.Create(path);
        file.Write(Encoding.ASCII.GetBytes($"P5\n{width} {height}\n255\n"));
        var row = new byte[width];
        Array.Fill(row, (byte)255);
        void Blank()
        {
            for (var i = 0; i < around; i++)
            {
                file.Write(row);
            }
        }

        Blank();
        foreach (var picture in pictures)
        {
            var line = row.ToArray();
            for (var y = 0; y < picture.Height; y++)
            {
                for (var x = 0; x < picture.Width; x++)
                {
                    line[around + x] = picture.IsBlack(x, y) ? (byte)0 : (byte)255;
                }

                file.Write(line);
            }
        }

        Blank();
        return path;
    }

    private static string Run(string program, string package, string picture, params string[] options)
    {
        try
        {
            Assert.SkipUnless(
                (Environment.GetEnvironmentVariable("PATH") ?? "").Split(':').Any(folder => File.Exists(Path.Combine(folder, program))),
                $"{program} is not installed (Debian package {package})");
            var start = new ProcessStartInfo(program) { RedirectStandardOutput = true, RedirectStandardError = true, StandardOutputEncoding = Encoding.UTF8 };
            foreach (var option in options.Append(picture))
            {
                start.ArgumentList.Add(option);
            }

            using var process = Process.Start(start)!;
            var text = process.StandardOutput.ReadToEnd();
            process.WaitForExit();
            return text;
        }
        finally
        {
            File.Delete(picture);
        }
    }
}
