using System.Text.Json;
using Cloud.Contracts;
using EdgeGateway.Core.Events;
using EdgeGateway.Core.Health;
using EdgeGateway.Core.Outbox;
using Tests.Shared;

namespace Core.Tests.Events;

public sealed class EventStampTests
{
    [Theory]
    [InlineData("2026-11-21T08:00:00Z", true, "synced")]
    [InlineData("2026-11-21T08:00:00Z", false, "unsynced")]
    [InlineData("1970-01-01T00:00:05Z", true, "unsynced")]
    [InlineData("2025-12-31T23:59:59Z", true, "unsynced")]
    [InlineData("2026-01-01T00:00:00Z", true, "synced")]
    public void Stamp_ClockState_IsOnTheEvent(string now, bool synchronised, string expected)
    {
        var clock = new ManualClock(DateTimeOffset.Parse(now));
        var stamp = new EventStamp("store-1", "gw-1", clock, () => synchronised, () => TimeSpan.FromSeconds(12.3456));
        var id = Guid.NewGuid();
        var entry = stamp.Stamp(new EventDraft(EventTypes.ScanRead, "till-1", clock.GetUtcNow(), "{\"a\":1}"u8.ToArray(), id));
        var body = JsonDocument.Parse(entry.Body).RootElement;
        Assert.Equal(expected, body.GetProperty("clock").GetString());
        Assert.Equal(12.346m, body.GetProperty("uptime").GetDecimal());
        Assert.Equal("/stores/store-1/gateways/gw-1/devices/till-1", body.GetProperty("source").GetString());
        Assert.Equal((EventClass.Ledger, clock.GetUtcNow(), id), (entry.Class, entry.Time, entry.OriginId));
    }

    [Fact]
    public void Stamp_OfWhatWasDraftedBeforeTheClockWasSet_SaysUnsynced_UntilTheClockIsBelieved()
    {
        var (clock, synchronised) = (new ManualClock(new DateTimeOffset(2026, 11, 21, 8, 0, 0, TimeSpan.Zero)), false);
        var stamp = new EventStamp("store-1", "gw-1", clock, () => synchronised, () => TimeSpan.FromSeconds(1));
        var before = Draft();
        Assert.Equal("unsynced", ClockOf(before));
        clock.StepUtc(TimeSpan.FromHours(3));
        synchronised = true;
        Assert.Equal("unsynced", ClockOf(before));
        Assert.Equal("synced", ClockOf(Draft()));

        // What disciplines the clock may set it back.
        clock.StepUtc(TimeSpan.FromHours(-1));
        Assert.Equal("synced", ClockOf(Draft()));

        EventDraft Draft() => new(EventTypes.ScanRead, null, clock.GetUtcNow(), "{}"u8.ToArray());
        string? ClockOf(EventDraft draft) => JsonDocument.Parse(stamp.Stamp(draft).Body).RootElement.GetProperty("clock").GetString();
    }

    [Fact]
    public void Stamp_UnknownTypeOrTooLarge_Throws()
    {
        var stamp = new EventStamp("store-1", "gw-1", new ManualClock());
        Assert.Throws<ArgumentException>(() => stamp.Stamp(new EventDraft("no.such", null, default, "{}"u8.ToArray())));
        var large = JsonSerializer.SerializeToUtf8Bytes(new { text = new string('x', EventBody.MaxLength) });
        Assert.Throws<ArgumentException>(() => stamp.Stamp(new EventDraft(EventTypes.ScanRead, null, default, large)));
        Assert.Throws<ArgumentException>(() => new EventStamp("Store 1", "gw-1", new ManualClock()));
        Assert.Throws<ArgumentException>(() => new EventStamp("store-1", "", new ManualClock()));
    }

    [Fact]
    public void Stamp_OfTheLargestBodyThereIs_IsKept_AndOneByteMoreIsNot()
    {
        var stamp = new EventStamp("store-1", "gw-1", new ManualClock(), () => true, () => TimeSpan.FromSeconds(1));
        var empty = stamp.Stamp(Draft(0)).Body.Length;
        Assert.Equal(EventBody.MaxLength, stamp.Stamp(Draft(EventBody.MaxLength - empty)).Body.Length);
        Assert.Throws<ArgumentException>(() => stamp.Stamp(Draft(EventBody.MaxLength - empty + 1)));

        static EventDraft Draft(int length) => new(EventTypes.ScanRead, null, DateTimeOffset.UnixEpoch, JsonSerializer.SerializeToUtf8Bytes(new { text = new string('x', length) }));
    }

    [Fact]
    public void SinceBoot_IsTheKernelsUptime()
    {
        var before = Proc();
        var now = KernelClock.SinceBoot();
        var after = Proc();
        Assert.InRange(now, before, after + TimeSpan.FromMilliseconds(10));

        static TimeSpan Proc() => TimeSpan.FromSeconds(double.Parse(File.ReadAllText("/proc/uptime").Split(' ')[0], System.Globalization.CultureInfo.InvariantCulture));
    }

