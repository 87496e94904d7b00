using EdgeGateway.Core.Devices;

namespace Drivers.Scales;

/// <summary>Indicators and scales in Toledo continuous output: they send by themselves, some 5 to 20 times a second.</summary>
/// <remarks>
/// Line 4800-7E1 as a rule, 9600 is seen. Frames: <see cref="ToledoContinuousDecoder"/>. Commands are STX, a letter, CR, and are
/// not answered. Source: Toledo TI400 manual (control strings).
/// </remarks>
internal static class ToledoContinuous
{
    /// <summary>The protocol.</summary>
    public static ScaleProtocol Protocol { get; } = new()
    {
        Name = "toledo_continuous",
        Model = "Toledo continuous output (indicators, floor and counter scales; streaming)",
        Lines = ["4800-7E1", "9600-7E1", "9600-8N1", "4800-8N1", "2400-7E1", "19200-8N1"],
        CreateDecoder = (profile, use) => new ToledoContinuousDecoder(use == ProfileUse.Recorded
            ? ToledoContinuousFormat.Read(profile, defaultUnit: "kg", defaultChecksum: "mettler_where_present")
            : ToledoContinuousFormat.Read(profile)),
        Hint = "profile.checksum and profile.form",
        DetectionProfiles =
        [
            .. from form in (string[])["long", "short"]
               from checksum in (string[])["none", "mettler", "sum8"]
               select new Dictionary<string, string>(StringComparer.Ordinal) { ["form"] = form, ["checksum"] = checksum },
        ],
        Commands =
        [
            ScaleCommand.Fixed(DeviceCommandKind.Zero, [0x02, (byte)'Z', 0x0D]),
            ScaleCommand.Fixed(DeviceCommandKind.Tare, [0x02, (byte)'T', 0x0D]),
            ScaleCommand.Fixed(DeviceCommandKind.ClearTare, [0x02, (byte)'C', 0x0D]),
        ],
    };
}
