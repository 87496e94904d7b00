using System.Text;

namespace Drivers.Tests.Fakes;

/// <summary>Samples of scales that send lines of text.</summary>
internal static class TextScaleSamples
{
    public static IReadOnlyList<Sample> All { get; } =
    [
        Line("st-gs-line", "ST,GS,+   1.250kg\r\n"),
        Line("cas-18byte", "\u0002ST,GS,+ 1.250 kg\r"),
        new("cas-22byte", [], [.. "ST,GS,1"u8, 0xC4, .. ",0001.250 kg\r\n"u8]),
        Line("mt-sics", "S S      1.250 kg\r\n"),
        Line("and-standard", "ST,+0001.250 kg\r\n"),
        Line("sartorius-sbi", "N     +    1.250 kg \r\n"),
        Line("ohaus", "       1.250 kg    \r\n"),
        Line("adam", "N     +  1.250 kg\r\n"),
        Line("adam-azextra", "       1.250 kg \r\n"),
        Line("kern-de", "M        1.250 kg\r\n"),
        Line("dini-argeo", "ST,1,   1.250kg,   0.000kg\r\n"),
        Line("massak-p1", "S  +001.250 kg\r\n"),
        Line("keli-wn", "wn001.250kg\r\n"),
        Line("weightqa", "+001.250/0 KG S\r\n"),
        Line("toledo-ecr-stream", "\u0002  1.250 KG   12.00   15.00\r\n"),
        Line("toledo-ti400-p08", "S   01.250 kg\r\n"),
        Line("sma", "\n 1G       1.250kg_\r"),
        Line("nci-scp01", "\n 01.250KG\r\n00\r\u0003"),
    ];

    private static Sample Line(string driver, string frame) => new(driver, [], Encoding.ASCII.GetBytes(frame));
}
