using System.Buffers;
using Drivers.Scales;
using Drivers.Tests.Fakes;
using EdgeGateway.Core.Devices;
using FsCheck;
using FsCheck.Fluent;
using Simulators.Scales;
using Simulators.Session;
using Tests.Shared;

namespace Drivers.Tests.Scales;

/// <summary>What a simulated text scale shows is what its decoder reads, for any weight it can show; and no flipped bit makes a weight of what is none.</summary>
public class TextScaleRoundTripTests
{
    /// <summary>Of these the frame has no place for a weight below zero, or the scale says only that it is.</summary>
    private static readonly string[] s_neverNegative = ["toledo-ti400-p08", "nci-scp01"];

    /// <summary>Lines that say net or gross.</summary>
    private static readonly string[] s_sayNet = ["st-gs-line", "cas-18byte", "cas-22byte", "sartorius-sbi", "adam", "weightqa", "sma", "nci-scp01"];

    public static TheoryData<string> Drivers => [.. TextScaleSamples.All.Select(sample => sample.Driver)];

    [Theory]
    [MemberData(nameof(Drivers))]
    public void Simulator_AnyWeightShown_IsDecodedExactly(string driver)
    {
        Gen<(int Gross, int Tare, int Decimals, string Unit)> shown =
            from gross in Gen.Choose(1, 9_999)
            from tare in Gen.OneOf(Gen.Constant(0), Gen.Choose(1, 9_999))
            from decimals in Gen.Choose(0, 3)
            from unit in Gen.Elements("kg", "g", "lb", "oz")
            select (gross, tare, decimals, unit);
        Check.One(Config.QuickThrowOnFailure.WithMaxTest(300), Prop.ForAll(shown.ToArbitrary(), each =>
        {
            var clock = new ManualClock();
            using var truth = new GroundTruth(null, clock);
            var shape = new ScaleShape(Scaled(10_000, each.Decimals), each.Decimals, 1, each.Unit, TimeSpan.FromMilliseconds(400));
            var pan = new ScalePan(shape, clock, truth);
            ISimulatedDevice device = SimulatedScales.All.Single(kind => kind.Verb == driver).Create(pan);
            pan.Place(Scaled(each.Gross, each.Decimals));
            pan.PresetTare(Scaled(each.Tare, each.Decimals));
            clock.Advance(TimeSpan.FromSeconds(1));
            decimal weight = pan.Shown;
            List<WeightFrame> weights = [.. Ask(driver, device).Where(frame => frame.Weight is not null)];
            if (weights.Count == 0)
                return (weight < 0 && s_neverNegative.Contains(driver)) || (weight == 0 && driver == "adam-azextra");
            WeightFrame frame = Assert.Single(weights);
            Assert.Equal(weight.ToString("F" + each.Decimals, System.Globalization.CultureInfo.InvariantCulture), frame.Weight!.Value.ToString(System.Globalization.CultureInfo.InvariantCulture));
            Assert.Equal(each.Unit, frame.Unit);
            Assert.NotEqual(false, frame.Stable);
            // An NCI status at zero leaves net and gross open.
            if (s_sayNet.Contains(driver) && driver != "adam" && frame.Flags.Count == 0)
                Assert.Equal(pan.IsNet ? NetGross.Net : NetGross.Gross, frame.NetGross);
            return true;
        }));
    }

    /// <summary>
    /// Without a checksum a character of the number can become another one of a number. Nothing else can become a weight that differs: what is
    /// read then is refused, or differs in its unit, its state or its kind only, which the line cannot protect either.
    /// </summary>
    [Theory]
    [MemberData(nameof(Drivers))]
    public void Decode_AnyBitFlipped_OnlyANumberBecomesAnotherNumber(string driver)
    {
        byte[] frame = Samples.Of(driver).Frame;
        decimal? truth = Decode(driver, frame)[^1].Weight;
        Assert.Equal(1.250m, truth);
        foreach (byte[] flipped in Frames.EverySingleBitFlipped(frame))
        {
            int place = Enumerable.Range(0, frame.Length).Single(index => frame[index] != flipped[index]);
            bool inNumber = "0123456789+-., ".Contains((char)frame[place], StringComparison.Ordinal)
                && "0123456789+-., ".Contains((char)(flipped[place] & 0x7F), StringComparison.Ordinal);
            Assert.All(Decode(driver, flipped).Where(got => got.Weight is not null && !inNumber), got => Assert.Equal(truth, got.Weight));
        }
    }

    [Theory]
    [MemberData(nameof(Drivers))]
    public void Decode_FrameWithoutItsEnd_IsNoWeight(string driver)
    {
        byte[] frame = Samples.Of(driver).Frame;
        int end = frame.AsSpan().LastIndexOfAnyExcept("\r\n\u0003"u8) + 1;
        Assert.All(Enumerable.Range(1, end), cut => Assert.All(Decode(driver, frame[..cut]), got => Assert.Null(got.Weight)));
    }

    private static decimal Scaled(int digits, int decimals) => new(digits, 0, 0, false, (byte)decimals);

    private static List<WeightFrame> Decode(string driver, byte[] bytes) => Frames.Decode(Decoding.Decoder(driver), bytes);

    private static List<WeightFrame> Ask(string driver, ISimulatedDevice device)
    {
        IFrameDecoder decoder = Decoding.Decoder(driver);
        ScaleProtocol protocol = ScaleProtocols.All.Single(each => each.DriverName == driver);
        var output = new ArrayBufferWriter<byte>();
        if (protocol.CreateExchange?.Invoke(new ProfileReader(driver, new Dictionary<string, string>()), decoder) is IExchange exchange)
            device.Receive(exchange.Begin().Span, output);
        else
            device.Stream(output);
        return Frames.Decode(decoder, output.WrittenSpan.ToArray());
    }
}
