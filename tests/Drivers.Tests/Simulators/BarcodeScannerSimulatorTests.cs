using System.Text;
using Simulators.Scanners;
using Simulators.Session;
using Tests.Shared;

namespace Drivers.Tests.Simulators;

public sealed class BarcodeScannerSimulatorTests : IDisposable
{
    private readonly GroundTruth _truth = new(null, new ManualClock());

    public void Dispose() => _truth.Dispose();

    [Theory]
    [InlineData("4006381333931", "]E04006381333931")]
    [InlineData("]E00614141123452", "]E00614141123452")]
    [InlineData("96385074", "]E496385074")]
    [InlineData("010952123454321310A<GS>21B", "]C1010952123454321310A\u001d21B")]
    [InlineData("]A0ABC 1", "]A0ABC 1")]
    [InlineData("HELLO", "]C0HELLO")]
    public void Scan_Code_IsSentWithItsIdentifierAndSuffix(string code, string expected)
    {
        Assert.Equal(expected + "\r\n", Sent(new BarcodeScanner("\r\n", true, TimeSpan.FromMilliseconds(1), _truth), code));
        Assert.Equal(expected[3..], Sent(new BarcodeScanner("", false, TimeSpan.FromMilliseconds(1), _truth), code));
    }

    [Fact]
    public void Scan_UpcA_IsSentWithAZeroInFrontBehindItsIdentifierOnly()
    {
        Assert.Equal("]E00614141123452\t", Sent(new BarcodeScanner("\t", true, TimeSpan.FromMilliseconds(1), _truth), "614141123452"));
        Assert.Equal("614141123452", Sent(new BarcodeScanner("", false, TimeSpan.FromMilliseconds(1), _truth), "614141123452"));
    }

    [Fact]
    public void Script_WithoutACode_SaysWhatIsExpected()
    {
        Assert.Null(ScriptLine.TryParse("load 5", out var line));
        Assert.Contains("scan CODE", new BarcodeScanner("", true, TimeSpan.FromMilliseconds(1), _truth).Apply(line));
    }

    private static string Sent(BarcodeScanner scanner, string code)
    {
        scanner.Script($"scan {code}");
        return Encoding.UTF8.GetString(Convert.FromHexString(scanner.Frame())) + scanner.Frame();
    }
}
