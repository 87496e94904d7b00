using EdgeGateway.Core.Devices;

namespace Drivers.Scales;

/// <summary>Reads the status bytes of SCP-01, two to four of them.</summary>
/// <remarks>
/// Bits 4 and 5 are always 1. s1: 0 motion, 1 at zero, 2 RAM error, 3 EEPROM error, 6 always 0. s2: 0 under, 1 over, 2 ROM error, 3 faulty
/// calibration, 6 more follow. s3: 0-1 range (11 high), 2 net, 3 initial-zero error, 6 more follow. Where s3 is not sent, a status that reports
/// anything leaves net and gross open.
/// </remarks>
internal static class NciScp01Status
{
    private const int More = 0x40;

    /// <summary>The frame that these bytes are, without a weight; null where they are no status.</summary>
    public static WeightFrame? Read(ReadOnlySpan<byte> bytes)
    {
        if (bytes.Length is < 2 or > 4 || (bytes[0] & More) != 0 || (bytes[^1] & More) != 0)
            return null;
        for (int place = 0; place < bytes.Length; place++)
        {
            bool moreFollow = place > 0 && place < bytes.Length - 1;
            if ((bytes[place] & 0x30) != 0x30 || ((bytes[place] & More) != 0) != moreFollow)
                return null;
        }
        int third = bytes.Length > 2 ? bytes[2] : 0;
        var errors = new List<string>();
        var flags = new List<string>();
        Note(bytes[0] & 0x01, flags, "motion");
        Note(bytes[0] & 0x02, flags, "at_zero");
        Note(bytes[0] & 0x04, errors, "ram_error");
        Note(bytes[0] & 0x08, errors, "eeprom_error");
        Note(bytes[1] & 0x01, errors, "under_capacity");
        Note(bytes[1] & 0x02, errors, "over_capacity");
        Note(bytes[1] & 0x04, errors, "rom_error");
        Note(bytes[1] & 0x08, errors, "faulty_calibration");
        Note(third & 0x08, errors, "initial_zero_error");
        bool open = errors.Count > 0 || (bytes.Length == 2 && flags.Count > 0);
        if ((third & 0x03) == 0x03)
            flags.Add("high_range");
        NetGross kind = open ? NetGross.Unknown : (third & 0x04) != 0 ? NetGross.Net : NetGross.Gross;
        return new WeightFrame(null, null, (bytes[0] & 0x01) == 0, kind, errors, flags);

        static void Note(int bit, List<string> list, string name)
        {
            if (bit != 0)
                list.Add(name);
        }
    }
}
