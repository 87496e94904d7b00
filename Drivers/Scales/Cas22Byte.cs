using EdgeGateway.Core.Devices;

namespace Drivers.Scales;

/// <summary>CAS indicators CI, NT and PDI with frames of 22 bytes, or of 10 in the short form.</summary>
/// <remarks>
/// Line 9600-8N1, always eight bits: one byte is binary. They stream, or answer a single byte that is their id
/// (profile <c>poll_id</c>). Frames: <see cref="Cas22ByteDecoder"/>.
/// </remarks>
internal static class Cas22Byte
{
    private const string Long = "long";
    private const string Short = "short";
    private const string Both = "both";

    /// <summary>The protocol.</summary>
    public static ScaleProtocol Protocol { get; } = new()
    {
        Name = "cas_22byte",
        Model = "CAS CI, NT and PDI indicators, 22-byte and 10-byte frames (streaming or polled by id)",
        Lines = ["9600-8N1", "4800-8N1", "19200-8N1", "2400-8N1"],
        CreateDecoder = (profile, use) =>
        {
            string form = profile.Choice("form", use == ProfileUse.Recorded ? Both : Long, "", Long, Short, Both);
            string? defaultUnit = use == ProfileUse.Recorded || form == Long ? "kg" : null;
            string unit = profile.Choice(WeightUnits.ProfileKey, defaultUnit, "the short form does not send its unit", WeightUnits.All);
            return new Cas22ByteDecoder(form != Short, form == Long ? null : unit, joinsMidLine: use == ProfileUse.Device);
        },
        CreateExchange = (profile, decoder) => profile.Number("poll_id", 0, 255) is int id
            ? new Question(new[] { (byte)id }, decoder)
            : null,
        Hint = "profile.form, and profile.poll_id where the indicator sends only when asked",
    };
}
