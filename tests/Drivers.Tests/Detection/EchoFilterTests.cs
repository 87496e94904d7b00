using Drivers.Detection;

namespace Drivers.Tests.Detection;

public sealed class EchoFilterTests
{
    private readonly EchoFilter _echo = new();
    private readonly List<byte> _arrived = [];
    private TimeSpan _now = TimeSpan.FromSeconds(1);

    [Fact]
    public void WholeMessageThatComesBack_IsNoAnswer()
    {
        Send("S14\r");
        Come("S14\r");

        Assert.Empty(_arrived);
        Assert.Equal(1, _echo.Echoes);
    }

    [Fact]
    public void AnswerThatBeginsLikeTheQuestion_ComesWhole()
    {
        Send("S14\r");
        Come("S14401250\r");

        Assert.Equal("S14401250\r"u8.ToArray(), _arrived);
        Assert.Equal(0, _echo.Echoes);
    }

    [Fact]
    public void OneByteLikeTheOneSent_IsAnAnswerWhereNothingLongerEchoed()
    {
        Send("\u0016");
        Come("\u0016");

        Assert.Equal([0x16], _arrived);
    }

    [Fact]
    public void EndOfAnAnswerThatLooksLikeAMessage_IsNotHeldBack()
    {
        Send("\r\n");
        Come("1.250\r");

        Assert.Equal("1.250\r"u8.ToArray(), _arrived);
    }

    private void Send(string text) => _echo.Sent(System.Text.Encoding.ASCII.GetBytes(text), _now);

    private void Come(string text)
    {
        _now += TimeSpan.FromMilliseconds(30);
        foreach (byte value in System.Text.Encoding.ASCII.GetBytes(text))
        {
            _now += TimeSpan.FromMilliseconds(1);
            _echo.Take(value, _now, _arrived);
        }
    }
}
