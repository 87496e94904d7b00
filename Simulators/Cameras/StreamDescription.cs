using System.Globalization;

namespace Simulators.Cameras;

/// <summary>Describes the stream to who asks. Source: RFC 4566 (SDP), RFC 2326 appendix C, RFC 6184, 8.1 (profile-level-id, sprop-parameter-sets).</summary>
internal static class StreamDescription
{
    /// <summary>The name of the one track.</summary>
    public const string Track = "trackID=1";

    /// <summary>The description of a stream whose key pictures carry these parameter sets.</summary>
    /// <param name="key">A key picture.</param>
    /// <param name="framesPerSecond">Above 0.</param>
    /// <exception cref="ArgumentException">The picture has no parameter sets.</exception>
    public static string Of(AccessUnit key, int framesPerSecond)
    {
        var sequence = key.Units.FirstOrDefault(unit => AnnexB.TypeOf(unit) == AnnexB.SequenceParameters);
        var picture = key.Units.FirstOrDefault(unit => AnnexB.TypeOf(unit) == AnnexB.PictureParameters);
        if (sequence is not { Length: >= 4 } || picture is null)
        {
            throw new ArgumentException("The first picture of an H.264 stream must carry its sequence and picture parameter sets.", nameof(key));
        }

        return string.Create(CultureInfo.InvariantCulture, $"""
            v=0
            o=- 1 1 IN IP4 0.0.0.0
            s=Simulated camera
            c=IN IP4 0.0.0.0
            t=0 0
            a=control:*
            a=range:npt=now-
            m=video 0 RTP/AVP {RtpPackets.PayloadType}
            a=rtpmap:{RtpPackets.PayloadType} H264/{RtpPackets.ClockRate}
            a=fmtp:{RtpPackets.PayloadType} packetization-mode=1;profile-level-id={Convert.ToHexString(sequence, 1, 3)};sprop-parameter-sets={Convert.ToBase64String(sequence)},{Convert.ToBase64String(picture)}
            a=framerate:{framesPerSecond}
            a=control:{Track}

            """).ReplaceLineEndings("\r\n");
    }
}
