using Drivers.Scales;
using Drivers.Tests.Fakes;

namespace Drivers.Tests.Scales;

/// <summary>The text protocols through one another's decoders: a scale that is set to another protocol must not weigh.</summary>
public class TextLookAlikeTests
{
    /// <summary>
    /// Lines that are another protocol's byte for byte, or hold one: a CAS frame behind its STX; weight, blank and unit without a header (Ohaus,
    /// Adam, KERN); Adam's and Sartorius' names; NCI's display, which Adam without a blank before the unit looks like. The weight and unit read are
    /// right in each; what the other protocol says beside them (motion, net) is not known then, so detection needs the clean frames of the right one.
    /// </summary>
    private static readonly string[] s_sameLines =
    [
        "st-gs-line reads cas-18byte",
        "ohaus reads adam-azextra",
        "adam reads sartorius-sbi",
        "adam reads ohaus",
        "adam reads adam-azextra",
        "adam reads nci-scp01",
        "adam reads casio-pd1",
        "adam-azextra reads sartorius-sbi",
        "adam-azextra reads ohaus",
        "adam-azextra reads adam",
        "adam-azextra reads nci-scp01",
        "adam-azextra reads casio-pd1",
        "kern-de reads ohaus",
        "kern-de reads adam-azextra",
        "nci-scp01 reads casio-pd1",
    ];

    [Fact]
    public void Feed_FrameOfAnotherProtocol_IsAWeightOnlyWhereTheLinesAreTheSame()
    {
        var confused = new List<string>();
        foreach (Sample own in TextScaleSamples.All)
        {
            ScaleProtocol protocol = ScaleProtocols.All.Single(each => each.DriverName == own.Driver);
            foreach (Sample other in Samples.All.Where(other => other.Driver != own.Driver))
            {
                IFrameDecoder decoder = protocol.CreateDecoder(new ProfileReader(own.Driver, own.Profile), ProfileUse.Device);
                if (Frames.Decode(decoder, other.Frame, other.Frame, other.Frame).Any(frame => frame.Weight is not null))
                    confused.Add($"{own.Driver} reads {other.Driver}");
            }
        }
        Assert.Equal(s_sameLines, confused);
    }
}
