using Drivers.Ports;

namespace Drivers.Tests.Ports;

public class LineSettingsTests
{
    [Theory]
    [InlineData("9600-7E1", 9600, 7, Parity.Even, 1)]
    [InlineData("4800-8N1", 4800, 8, Parity.None, 1)]
    [InlineData("1200-7O1", 1200, 7, Parity.Odd, 1)]
    [InlineData("115200-8N2", 115200, 8, Parity.None, 2)]
    public void TryParse_UsualSettings_AreReadAndWrittenTheSame(string text, int speed, int bits, Parity parity, int stops)
    {
        Assert.True(LineSettings.TryParse(text, out LineSettings settings, out _));
        Assert.Equal(new LineSettings(speed, bits, parity, stops), settings);
        Assert.Equal(text, settings.ToString());
    }

    [Theory]
    [InlineData(null, "such as 9600-7E1")]
    [InlineData("", "such as 9600-7E1")]
    [InlineData("9600", "such as 9600-7E1")]
    [InlineData("9600-7E", "such as 9600-7E1")]
    [InlineData("-9600-7E1", "such as 9600-7E1")]
    [InlineData("9601-7E1", "9601 is no speed")]
    [InlineData("9600-6E1", "7 or 8 data bits")]
    [InlineData("9600-7M1", "parity N, E or O")]
    [InlineData("9600-7E3", "1 or 2 stop bits")]
    public void TryParse_AnythingElse_SaysWhatWasExpected(string? text, string words)
    {
        Assert.False(LineSettings.TryParse(text, out _, out string? error));
        Assert.Contains(words, error);
        Assert.Contains($"'{text}'", error);
    }

    [Theory]
    [InlineData("tcp://192.168.1.40:4305", true)]
    [InlineData("tcp://scale-3.local:10001", true)]
    [InlineData("tcp://[::1]:4001", true)]
    [InlineData("/dev/serial/by-id/usb-FTDI_FT232R-if00-port0", true)]
    [InlineData("", false)]
    [InlineData("COM3", false)]
    [InlineData("dev/ttyS0", false)]
    [InlineData("tcp://host", false)]
    [InlineData("tcp://host:0", false)]
    [InlineData("tcp://host:70000", false)]
    [InlineData("tcp://:4001", false)]
    public void PortAddress_TryParse_TakesPathsAndTcpOnly(string text, bool valid)
    {
        Assert.Equal(valid, PortAddress.TryParse(text, out PortAddress? address, out string? error));
        Assert.Equal(!valid, error is not null);
        Assert.Equal(valid, address is not null);
    }
}
