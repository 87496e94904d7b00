using Drivers.Scales;
using Drivers.Tests.Fakes;
using EdgeGateway.Core.Devices;

namespace Drivers.Tests.Scales;

/// <summary>The framed protocols through one another's decoders: a scale that is set to another protocol must not weigh.</summary>
public class LookAlikeTests
{
    /// <summary>
    /// Without marks or check, five bytes out of a longer answer may look like one of massak-j; its driver takes only an answer of five bytes in all.
    /// usb-hid-pos reads hidraw devices of its usage page only, where no other protocol's bytes come from.
    /// </summary>
    private static readonly string[] s_withoutMarks = ["massak-j", "usb-hid-pos"];

    /// <summary>Casio PD-1 answers as NCI does: what tells them apart is nothing on the line, and either driver reads either scale rightly.</summary>
    private static readonly (string, string) s_sameBytes = ("casio-pd1", "nci-scp01");

    public static TheoryData<string> Drivers => [.. HandshakeScaleSamples.All.Select(sample => sample.Driver).Except(s_withoutMarks)];

    [Theory]
    [MemberData(nameof(Drivers))]
    public void Feed_FrameOfAnotherProtocol_IsNoWeight(string driver)
    {
        Sample own = Samples.Of(driver);
        ScaleProtocol protocol = ScaleProtocols.All.Single(each => each.DriverName == driver);
        foreach (Sample other in Samples.All.Where(other => other.Driver != driver && (driver, other.Driver) != s_sameBytes))
        {
            IFrameDecoder decoder = protocol.CreateDecoder(new ProfileReader(driver, own.Profile), ProfileUse.Device);
            Assert.DoesNotContain(Frames.Decode(decoder, other.Frame, other.Frame, other.Frame), frame => frame.Weight is not null);
        }
    }

    [Fact]
    public async Task MassaKJ_AnswerOfAnotherProtocol_IsNoWeight()
    {
        foreach (Sample other in Samples.All.Where(other => other.Driver != "massak-j"))
        {
            await using var scale = new AskedScale(MassaKJ.Protocol);
            await Assert.ThrowsAsync<DeviceException>(() => scale.NextAsync(Convert.ToHexString(other.Frame)));
        }
    }
}
