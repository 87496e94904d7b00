using System.Buffers.Binary;
using System.IO.Pipelines;
using System.Net.Sockets;
using System.Security.Cryptography;
using System.Text;

namespace Simulators.Cameras;

/// <summary>One client of a simulated camera: its requests and the stream it gets, over the one TCP connection.</summary>
/// <remarks>Source: RFC 2326, 10 (methods), 10.12 (interleaved), 11 (status codes).</remarks>
internal sealed class RtspConnection(Socket socket, CameraFeed feed, RtspLogin login, TimeProvider clock) : IDisposable
{
    private static readonly TimeSpan s_reports = TimeSpan.FromSeconds(5);

    private readonly NetworkStream _stream = new(socket, ownsSocket: true);
    private readonly SemaphoreSlim _writing = new(1, 1);
    private readonly string _session = Convert.ToHexString(BitConverter.GetBytes(RandomNumberGenerator.GetInt32(int.MaxValue)));
    private byte _channel;
    private bool _isSetUp;

    /// <summary>Serves until the client goes or the token stops it.</summary>
    public async Task ServeAsync(CancellationToken cancellationToken)
    {
        using var end = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        var playing = Task.CompletedTask;
        var reader = PipeReader.Create(_stream, new StreamPipeReaderOptions(leaveOpen: true));
        try
        {
            while (await RtspRequest.ReadAsync(reader, end.Token).ConfigureAwait(false) is { } request)
            {
                var plays = await AnswerAsync(request, end.Token).ConfigureAwait(false);
                if (plays && playing.IsCompleted)
                {
                    playing = PlayAsync(end.Token);
                }

                if (request.Method == "TEARDOWN")
                {
                    break;
                }
            }
        }
        catch (Exception gone) when (gone is IOException or SocketException or InvalidDataException or OperationCanceledException or ObjectDisposedException)
        {
            // The client has gone, or the connection was cut.
        }

        await end.CancelAsync().ConfigureAwait(false);
        await playing.ConfigureAwait(false);
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        _stream.Dispose();
        _writing.Dispose();
    }

    /// <returns>Whether the stream begins.</returns>
    private async Task<bool> AnswerAsync(RtspRequest request, CancellationToken cancellationToken)
    {
        var isOpen = request.Method is "OPTIONS" || (login.Admits(request) && feed.Trouble != CameraTrouble.Refuse);
        var (status, headers, body) = !isOpen ? ("401 Unauthorized", $"WWW-Authenticate: {login.Challenge}\r\n", "") : request.Method switch
        {
            "OPTIONS" => ("200 OK", "Public: OPTIONS, DESCRIBE, SETUP, PLAY, GET_PARAMETER, TEARDOWN\r\n", ""),
            "DESCRIBE" => ("200 OK", $"Content-Base: {request.Url.TrimEnd('/')}/\r\nContent-Type: application/sdp\r\n", feed.Description),
            "SETUP" => SetUp(request.Headers.GetValueOrDefault("Transport", "")),
            "PLAY" when _isSetUp => ("200 OK", $"Session: {_session}\r\nRange: npt=now-\r\n", ""),
            "GET_PARAMETER" or "TEARDOWN" when _isSetUp => ("200 OK", $"Session: {_session}\r\n", ""),
            "PLAY" or "GET_PARAMETER" or "TEARDOWN" => ("454 Session Not Found", "", ""),
            _ => ("501 Not Implemented", "", ""),
        };
        var answer = $"RTSP/1.0 {status}\r\nCSeq: {request.Sequence}\r\n{headers}{(body.Length > 0 ? $"Content-Length: {Encoding.ASCII.GetByteCount(body)}\r\n" : "")}\r\n{body}";
        await SendAsync(Encoding.ASCII.GetBytes(answer), cancellationToken).ConfigureAwait(false);
        return request.Method == "PLAY" && status.StartsWith("200", StringComparison.Ordinal);
    }

    private (string Status, string Headers, string Body) SetUp(string transport)
    {
        var fields = transport.Split(';');
        if (!transport.StartsWith("RTP/AVP/TCP", StringComparison.OrdinalIgnoreCase))
        {
            return ("461 Unsupported Transport", "", "");
        }

        var channels = Array.Find(fields, field => field.StartsWith("interleaved=", StringComparison.OrdinalIgnoreCase))?["interleaved=".Length..];
        _channel = byte.TryParse(channels?.Split('-')[0], out var channel) ? channel : (byte)0;
        _isSetUp = true;
        return ("200 OK", $"Session: {_session};timeout=60\r\nTransport: RTP/AVP/TCP;unicast;interleaved={_channel}-{_channel + 1}\r\n", "");
    }

    private async Task PlayAsync(CancellationToken cancellationToken)
    {
        var packets = new RtpPackets((uint)RandomNumberGenerator.GetInt32(int.MaxValue), (ushort)RandomNumberGenerator.GetInt32(65_536));
        var pictures = feed.Watch();
        var started = false;
        var reported = clock.GetTimestamp() - (long)(s_reports.TotalSeconds * clock.TimestampFrequency);
        try
        {
            await foreach (var (picture, timestamp) in pictures.ReadAllAsync(cancellationToken).ConfigureAwait(false))
            {
                started |= picture.IsKey;
                if (!started)
                {
                    continue;
                }

                if (clock.GetElapsedTime(reported) >= s_reports)
                {
                    reported = clock.GetTimestamp();
                    await SendAsync(Interleaved((byte)(_channel + 1), [packets.Report(clock.GetUtcNow(), timestamp)]), cancellationToken).ConfigureAwait(false);
                }

                await SendAsync(Interleaved(_channel, packets.Pack(picture, timestamp)), cancellationToken).ConfigureAwait(false);
            }
        }
        catch (Exception gone) when (gone is IOException or SocketException or OperationCanceledException or ObjectDisposedException)
        {
            // Nobody looks any more.
        }
        finally
        {
            feed.Leave(pictures);
        }
    }

    private static byte[] Interleaved(byte channel, IReadOnlyList<byte[]> packets)
    {
        var all = new byte[packets.Sum(packet => packet.Length + 4)];
        var at = 0;
        foreach (var packet in packets)
        {
            all[at] = (byte)'$';
            all[at + 1] = channel;
            BinaryPrimitives.WriteUInt16BigEndian(all.AsSpan(at + 2), (ushort)packet.Length);
            packet.CopyTo(all, at + 4);
            at += packet.Length + 4;
        }

        return all;
    }

    private async Task SendAsync(byte[] bytes, CancellationToken cancellationToken)
    {
        await _writing.WaitAsync(cancellationToken).ConfigureAwait(false);
        try
        {
            await _stream.WriteAsync(bytes, cancellationToken).ConfigureAwait(false);
        }
        finally
        {
            _writing.Release();
        }
    }
}
