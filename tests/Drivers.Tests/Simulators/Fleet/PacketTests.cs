using System.Text;
using Simulators.Fleet.Mqtt;

namespace Drivers.Tests.Simulators.Fleet;

/// <summary>Packets worked out by hand from MQTT Version 5.0.</summary>
public sealed class PacketTests
{
    [Fact]
    public void Connect_WithWillAndPassword_IsAsTheStandardSays()
    {
        var packet = PacketWriter.Connect("c", "u", "p", TimeSpan.FromSeconds(20), "w", "off"u8);

        Assert.Equal(
            "101D" + "00044D515454" + "05" + "EE" + "0014" + "00" + "000163" + "00" + "000177" + "00036F6666" + "000175" + "000170",
            Convert.ToHexString(packet));
    }

    [Fact]
    public void Publish_QoS1Retained_CarriesIdContentTypeAndUserProperties()
    {
        var packet = PacketWriter.Publish("t", "x"u8, 0x0102, retain: true, "j", [new("a", "b")]);

        Assert.Equal("3312" + "000174" + "0102" + "0B" + "0300016A" + "26000161000162" + "78", Convert.ToHexString(packet));
    }

    [Fact]
    public void Publish_QoS0_HasNoId() =>
        Assert.Equal("3009" + "000174" + "04" + "0300016A" + "78", Convert.ToHexString(PacketWriter.Publish("t", "x"u8, 0, retain: false, "j", [])));

    [Fact]
    public void Acknowledge_AnyId_IsSaidWhole() => Assert.Equal("4002FEDC", Convert.ToHexString(PacketWriter.Acknowledge(0xFEDC)));

    [Fact]
    public void Subscribe_AsksForQoS1() =>
        Assert.Equal("8207" + "0001" + "00" + "000174" + "01", Convert.ToHexString(PacketWriter.Subscribe(1, "t")));

    [Theory]
    [InlineData("2003000000", PacketKind.ConnectAcknowledged, 0, 0)]
    [InlineData("2003008700", PacketKind.ConnectAcknowledged, 0, 0x87)]
    [InlineData("40020007", PacketKind.PublishAcknowledged, 7, 0)]
    [InlineData("4003000787", PacketKind.PublishAcknowledged, 7, 0x87)]
    [InlineData("9005000100" + "0187", PacketKind.SubscribeAcknowledged, 1, 0x87)]
    [InlineData("D000", PacketKind.PingAnswered, 0, 0)]
    [InlineData("E0018E", PacketKind.Disconnect, 0, 0x8E)]
    public void Read_Answer_GivesIdAndReason(string hex, object kind, int id, int reason)
    {
        var bytes = Convert.FromHexString(hex);

        Assert.True(PacketReader.TryRead(bytes, out var packet, out var length));
        Assert.Equal(((PacketKind)kind, id, reason, bytes.Length), (packet.Kind, packet.Id, packet.Reason, length));
    }

    [Fact]
    public void Read_MessageCutAnywhere_WaitsForTheRest()
    {
        var whole = PacketWriter.Publish("a/cursor", Encoding.UTF8.GetBytes(new string('x', 300)), 9, retain: true, "application/json", [new("k", "v")]);

        for (var cut = 0; cut < whole.Length; cut++)
        {
            Assert.False(PacketReader.TryRead(whole.AsSpan(0, cut), out _, out _));
        }

        Assert.True(PacketReader.TryRead([.. whole, 0xD0], out var packet, out var length));
        Assert.Equal((whole.Length, "a/cursor", (ushort)9, 300), (length, packet.Topic, packet.Id, packet.Payload.Length));
    }

    [Theory]
    [InlineData("10020000")]
    [InlineData("30FFFFFFFF7F")]
    [InlineData("30FFFFFF7F")]
    [InlineData("300400FF0000")]
    [InlineData("2000")]
    [InlineData("4000")]
    public void Read_WhatNoBrokerMaySend_Throws(string hex) =>
        Assert.Throws<InvalidDataException>(() => PacketReader.TryRead(Convert.FromHexString(hex), out _, out _));

    [Fact]
    public void Read_AnyBytes_NeverFailsOtherwise()
    {
        var random = new Random(8);
        var bytes = new byte[24];
        for (var i = 0; i < 50_000; i++)
        {
            random.NextBytes(bytes);
            bytes[1] = (byte)(bytes[1] % 26);
            try
            {
                _ = PacketReader.TryRead(bytes, out _, out var length);
                Assert.InRange(length, 0, bytes.Length);
            }
            catch (InvalidDataException)
            {
                // Said so.
            }
        }
    }
}
