using System.Globalization;

namespace Cloud.Crm.Health;

/// <summary>What is wrong with a gateway by its own numbers. Each begins at one bound and ends at another, so that a value at the bound does not flicker.</summary>
internal static class Conditions
{
    private const long FullDepth = 10_000;
    private const long RestingDepth = 1_000;
    private const long OldSeconds = 120;
    private const long FreshSeconds = 30;
    private const double LowShare = 0.10;
    private const double RoomyShare = 0.15;
    private const double TooHot = 80;
    private const double Cooled = 75;
    private const long AlmostWorn = 90;

    /// <summary>Which conditions hold. A number that is not said changes nothing: unknown is neither good nor bad.</summary>
    /// <param name="before">Which held.</param>
    /// <param name="numbers">What the gateway said last.</param>
    internal static SortedSet<AlarmKind> Next(IReadOnlySet<AlarmKind> before, HealthNumbers numbers)
    {
        var now = new SortedSet<AlarmKind>();
        Hold(AlarmKind.DeviceOffline, numbers.DevicesOnline < numbers.DevicesTotal, numbers.DevicesOnline >= numbers.DevicesTotal);
        Hold(AlarmKind.OutboxGrowing, numbers.Depth >= FullDepth || numbers.OldestSeconds >= OldSeconds, numbers.Depth < RestingDepth && (numbers.OldestSeconds ?? 0) < FreshSeconds);
        var free = numbers is { DiskSize: > 0 and var size, DiskFree: { } room } ? (double)room / size : (double?)null;
        Hold(AlarmKind.DiskLow, free < LowShare, free > RoomyShare);
        Hold(AlarmKind.Worn, numbers.Wear >= AlmostWorn, numbers.Wear < AlmostWorn);
        Hold(AlarmKind.Hot, numbers.Temperature >= TooHot, numbers.Temperature < Cooled);
        Hold(AlarmKind.Undervoltage, numbers.Undervoltage == true, numbers.Undervoltage == false);
        Hold(AlarmKind.ClockUnsynced, numbers.ClockSynced == false, numbers.ClockSynced == true);
        return now;

        void Hold(AlarmKind kind, bool begins, bool ends)
        {
            if (begins || (before.Contains(kind) && !ends))
            {
                now.Add(kind);
            }
        }
    }

    /// <summary>What an alarm says when it opens, for people.</summary>
    internal static string Detail(AlarmKind kind, HealthNumbers? numbers) => kind switch
    {
        AlarmKind.DeviceOffline => Text($"{numbers?.DevicesTotal - numbers?.DevicesOnline} of {numbers?.DevicesTotal}"),
        AlarmKind.OutboxGrowing => Text($"{numbers?.Depth} ({numbers?.OldestSeconds ?? 0} s)"),
        AlarmKind.DiskLow => Text($"{numbers?.DiskFree / 1_000_000} MB"),
        AlarmKind.Worn => Text($"{numbers?.Wear} %"),
        AlarmKind.Hot => Text($"{numbers?.Temperature:0.0} °C"),
        _ => "",
    };

    private static string Text(FormattableString text) => text.ToString(CultureInfo.InvariantCulture);
}
