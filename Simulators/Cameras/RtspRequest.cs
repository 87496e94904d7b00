using System.Buffers;
using System.Globalization;
using System.IO.Pipelines;
using System.Text;

namespace Simulators.Cameras;

/// <summary>One request of a client. Source: RFC 2326, 4 and 6; interleaved packets: 10.12.</summary>
/// <param name="Method">Such as <c>DESCRIBE</c>.</param>
/// <param name="Url">What it is about.</param>
/// <param name="Headers">Its headers, names in any case.</param>
internal sealed record RtspRequest(string Method, string Url, IReadOnlyDictionary<string, string> Headers)
{
    private const int MostBytes = 16_384;

    /// <summary>Its number, to be repeated in the answer.</summary>
    public string Sequence => Headers.GetValueOrDefault("CSeq", "0");

    /// <summary>Reads the next request; packets that the client sends between are passed over.</summary>
    /// <returns>Null at the end of the connection.</returns>
    /// <exception cref="InvalidDataException">What came is no RTSP.</exception>
    public static async ValueTask<RtspRequest?> ReadAsync(PipeReader reader, CancellationToken cancellationToken)
    {
        while (true)
        {
            var read = await reader.ReadAsync(cancellationToken).ConfigureAwait(false);
            var buffer = read.Buffer;
            while (TryTake(ref buffer, out var request))
            {
                if (request is not null)
                {
                    reader.AdvanceTo(buffer.Start);
                    return request;
                }
            }

            reader.AdvanceTo(buffer.Start, buffer.End);
            if (read.IsCompleted)
            {
                return null;
            }
        }
    }

    private static bool TryTake(ref ReadOnlySequence<byte> buffer, out RtspRequest? request)
    {
        request = null;
        if (buffer.IsEmpty)
        {
            return false;
        }

        if (buffer.FirstSpan[0] == (byte)'$')
        {
            var packet = new SequenceReader<byte>(buffer);
            packet.Advance(Math.Min(2, packet.Remaining));
            if (!packet.TryReadBigEndian(out short length) || packet.Remaining < (ushort)length)
            {
                return false;
            }

            buffer = buffer.Slice(4 + (ushort)length);
            return true;
        }

        var lines = new SequenceReader<byte>(buffer);
        if (!lines.TryReadTo(out ReadOnlySequence<byte> head, "\r\n\r\n"u8))
        {
            return buffer.Length <= MostBytes ? false : throw new InvalidDataException("A request without an end came.");
        }

        request = Parse(Encoding.UTF8.GetString(head));
        var body = int.Parse(request.Headers.GetValueOrDefault("Content-Length", "0"), NumberStyles.None, CultureInfo.InvariantCulture);
        if (lines.Remaining < body)
        {
            request = null;
            return false;
        }

        buffer = buffer.Slice(lines.Consumed + body);
        return true;
    }

    private static RtspRequest Parse(string head)
    {
        var lines = head.Split("\r\n");
        if (lines[0].Split(' ') is not [var method, var url, "RTSP/1.0"])
        {
            throw new InvalidDataException($"'{lines[0]}' is no request of RTSP/1.0.");
        }

        var headers = new Dictionary<string, string>(StringComparer.OrdinalIgnoreCase);
        foreach (var line in lines.Skip(1))
        {
            var colon = line.IndexOf(':', StringComparison.Ordinal);
            if (colon > 0)
            {
                headers[line[..colon].Trim()] = line[(colon + 1)..].Trim();
            }
        }

        return new RtspRequest(method, url, headers);
    }
}
