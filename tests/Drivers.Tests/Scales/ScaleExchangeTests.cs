using System.Text;
using Drivers.Scales;
using Drivers.Tests.Fakes;
using EdgeGateway.Core.Devices;

namespace Drivers.Tests.Scales;

/// <summary>The conversations of scales that are asked, step by step: what is sent back for each byte, and what nothing of goes into the next question.</summary>
public class ScaleExchangeTests
{
    private const string AclasFrame = "0102532030302e3438386b67";
    private const string AveryFrame = "02293031323530";
    private const string DialogWeight = "0230321b331b30313235301b3030313030301b30303132353003";

    private static readonly string s_dibalFrame = Convert.ToHexStringLower("9900031600000004\r\n"u8);

    [Fact]
    public void Enquiry_Acknowledged_AsksForTheFrameOnce()
    {
        IExchange exchange = new EnquiryExchange(new AclasPs1Decoder());
        Assert.Equal("05", Begin(exchange));
        Assert.Equal("", Take(exchange, "80"));
        Assert.Equal("11", Take(exchange, "06"));
        Assert.Equal("", Take(exchange, "06"));
        Assert.Equal("05", Begin(exchange));
        Assert.Equal("11", Take(exchange, "06"));
    }

    /// <summary>The check character of this frame is 15: no refusal, wherever the pieces of the frame end.</summary>
    [Fact]
    public void Enquiry_CheckCharacterThatLooksLikeARefusal_IsNone()
    {
        IExchange exchange = new EnquiryExchange(new AclasPs1Decoder());
        byte[] content = Enumerable.Range(0, 100_000).Select(each => Encoding.ASCII.GetBytes($"S {each / 100m,6:0.00}g")).First(each => Handshake.Bcc(each) == 0x15);
        Begin(exchange);
        Take(exchange, "06");
        Assert.Equal("", Take(exchange, "0102" + Convert.ToHexString(content)));
        Assert.Equal("", Take(exchange, "15"));
        Assert.EndsWith(" g True Unknown [] []", Take(exchange, "0304"));
    }

    [Fact]
    public void Enquiry_RestOfAFrameBehindTheNextQuestion_IsNoWeight()
    {
        IExchange exchange = new EnquiryExchange(new AclasPs1Decoder());
        string check = $"{Handshake.Bcc(Frames.Hex(AclasFrame).AsSpan(2)):x2}";
        Begin(exchange);
        Assert.Equal("0.488 kg True Unknown [] []", Take(exchange, AclasFrame + check + "0304"));
        Take(exchange, AclasFrame);
        Begin(exchange);
        Assert.Equal("", Take(exchange, check + "0304"));
    }

    [Fact]
    public void Avery_QuestionAfterACutOrWholeFrame_BeginsAnew()
    {
        IExchange exchange = new AveryBerkelExchange(new AveryBerkelDecoder());
        string frame = $"{AveryFrame}{Handshake.Bcc(Frames.Hex(AveryFrame).AsSpan(1)):x2}03";
        Begin(exchange);
        Assert.Equal("11", Take(exchange, "06"));
        Assert.Equal("", Take(exchange, frame[..^2]));
        Begin(exchange);
        Take(exchange, "06");
        Assert.Equal("none   Unknown [not_acknowledged] []", Take(exchange, "15"));
        Begin(exchange);
        Take(exchange, "06" + frame[..^2]);
        Begin(exchange);
        Take(exchange, "06");
        Assert.Equal("", Take(exchange, "03"));
        Assert.Equal(frame, Take(exchange, frame));
        Begin(exchange);
        Take(exchange, "06");
        Assert.Equal("none   Unknown [not_acknowledged] []", Take(exchange, "15"));
    }

    [Fact]
    public void Avery_RefusalBehindNoise_IsARefusal()
    {
        IExchange exchange = new AveryBerkelExchange(new AveryBerkelDecoder());
        Begin(exchange);
        Take(exchange, "06");
        Assert.Equal("none   Unknown [not_acknowledged] []", Take(exchange, "7815"));
    }

