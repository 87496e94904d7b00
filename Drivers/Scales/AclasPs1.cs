using EdgeGateway.Core.Devices;

namespace Drivers.Scales;

/// <summary>
/// Aclas PS1X and OS2, CAS PD-II and PR-II in their ECR mode, Elicom and Datecs in CASH47, Dahua-type counter scales: asked with ENQ, then DC1.
/// </summary>
/// <remarks>
/// Line 9600-8N1. ENQ, the scale says ACK, DC1, the scale sends a frame of <see cref="AclasPs1Decoder"/>. A scale that answers ENQ with the
/// frame at once, or sends without being asked, is read as well. No command for zero or tare is documented. Sources: Aclas PS1X manual as quoted
/// by the Eutron ECR firmware; CAS PR-II user manual ch. 6; OHAUS Aviator 7000 service manual p. 36.
/// </remarks>
internal static class AclasPs1
{
    /// <summary>The protocol.</summary>
    public static ScaleProtocol Protocol { get; } = new()
    {
        Name = "aclas_ps1_cas_pd2",
        Model = "Aclas PS1X/OS2, CAS PD-II/PR-II (ECR mode), CASH47, Dahua counter scales (ENQ, DC1)",
        Lines = ["9600-8N1", "4800-8N1", "2400-8N1", "19200-8N1"],
        CreateDecoder = (profile, use) => new AclasPs1Decoder(
            profile.Number("decimals", 0, 4),
            profile.Choice("status_byte", use == ProfileUse.Recorded ? "where_present" : "none", "", "none", "trailing") switch
            {
                "trailing" => TrailingStatus.Always,
                "none" => TrailingStatus.None,
                _ => TrailingStatus.WherePresent,
            }),
        CreateExchange = (_, decoder) => new EnquiryExchange(decoder),
        Hint = "profile.decimals and profile.status_byte",
    };
}
