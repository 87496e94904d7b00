using Simulators.Line;

namespace Drivers.Tests.Detection;

/// <summary>The modelled line: bits on a wire, so that a wrong setting gives what it gives on a real one.</summary>
public sealed class WireTests
{
    [Theory]
    [InlineData("9600-8N1")]
    [InlineData("4800-7E1")]
    [InlineData("1200-7O1")]
    [InlineData("19200-8E1")]
    [InlineData("2400-7N2")]
    public void Wire_BothSidesAlike_CarriesEveryByteSound(string setting)
    {
        byte[] sent = [.. Enumerable.Range(0, 128).Select(value => (byte)value)];

        List<WireByte> received = Carry(setting, setting, sent);

        Assert.Equal(sent, received.Select(one => one.Value));
        Assert.DoesNotContain(received, one => one.Damaged);
    }

    [Fact]
    public void Wire_EvenParityReadAsEightBits_ShowsTheParityInBitSeven() =>
        Assert.Equal(new byte[] { 0x57 | 0x80, 0x05, 0x8D }, Carry("9600-7E1", "9600-8N1", [0x57, 0x05, 0x0D]).Select(one => one.Value));

    [Fact]
    public void Wire_EightBitsReadAsEvenParity_DamagesTheBytesOfOddParity() =>
        Assert.Equal([true, false, true], Carry("9600-8N1", "9600-7E1", [0x57, 0x05, 0x0D]).Select(one => one.Damaged));

    [Fact]
    public void Wire_ReadAtHalfTheSpeed_LosesBytesAndGivesOthers()
    {
        byte[] sent = "ST,GS,+  1.240kg\r\n"u8.ToArray();

        List<WireByte> received = Carry("9600-8N1", "4800-8N1", sent);

        Assert.InRange(received.Count, 1, sent.Length - 1);
        Assert.NotEqual(sent, received.Select(one => one.Value));
    }

    [Fact]
    public void Wire_ReadAtTwiceTheSpeed_GivesMoreCharactersSomeWithoutStopBit()
    {
        List<WireByte> received = Carry("4800-8N1", "9600-8N1", "ST,GS,+  1.240kg\r\n"u8.ToArray());

        Assert.True(received.Count > 18);
        Assert.Contains(received, one => one.Damaged);
    }

    private static List<WireByte> Carry(string sender, string receiver, byte[] bytes)
    {
        var wire = new Wire(WireFormat.Parse(sender), WireFormat.Parse(receiver));
        long end = wire.Send(bytes, 1_000);
        var received = new List<WireByte>();
        for (long now = 0; now < end + 20_000_000; now += 1_000_000)
            wire.Receive(now, received);
        return received;
    }
}