    [Fact]
    public void Avery_AnswerThatComesTwice_IsOne()
    {
        IExchange exchange = new AveryBerkelExchange(new AveryBerkelDecoder());
        string frame = $"{AveryFrame}{Handshake.Bcc(Frames.Hex(AveryFrame).AsSpan(1)):x2}03";
        Begin(exchange);
        Take(exchange, "06" + frame);
        Assert.Equal("1.250 kg  Unknown [] []", Take(exchange, "0d0d"));
        Begin(exchange);
        Assert.Equal("none   Unknown [not_acknowledged] []", Take(exchange, "1506"));
    }

    [Fact]
    public void Avery_FrameWithAWrongCheck_IsSaidAndNotSentBack()
    {
        IExchange exchange = new AveryBerkelExchange(new AveryBerkelDecoder());
        Begin(exchange);
        Assert.Equal("none   Unknown [bad_bcc] []", Take(exchange, "06" + AveryFrame + "0003"));
    }

    [Fact]
    public void Dialog_Acknowledged_AsksForTheWeightOnce()
    {
        IExchange exchange = new Dialog06Exchange(new Dialog06Decoder(), 1000);
        Begin(exchange);
        Assert.Equal("0405", Take(exchange, "06"));
        Assert.Equal("", Take(exchange, "06"));
    }

    [Fact]
    public void Dialog_RecordOfAnOlderQuestion_IsNoWeightInTheNext()
    {
        IExchange exchange = new Dialog06Exchange(new Dialog06Decoder(), 1000);
        Begin(exchange);
        Assert.Equal("04 1.250 kg True Unknown [] []", Take(exchange, "06" + DialogWeight));
        Assert.Equal("", Take(exchange, "20"));
        Assert.Equal("", Take(exchange, DialogWeight[..^2]));
        Begin(exchange);
        Assert.Equal("", Take(exchange, "03"));
        Take(exchange, "15");
        Assert.Equal("04 none   Unknown [not_acknowledged] []", Take(exchange, DialogWeight + "15"));
        Begin(exchange);
        Assert.Equal("0405", Take(exchange, "06"));
    }

    [Fact]
    public void Dibal_AnswerOfAnOlderQuestion_IsNoWeightInTheNext()
    {
        IExchange exchange = Dibal();
        Begin(exchange);
        Assert.Equal("0.316 kg  Unknown [] []", Take(exchange, s_dibalFrame));
        Assert.Equal("", Take(exchange, "20" + s_dibalFrame[..20]));
        Begin(exchange);
        Assert.Equal("", Take(exchange, s_dibalFrame[20..]));
    }

    [Fact]
    public void Dibal_EchoingLine_IsNotTakenForTheScale()
    {
        IExchange exchange = Dibal();
        Assert.Equal("0.316 kg  Unknown [] []", Take(exchange, Begin(exchange) + s_dibalFrame));
    }

    private static IExchange Dibal()
    {
        var reader = new ProfileReader("dibal-pos-98", new Dictionary<string, string> { ["unit"] = "kg" });
        return DibalPos98.Protocol.CreateExchange!(reader, DibalPos98.Protocol.CreateDecoder(reader, ProfileUse.Device))!;
    }

    private static string Begin(IExchange exchange) => Convert.ToHexStringLower(exchange.Begin().Span);

    /// <summary>What is sent for these bytes as hex, and the frames they gave.</summary>
    private static string Take(IExchange exchange, string hex)
    {
        var frames = new List<WeightFrame>();
        string sent = Convert.ToHexStringLower(exchange.Take(Frames.Hex(hex), frames).Span);
        return string.Join(' ', new[] { sent, string.Join(" | ", frames.Select(Frames.Text)) }.Where(part => part.Length > 0));
    }
}
