using System.Buffers;
using System.Text;
using System.Text.Encodings.Web;
using System.Text.Json;
using EdgeGateway.Core.Visits;
using EdgeGateway.Vision.Recognition;

namespace EdgeGateway.Host.Verbs;

/// <summary>What <c>replay camera</c> writes: a JSON object a line, times in milliseconds since the video's beginning.</summary>
internal sealed class CameraLines(TextWriter output)
{
    private static readonly JsonWriterOptions s_json = new() { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    private readonly ArrayBufferWriter<byte> _line = new(512);

    /// <summary>One face that was compared.</summary>
    /// <param name="face">The face, in pixels of the frame.</param>
    /// <param name="across">From those to the original's.</param>
    /// <param name="down">The same for heights.</param>
    public void Judged(FaceJudgement face, float across, float down) => Write(json =>
    {
        json.WriteNumber("t_ms"u8, Milliseconds(face.FrameTime));
        json.WriteNumber("track"u8, face.Track);
        json.WriteString("member"u8, face.Subject);
        json.WriteNumber("similarity"u8, Math.Round(face.Similarity, 4));
        json.WriteString("zone"u8, face.Zone switch
        {
            MatchZone.Match => "match"u8,
            MatchZone.Possible => "possible"u8,
            _ => "unknown"u8,
        });
        json.WriteStartArray("box"u8);
        json.WriteNumberValue((int)MathF.Round(face.X * across));
        json.WriteNumberValue((int)MathF.Round(face.Y * down));
        json.WriteNumberValue((int)MathF.Round(face.W * across));
        json.WriteNumberValue((int)MathF.Round(face.H * down));
        json.WriteEndArray();
    });

    /// <summary>A member who has arrived: once a visit.</summary>
    public void Arrived(PresenceRecognised recognised) => Write(json =>
    {
        json.WriteString("kind"u8, "arrived"u8);
        json.WriteNumber("t_ms"u8, Milliseconds(recognised.FrameTime));
        json.WriteNumber("track"u8, recognised.Track);
        json.WriteString("member"u8, recognised.Subject);
        json.WriteNumber("similarity"u8, Math.Round(recognised.Similarity, 4));
        json.WriteNumber("confidence"u8, recognised.Confidence);
    });

    /// <summary>Somebody who was there and has left.</summary>
    /// <param name="ended">When.</param>
    /// <param name="from">Since when.</param>
    /// <param name="member">Who, where that is known.</param>
    public void Counted(PresenceEnded ended, DateTimeOffset from, string? member) => Write(json =>
    {
        json.WriteString("kind"u8, "counted"u8);
        json.WriteNumber("t_ms"u8, Milliseconds(ended.Time));
        json.WriteNumber("track"u8, ended.Track);
        json.WriteString("member"u8, member);
        json.WriteNumber("from_ms"u8, Milliseconds(from));
        json.WriteNumber("dwell_ms"u8, Milliseconds(ended.Time) - Milliseconds(from));
    });

    private static long Milliseconds(DateTimeOffset time) => (long)Math.Round((time - DateTimeOffset.UnixEpoch).TotalMilliseconds);

    private void Write(Action<Utf8JsonWriter> write)
    {
        _line.ResetWrittenCount();
        using (var json = new Utf8JsonWriter(_line, s_json))
        {
            json.WriteStartObject();
            write(json);
            json.WriteEndObject();
        }

        output.WriteLine(Encoding.UTF8.GetString(_line.WrittenSpan));
    }
}
