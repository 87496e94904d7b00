using Drivers;
using Drivers.Scales;
using EdgeGateway.Core.Devices;
using EdgeGateway.Core.Setup;

namespace EdgeGateway.Host.Setup;

/// <summary>Decodes the bytes of one device's line as they pass. Not thread-safe; feeds nobody but those who look.</summary>
internal sealed class TraceDecoding
{
    private readonly string _protocol;
    private readonly IFrameDecoder? _decoder;
    private readonly List<WeightFrame> _frames = [];

    /// <summary>Starts at the present byte; bytes of a driver that has no decoder of frames stay bytes.</summary>
    public TraceDecoding(DeviceOptions device)
    {
        _protocol = device.Driver.Replace('-', '_');
        _decoder = FrameDecoders.Create(device);
    }

    /// <summary>Takes the next piece.</summary>
    public DeviceBytes Take(TracedBytes piece)
    {
        _frames.Clear();
        if (piece.Direction == ByteDirection.In)
        {
            _decoder?.Feed(piece.Bytes.Span, _frames);
        }

        return new DeviceBytes(piece.At, piece.Direction, piece.Bytes, [.. _frames.Select(frame => DecodedFrame.Of(_protocol, frame))]);
    }
}
