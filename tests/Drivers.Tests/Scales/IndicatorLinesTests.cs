using Drivers.Tests.Fakes;
using EdgeGateway.Core.Devices;

namespace Drivers.Tests.Scales;

/// <summary>Dini Argeo, Massa-K protocol 1, Keli, WeightQA, Toledo ECR stream and TI400 P08.</summary>
public class IndicatorLinesTests
{
    [Theory]
    [InlineData("dini_argeo", "ST,1,   1.240kg,   0.000kg\r\n", "1.240 kg stable")]
    [InlineData("dini_argeo", "US,2,  -1.240 lb,PT 0.200 lb\r\n", "-1.240 lb moving")]
    [InlineData("dini_argeo", "ST,1,   1.240kg\r\n", "1.240 kg stable")]
    [InlineData("dini_argeo", "OL,1,  ------kg,   0.000kg\r\n", "!overload")]
    [InlineData("dini_argeo", "UL,1,  ------kg,   0.000kg\r\n", "!underload")]
    [InlineData("dini_argeo", "OK\r\n", "#done")]
    [InlineData("dini_argeo", "ST,9,   1.240kg\r\n", "1.240 kg stable")]
    [InlineData("dini_argeo", "ST,1,   1.240kg,  PT 0.200kg\r\n", "1.240 kg stable")]
    [InlineData("dini_argeo", "ST,1,   1.240kg,PT0.200kg\r\n", "1.240 kg stable")]
    [InlineData("dini_argeo", "ST,1,,   0.000kg\r\n", "!invalid")]
    [InlineData("dini_argeo", "OK \r\n", "#done")]
    [InlineData("dini_argeo", "ERR04\r\n", "!err_04")]
    [InlineData("dini_argeo", "ERR99\r\n", "!err_99")]
    [InlineData("dini_argeo", "ERR00\r\n", "!err_00")]
    [InlineData("dini_argeo", "ST,GS,   1.240,kg\r\n", "!invalid")]
    [InlineData("dini_argeo", "ST,0,   1.240kg,   0.000kg\r\n", "!invalid")]
    [InlineData("dini_argeo", "ST,1,   1.240kg,   x\r\n", "!invalid")]
    [InlineData("dini_argeo", "ST,1,   1.2ST,1,   1.240kg,   0.000kg\r\n", "!incomplete | 1.240 kg stable")]
    [InlineData("massak_p1", "S +1.234 g\r\n", "1.234 g stable gross")]
    [InlineData("massak_p1", "U  -000.500kg\r\n", "-0.500 kg moving gross")]
    [InlineData("massak_p1", "S   09.076 kg\r\n", "!invalid")]
    [InlineData("massak_p1", "S  +------ kg\r\n", "!invalid")]
    [InlineData("massak_p1", "?  +001.234 kg\r\n", "!invalid")]
    [InlineData("massak_p1", "S  +001.234\r\n", "!invalid")]
    [InlineData("keli_wn", "wn-00.104kg\r\n", "-0.104 kg")]
    [InlineData("keli_wn", "wn000.104KG\r\n", "0.104 kg")]
    [InlineData("keli_wn", "wn000.104\r\n", "!invalid")]
    [InlineData("keli_wn", "xn000.104kg\r\n", "!invalid")]
    [InlineData("keli_wn", "wn-------kg\r\n", "!invalid")]
    [InlineData("keli_wn", "wn000.wn000.104kg\r\n", "!incomplete | 0.104 kg")]
    [InlineData("weightqa", "+007.12/0 G S\r\n", "7.12 g stable gross")]
    [InlineData("weightqa", "-007.12/8 kg N\r\n", "-7.12 kg moving net")]
    [InlineData("weightqa", "+907.12/0 G S  \r\n", "907.12 g stable gross")]
    [InlineData("weightqa", "+007.12/9 G S\r\n", "!invalid")]
    [InlineData("weightqa", "+007.12/ G S\r\n", "!invalid")]
    [InlineData("weightqa", "007.12/3 G S\r\n", "!invalid")]
    [InlineData("weightqa", "+007.12/3 S\r\n", "!invalid")]
    [InlineData("weightqa", "+007.12/3 G X\r\n", "!invalid")]
    [InlineData("toledo_ecr_stream", "\u0002 -0.012 KG    0.00    0.00\r\n", "-0.012 kg gross")]
    [InlineData("toledo_ecr_stream", "\u0002  1.250 LB   12.00   15.00\r\n", "1.250 lb gross")]
    [InlineData("toledo_ecr_stream", "\u0002 ------ KG    0.00    0.00\r\n", "!invalid")]
    [InlineData("toledo_ecr_stream", "\u0002  0.012 KG    0.00   0.00\r\n", "!invalid")]
    [InlineData("toledo_ecr_stream", "\u0002  0.012 KG    x.00    0.00\r\n", "!invalid")]
    [InlineData("toledo_ecr_stream", "\u0002  0.012 KG\u0002  0.012 KG    0.00    0.00\r\n", "!incomplete | 0.012 kg gross")]
    [InlineData("toledo_ecr_stream", "\u0002ST,GS,+  1.25 lb\r", "!invalid")]
    [InlineData("toledo_ti400_p08", "S I\r\n", "moving #motion")]
    [InlineData("toledo_ti400_p08", "S I +\r\n", "!overload")]
    [InlineData("toledo_ti400_p08", "S I -\r\n", "!underload")]
    [InlineData("toledo_ti400_p08", "S  -09.076 kg\r\n", "-9.076 kg stable")]
    [InlineData("toledo_ti400_p08", "S  -109.076 kg\r\n", "-109.076 kg stable")]
    [InlineData("toledo_ti400_p08", "S  +001.234 kg\r\n", "!invalid")]
    [InlineData("toledo_ti400_p08", "S S      0.735 kg\r\n", "!invalid")]
    [InlineData("toledo_ti400_p08", "S D      0.735 kg\r\n", "!invalid")]
    public void Decode_EverySpelling_IsReadOrRefused(string protocol, string line, string expected) => Assert.Equal(expected, Decoding.Read(protocol, line));

    [Theory]
    [InlineData(DeviceCommandKind.Zero, "ZERO\r\n", "OK\r\n", true)]
    [InlineData(DeviceCommandKind.Tare, "TARE\r\n", "ERR04\r\n", false)]
    [InlineData(DeviceCommandKind.ClearTare, "C\r\n", "ST,1,   1.240kg,   0.000kg\r\nOK\r\n", true)]
    [InlineData(DeviceCommandKind.Tare, "TARE\r\n", "ST,1,   1.240kg,   0.000kg\r\nERR04\r\n", false)]
    [InlineData(DeviceCommandKind.Tare, "TARE\r\n", "OL,1,  ------kg,   0.000kg\r\nOK\r\n", true)]
    [InlineData(DeviceCommandKind.Tare, "TARE\r\n", null, false)]
    public async Task TellDini_EachCommand_ReportsWhatTheIndicatorSaid(DeviceCommandKind kind, string sent, string? answer, bool done)
    {
        (string Sent, CommandOutcome Outcome) told = await ToldScale.TellAsync("dini-argeo", new DeviceCommand(kind), answer);
        Assert.Equal((sent, done), (told.Sent, told.Outcome.Done));
        Assert.Equal(answer?.Contains("ERR04", StringComparison.Ordinal) == true, told.Outcome.Reason == "the scale answered: err 04");
    }
}
