using System.Buffers.Binary;
using System.IO.Pipelines;
using System.Text;
using Simulators.Cameras;

namespace Drivers.Tests.Cameras;

/// <summary>What the simulated camera sends, on fixed numbers.</summary>
public sealed class RtspServerTests
{
    private static readonly byte[] s_sequence = [0x67, 0x42, 0xC0, 0x1E, 0xDA];
    private static readonly byte[] s_picture = [0x68, 0xCE, 0x3C, 0x80];

    [Fact]
    public void Rtp_AUnitThatFits_IsOnePacketWithAMark()
    {
        var packets = new RtpPackets(0x0102_0304, sequence: 0xFFFF);

        byte[] packet = Assert.Single(packets.Pack(new AccessUnit([[0x65, 0xAA, 0xBB]], IsKey: true), timestamp: 0xDEAD_BEEF));

        Assert.Equal("80E0FFFFDEADBEEF0102030465AABB", Convert.ToHexString(packet));
        Assert.Equal(0, packets.Next);
    }

    [Fact]
    public void Rtp_AUnitTooLong_IsCutIntoFragmentsThatGiveItBack()
    {
        byte[] unit = [0x65, .. Enumerable.Range(0, 3000).Select(i => (byte)(i % 251))];
        var packets = new RtpPackets(1, 10);

        IReadOnlyList<byte[]> sent = packets.Pack(new AccessUnit([s_picture, unit], IsKey: true), 90_000);

        Assert.Equal(4, sent.Count);
        Assert.Equal([0x60, 0x60, 0x60, 0xE0], sent.Select(packet => packet[1]));
        Assert.Equal([10, 11, 12, 13], sent.Select(packet => (int)BinaryPrimitives.ReadUInt16BigEndian(packet.AsSpan(2))));
        Assert.Equal(["7C85", "7C05", "7C45"], sent.Skip(1).Select(packet => Convert.ToHexString(packet, 12, 2)));
        Assert.Equal(unit, (byte[])[0x65, .. sent.Skip(1).SelectMany(packet => packet[14..])]);
        Assert.All(sent, packet => Assert.InRange(packet.Length, 13, 12 + RtpPackets.MostPayload));
    }

    [Fact]
    public void Rtp_SenderReport_BindsTheTimestampToTheTime()
    {
        byte[] report = new RtpPackets(7, 0).Report(new DateTimeOffset(2026, 1, 1, 0, 0, 0, 500, TimeSpan.Zero), 12_345);

        Assert.Equal("80C8000600000007", Convert.ToHexString(report, 0, 8));
        Assert.Equal(3_976_214_400u, BinaryPrimitives.ReadUInt32BigEndian(report.AsSpan(8)));
        Assert.Equal(0x8000_0000u, BinaryPrimitives.ReadUInt32BigEndian(report.AsSpan(12)));
        Assert.Equal(12_345u, BinaryPrimitives.ReadUInt32BigEndian(report.AsSpan(16)));
    }

    [Fact]
    public void Description_HasTheParameterSets()
    {
        string description = StreamDescription.Of(new AccessUnit([s_sequence, s_picture, [0x65, 0x88]], IsKey: true), 10);

        Assert.Contains("a=rtpmap:96 H264/90000\r\n", description, StringComparison.Ordinal);
        Assert.Contains("a=fmtp:96 packetization-mode=1;profile-level-id=42C01E;sprop-parameter-sets=Z0LAHto=,aM48gA==\r\n", description, StringComparison.Ordinal);
        Assert.Throws<ArgumentException>(() => StreamDescription.Of(new AccessUnit([[0x65, 0x88]], IsKey: true), 10));
    }

    [Fact]
    public void AnnexB_AStreamOfThreePictures_IsSplitAtTheirFirstSlices()
    {
        byte[] stream =
        [
            0, 0, 0, 1, .. s_sequence, 0, 0, 0, 1, .. s_picture, 0, 0, 1, 0x65, 0x88, 0x11, 0, 0, 1, 0x65, 0x08, 0x22,
            0, 0, 0, 1, 0x41, 0x9A, 0x33, 0, 0, 0, 1, .. s_sequence, 0, 0, 1, 0x65, 0x88, 0x44,
        ];

        IReadOnlyList<AccessUnit> pictures = AnnexB.Split(stream);

        Assert.Equal([4, 1, 2], pictures.Select(picture => picture.Units.Count));
        Assert.Equal([true, false, true], pictures.Select(picture => picture.IsKey));
        Assert.Equal([0x41, 0x9A, 0x33], pictures[1].Units[0]);
    }

    [Fact]
    public async Task Request_CutAnywhereAndWithPacketsBetween_IsRead()
    {
        byte[] sent = [.. "OPTIONS rtsp://h/s RTSP/1.0\r\nCSeq: 1\r\n\r\n"u8, (byte)'$', 1, 0, 3, 9, 9, 9, .. "PLAY rtsp://h/s RTSP/1.0\r\ncseq: 2\r\nContent-Length: 2\r\n\r\nab"u8];
        var pipe = new Pipe();
        var requests = new List<RtspRequest>();
        Task reading = Task.Run(
            async () =>
            {
                while (await RtspRequest.ReadAsync(pipe.Reader, TestContext.Current.CancellationToken) is { } request)
                    requests.Add(request);
            },
            TestContext.Current.CancellationToken);
        foreach (byte one in sent)
            await pipe.Writer.WriteAsync(new[] { one }, TestContext.Current.CancellationToken);
        await pipe.Writer.CompleteAsync();
        await reading;

        Assert.Equal([("OPTIONS", "1"), ("PLAY", "2")], requests.Select(request => (request.Method, request.Sequence)));
    }

    [Fact]
    public async Task Request_WithoutAnEnd_IsRefused()
    {
        using var stream = new MemoryStream(Encoding.ASCII.GetBytes(new string('x', 20_000)));

        await Assert.ThrowsAsync<InvalidDataException>(async () => await RtspRequest.ReadAsync(PipeReader.Create(stream), TestContext.Current.CancellationToken));
    }
}
