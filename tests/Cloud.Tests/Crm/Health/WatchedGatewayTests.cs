using Cloud.Crm.Health;

namespace Cloud.Tests.Crm.Health;

/// <summary>When something is wrong, and when that is an alarm.</summary>
public sealed class WatchedGatewayTests
{
    private static readonly Heard s_heard = new(true, TimeSpan.FromHours(1), TimeSpan.FromSeconds(1), TimeSpan.FromHours(1));

    [Theory]
    [InlineData("""{"temperature_decicel":800}""", """{"temperature_decicel":790}""", """{"temperature_decicel":749}""", "hot")]
    [InlineData("""{"disk_size_bytes":1000,"disk_free_bytes":99}""", """{"disk_size_bytes":1000,"disk_free_bytes":150}""", """{"disk_size_bytes":1000,"disk_free_bytes":151}""", "disk_low")]
    [InlineData("""{"outbox_depth":10000}""", """{"outbox_depth":1000}""", """{"outbox_depth":999}""", "outbox_growing")]
    [InlineData("""{"outbox_depth":5,"outbox_oldest_seconds":120}""", """{"outbox_depth":5,"outbox_oldest_seconds":30}""", """{"outbox_depth":5,"outbox_oldest_seconds":29}""", "outbox_growing")]
    [InlineData("""{"devices_online":2,"devices_total":3}""", "{}", """{"devices_online":3,"devices_total":3}""", "device_offline")]
    [InlineData("""{"undervoltage":true}""", "{}", """{"undervoltage":false}""", "undervoltage")]
    [InlineData("""{"clock_synced":false}""", "{}", """{"clock_synced":true}""", "clock_unsynced")]
    [InlineData("""{"wear_percent":90}""", "{}", """{"wear_percent":80}""", "worn")]
    public void Conditions_BeginAtOneBoundAndEndAtAnother(string begins, string between, string ends, string word)
    {
        var kind = AlarmKinds.Read(word)!.Value;
        HashSet<AlarmKind> none = [];
        Assert.Empty(Conditions.Next(none, HealthNumbers.Read(between)));
        var begun = Conditions.Next(none, HealthNumbers.Read(begins));
        Assert.Equal(kind, Assert.Single(begun));
        Assert.Equal(kind, Assert.Single(Conditions.Next(begun, HealthNumbers.Read(between))));
        Assert.Empty(Conditions.Next(begun, HealthNumbers.Read(ends)));
    }

    [Fact]
    public void Numbers_ThatCannotBe_AreNotKnown()
    {
        var read = HealthNumbers.Read(
            """{"cpu_permille":1500,"temperature_decicel":9000,"disk_size_bytes":-1,"disk_free_bytes":"many","undervoltage":"yes","outbox_depth":1e30,"devices_online":null,"clock_offset_us":[1]}""");
        Assert.Equal(HealthNumbers.Read("{}"), read);
        Assert.Equal("{}", read.Write());
        var whole = HealthNumbers.Read("""{"cpu_permille":250,"temperature_decicel":-35,"undervoltage":false,"outbox_depth":7}""");
        Assert.Equal(whole, HealthNumbers.Read(whole.Write()));
    }

    [Fact]
    public void Alarm_OpensAndClosesOnlyAfterAMinute_AndFlickeringIsNone()
    {
        var watched = WatchedGateway.From(GatewayState.Online, "");
        var open = new HashSet<AlarmKind>();
        Assert.Empty(At(0, hot: true).Open);
        Assert.Empty(At(59, hot: true).Open);
        Assert.Empty(At(60, hot: false).Open);
        Assert.Empty(At(61, hot: true).Open);
        Assert.Empty(At(120, hot: true).Open);
        Assert.Equal([AlarmKind.Hot], At(121, hot: true).Open);
        open.Add(AlarmKind.Hot);
        Assert.Empty(At(122, hot: false).Close);
        Assert.Empty(At(150, hot: true).Close);
        Assert.Empty(At(151, hot: false).Close);
        Assert.Equal([AlarmKind.Hot], At(211, hot: false).Close);

        (IReadOnlyList<AlarmKind> Open, IReadOnlyList<AlarmKind> Close) At(int second, bool hot)
        {
            watched.Take(HealthNumbers.Read(hot ? """{"temperature_decicel":900}""" : """{"temperature_decicel":400}"""), default);
            watched.Judge(s_heard);
            return watched.Alarms(open, TimeSpan.FromSeconds(second));
        }
    }

    [Fact]
    public void Certificate_ThatWasNotRenewedInTime_IsAnAlarmWhateverTheGatewaySays()
    {
        var now = new DateTime(2026, 11, 22, 0, 0, 0, DateTimeKind.Utc);
        var watched = WatchedGateway.From(GatewayState.Online, "");
        Assert.Equal("", WordsAt(now.AddDays(30)));
        Assert.Equal("", WordsAt(null));
        Assert.Equal("certificate_ending", WordsAt(now.AddDays(28)));
        Assert.Equal(GatewayState.Degraded, watched.State);
        watched.Take(HealthNumbers.Read("""{"temperature_decicel":400}"""), default);
        Assert.Equal("certificate_ending", WordsAt(now.AddDays(-1)));
        Assert.Equal("", WordsAt(now.AddDays(90)));
        Assert.Equal(GatewayState.Online, watched.State);

        string WordsAt(DateTime? ends)
        {
            watched.Take(ends, now);
            watched.Judge(s_heard);
            return watched.Words;
        }
    }

    [Fact]
    public void State_OfAnotherNode_GoesOnWithItsConditions()
    {
        var watched = WatchedGateway.From(GatewayState.Degraded, "hot later_versions_kind offline");
        Assert.Equal(AlarmKind.Hot, Assert.Single(watched.Conditions));
        watched.Judge(s_heard);
        Assert.Equal(GatewayState.Degraded, watched.State);
        Assert.Equal("hot", watched.Words);
    }
}