    /// <summary>struct timex of adjtimex(2): modes, offset, freq, maxerror, esterror, status.</summary>
    [Theory]
    [InlineData(0, -1500, 0, -15_000L)]
    [InlineData(0, -1500, 0x2000, -15L)]
    [InlineData(0, 250_000, 0x2001, 2_500L)]
    [InlineData(4, 7, 0x40, 70L)]
    [InlineData(5, 7, 0, null)]
    [InlineData(-1, 7, 0, null)]
    public void ClockOffset_IsInTheUnitThatTheStatusSays(int state, int offset, int status, long? ticks) =>
        Assert.Equal(ticks, KernelClock.OffsetOf(state, [0, offset, 1, 2, 3, status])?.Ticks);

    [Theory]
    [InlineData(0, true)]
    [InlineData(4, true)]
    [InlineData(5, false)]
    [InlineData(-1, false)]
    public void ClockState_OfAnErrorOrARefusal_IsNotSynchronised(int state, bool synchronised) => Assert.Equal(synchronised, KernelClock.IsDisciplined(state));

    [Fact]
    public void GatewayUpdated_Data_LeavesOutWhatThereIsNot()
    {
        Assert.Equal("""{"version":"1.2.3","serial":7,"arch":"arm64","highest":6}""", System.Text.Encoding.UTF8.GetString(EventData.GatewayUpdated("1.2.3", 7, "arm64", 6, 0, 0, 0, "")));
        Assert.Equal(
            """{"version":"1.2.3","serial":7,"arch":"arm64","highest":6,"staged":1,"trial":8,"failed":9,"reason":"why"}""",
            System.Text.Encoding.UTF8.GetString(EventData.GatewayUpdated("1.2.3", 7, "arm64", 6, 1, 8, 9, "why")));
    }

    [Fact]
    public void KernelClock_Asked_UptimeGrowsAndStateIsReadable()
    {
        var stamp = new EventStamp("store-1", "gw-1", TimeProvider.System);
        var first = Uptime(stamp);
        Assert.InRange(first, 0.001m, 10_000_000_000m);
        Assert.True(Uptime(stamp) >= first);
        // Either answer is right; it must not throw where the kernel refuses to say.
        _ = stamp.IsClockSynced;
    }

    [Fact]
    public void BufferGap_Data_HasEveryMemberTheCatalogueRequires()
    {
        var data = JsonDocument.Parse(EventData.BufferGap("telemetry", "1-00000000", 3, 9, 5, GapReason.Capacity)).RootElement;
        Assert.Equal(
            EventCatalog.Find(EventTypes.BufferGap)!.Required.Select(m => m.Name),
            data.EnumerateObject().Select(p => p.Name));
        Assert.Equal((3, 9, 5), (data.GetProperty("first").GetInt64(), data.GetProperty("last").GetInt64(), data.GetProperty("count").GetInt64()));
    }

    [Fact]
    public void GatewayHealth_Data_SaysTheNumbers()
    {
        var snapshot = new OutboxSnapshot("1-00000000", 9, 4, 5, 1500, 1 << 20, null, 2, null);
        var reading = new HealthReading(
            new MachineReading { Cpu = 0.875, Temperature = 51.23, MemoryTotal = 4096, MemoryAvailable = 1024, DiskFree = 50, DiskSize = 100, Wear = 20, Undervoltage = true, Throttled = false },
            1000, TimeSpan.FromSeconds(61.5), 3, 4, ClockSynced: true)
        {
            Boot = "boot-1",
            ClockOffset = TimeSpan.FromMicroseconds(-1500),
            OldestUnsent = TimeSpan.FromSeconds(7.9),
            RoundTrip = TimeSpan.FromMilliseconds(12.34),
            Lag = TimeSpan.FromMilliseconds(0.5),
        };
        Assert.Equal(
            "outbox_depth=5 outbox_bytes=1500 outbox_dropped=2 rss_bytes=1000 uptime_seconds=61 devices_online=3 devices_total=4 clock_synced=True boot=boot-1 outbox_oldest_seconds=8 "
            + "clock_offset_us=-1500 round_trip_us=12340 lag_us=500 cpu_permille=875 temperature_decicel=512 memory_total_bytes=4096 memory_available_bytes=1024 disk_size_bytes=100 disk_free_bytes=50 "
            + "wear_percent=20 undervoltage=True throttled=False",
            Members(snapshot, reading));

        // What is not known is left out, never a number that looks like one.
        Assert.Equal(
            "outbox_depth=5 outbox_bytes=1500 outbox_dropped=2 rss_bytes=1 uptime_seconds=0 devices_online=0 devices_total=0 clock_synced=False",
            Members(snapshot, new HealthReading(new MachineReading(), 1, TimeSpan.Zero, 0, 0, ClockSynced: false)));
    }

    private static string Members(OutboxSnapshot outbox, HealthReading reading) => string.Join(
        ' ', JsonDocument.Parse(EventData.GatewayHealth(outbox, reading)).RootElement.EnumerateObject().Select(p => $"{p.Name}={p.Value}"));

    private static decimal Uptime(EventStamp stamp) => JsonDocument.Parse(
        stamp.Stamp(new EventDraft(EventTypes.GatewayHealth, null, default, "{}"u8.ToArray())).Body).RootElement.GetProperty("uptime").GetDecimal();
}
