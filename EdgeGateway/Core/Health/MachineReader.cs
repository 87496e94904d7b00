using System.Globalization;

namespace EdgeGateway.Core.Health;

/// <summary>Reads the machine's state out of <c>/proc</c> and <c>/sys</c>. Reads files only; one that is missing or not understood is null in the reading.</summary>
/// <remarks>
/// Sources: proc(5) for <c>stat</c> and <c>meminfo</c>; the kernel's thermal sysfs ABI (millidegrees); for the Raspberry Pi the firmware's <c>get_throttled</c>
/// (bit 0 undervoltage, 1 frequency capped, 2 throttled, 3 soft temperature limit, all "now"; 16 to 19 the same since boot) and, on kernels without that file, the
/// hwmon driver <c>raspberrypi-hwmon</c> (<c>rpi_volt</c>, <c>in0_lcrit_alarm</c>); JEDEC eMMC 5.0 for <c>life_time</c> (0x01 is 0 to 10 % used, 0x0B beyond its life,
/// 0x00 not defined). SD cards have no such register. Not safe for use from several threads: the processors' share is since the reading before.
/// </remarks>
/// <param name="proc">Where procfs is.</param>
/// <param name="sys">Where sysfs is.</param>
/// <param name="disk">Free and all bytes of the file system of the gateway's data, or null where it does not answer.</param>
public sealed class MachineReader(string proc, string sys, Func<(long Free, long Size)?> disk)
{
    private const double Coldest = -60;
    private const double Hottest = 150;
    private const int NowBits = 0b1110;
    private const int LargestFile = 64 * 1024;

    private (ulong Busy, ulong All)? _before;

    /// <summary>The machine that this runs on.</summary>
    /// <param name="folder">The gateway's data.</param>
    public static MachineReader OfThis(string folder) => new("/proc", "/sys", () =>
    {
        try
        {
            var drive = new DriveInfo(Path.GetFullPath(folder));
            return (drive.AvailableFreeSpace, drive.TotalSize);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException or ArgumentException)
        {
            return null;
        }
    });

    /// <summary>Reads everything once.</summary>
    public MachineReading Read()
    {
        var (total, available) = Memory(Text(proc, "meminfo"));
        var (undervoltage, throttled) = Power();
        var room = disk();
        return new MachineReading
        {
            Cpu = Cpu(Text(proc, "stat")),
            MemoryTotal = total,
            MemoryAvailable = available,
            Temperature = Temperature(),
            Undervoltage = undervoltage,
            Throttled = throttled,
            DiskFree = room?.Free,
            DiskSize = room?.Size,
            Wear = Wear(),
        };
    }

    /// <summary>Time used and all time, in ticks, of the line <c>cpu</c>: user, nice, system, idle, iowait, irq, softirq, steal. Guests are in user already.</summary>
    internal static (ulong Busy, ulong All)? CpuTimes(string? stat)
    {
        var end = stat?.IndexOf('\n', StringComparison.Ordinal) ?? -1;
        var line = end < 0 ? stat : stat![..end];
        var fields = line?.Split(' ', StringSplitOptions.RemoveEmptyEntries) ?? [];
        if (fields is not ["cpu", ..] || fields.Length < 6)
        {
            return null;
        }

        ulong all = 0;
        ulong idle = 0;
        for (var i = 1; i < Math.Min(fields.Length, 9); i++)
        {
            if (!ulong.TryParse(fields[i], NumberStyles.None, CultureInfo.InvariantCulture, out var ticks))
            {
                return null;
            }

            all += ticks;
            idle += i is 4 or 5 ? ticks : 0;
        }

        return (all - idle, all);
    }

    /// <summary>All memory and what programs may still have, in bytes.</summary>
    internal static (long? Total, long? Available) Memory(string? meminfo) => (Kibibytes(meminfo, "MemTotal:"), Kibibytes(meminfo, "MemAvailable:"));

    /// <summary>Percent of its life that an eMMC has used at most, from <c>life_time</c>: the worse of its two estimates; null where neither is defined.</summary>
    internal static int? Wear(string? lifeTime)
    {
        int? worst = null;
        foreach (var field in lifeTime?.Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries) ?? [])
        {
            if (Hex(field) is >= 1 and <= 11 and var step)
            {
                worst = Math.Max(worst ?? 0, step * 10);
            }
        }

        return worst;
    }

    private double? Cpu(string? stat)
    {
        var now = CpuTimes(stat);
        var before = _before;
        _before = now;
        return now is { } n && before is { } b && n.All > b.All && n.Busy >= b.Busy ? Math.Min(1, (double)(n.Busy - b.Busy) / (n.All - b.All)) : null;
    }

    private double? Temperature()
    {
        double? hottest = null;
        foreach (var zone in Folders(Path.Combine(sys, "class/thermal"), "thermal_zone*"))
        {
            if (int.TryParse(Text(zone, "temp"), NumberStyles.AllowLeadingSign | NumberStyles.AllowTrailingWhite, CultureInfo.InvariantCulture, out var millidegrees)
                && millidegrees / 1000.0 is >= Coldest and <= Hottest and var degrees)
            {
                hottest = Math.Max(hottest ?? Coldest, degrees);
            }
        }

        return hottest;
    }

    private (bool? Undervoltage, bool? Throttled) Power()
    {
        if (Hex(Text(sys, "devices/platform/soc/soc:firmware/get_throttled")?.Trim()) is { } bits)
        {
            return ((bits & 1) != 0, (bits & NowBits) != 0);
        }

        foreach (var sensor in Folders(Path.Combine(sys, "class/hwmon"), "hwmon*"))
        {
            if (Text(sensor, "name")?.Trim() == "rpi_volt" && Text(sensor, "in0_lcrit_alarm")?.Trim() is ("0" or "1") and var alarm)
            {
                return (alarm == "1", null);
            }
        }

        return (null, null);
    }

    private int? Wear()
    {
        int? worst = null;
        foreach (var card in Folders(Path.Combine(sys, "block"), "mmcblk*"))
        {
            worst = Wear(Text(card, "device/life_time")) is { } wear ? Math.Max(worst ?? 0, wear) : worst;
        }

        return worst;
    }

    private static long? Kibibytes(string? text, string name)
    {
        foreach (var line in text?.Split('\n') ?? [])
        {
            if (line.StartsWith(name, StringComparison.Ordinal))
            {
                return line[name.Length..].Trim() is { } value && value.EndsWith(" kB", StringComparison.Ordinal)
                    && long.TryParse(value[..^3], NumberStyles.None, CultureInfo.InvariantCulture, out var kibibytes) ? kibibytes * 1024 : null;
            }
        }

        return null;
    }

    private static int? Hex(string? text)
    {
        var digits = text is not null && text.StartsWith("0x", StringComparison.OrdinalIgnoreCase) ? text[2..] : text;
        return int.TryParse(digits, NumberStyles.AllowHexSpecifier, CultureInfo.InvariantCulture, out var value) ? value : null;
    }

    private static string[] Folders(string folder, string pattern)
    {
        try
        {
            return Directory.Exists(folder) ? Directory.GetDirectories(folder, pattern) : [];
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            return [];
        }
    }

    private static string? Text(string folder, string file)
    {
        try
        {
            // The kernel's files have no length; what is longer than any of them is none of them.
            using var reader = new StreamReader(Path.Combine(folder, file));
            var buffer = new char[LargestFile];
            return new string(buffer, 0, reader.ReadBlock(buffer));
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            return null;
        }
    }
}
