using System.Text;
using Drivers.Scales;
using Drivers.Tests.Fakes;
using EdgeGateway.Core.Devices;

namespace Drivers.Tests.Scales;

/// <summary>What price-computing and taring scales reckon themselves is passed on, to be held against ours.</summary>
public class ReckonedTests
{
    [Fact]
    public void Continuous_NetFrame_TellsItsContainer()
    {
        var decoder = new ToledoContinuousDecoder(new ToledoContinuousFormat("kg", ToledoChecksum.None));
        List<WeightFrame> frames = Frames.Decode(decoder, Frames.Continuous(1000, 5, net: true, tare: "000250"), Frames.Continuous(1000, 5, tare: "000250"));
        Assert.Equal([new ScaleReckoning(Tare: 0.250m), null], frames.Select(frame => frame.Reckoned));
    }

    [Fact]
    public void EcrStream_WithAPrice_TellsPriceAndAmountInFen()
    {
        IFrameDecoder decoder = ToledoEcrStream.Protocol.CreateDecoder(new ProfileReader("toledo-ecr-stream", new Dictionary<string, string>()), ProfileUse.Device);
        List<WeightFrame> frames = Frames.Decode(decoder, Stream("  0.250 KG   12.99    3.25"), Stream("  0.250 KG    0.00    0.00"), Stream("  0.250 KG    0.99    0.25"));
        Assert.Equal([new ScaleReckoning(UnitPriceFen: 1299, TotalFen: 325), null, new ScaleReckoning(UnitPriceFen: 99, TotalFen: 25)], frames.Select(frame => frame.Reckoned));
    }

    [Fact]
    public void Dialog06_Answer_TellsPriceAndTotal()
    {
        IFrameDecoder decoder = Dialog06.Protocol.CreateDecoder(new ProfileReader("dialog06", new Dictionary<string, string>()), ProfileUse.Device);
        WeightFrame frame = Frames.Decode(decoder, [0x02, .. "02\u001b3\u001b01250\u001b001000\u001b001250"u8, 0x03])[^1];
        Assert.Equal((1.250m, new ScaleReckoning(UnitPriceFen: 1000, TotalFen: 1250)), (frame.Weight, frame.Reckoned));
    }

    private static byte[] Stream(string content) => [0x02, .. Encoding.ASCII.GetBytes(content), 0x0D, 0x0A];
}
