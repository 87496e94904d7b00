using System.Text.Json;
using Cloud.Crm.Health;
using Cloud.Crm.Setup;

namespace Cloud.Tests.Crm.Health;

/// <summary>What mails say of alarms.</summary>
public sealed class AlarmWordsTests
{
    private static readonly DateTime s_at = new(2026, 11, 22, 8, 0, 0, DateTimeKind.Utc);

    [Theory]
    [InlineData("en", "[opened] too hot: gw-1 (store-1)", "Gateway gw-1 of store store-1: too hot 85.0 °C\nOpened 2026-11-22 08:00:00 UTC, opened 2026-11-22 08:01:00 UTC.\n")]
    [InlineData("zh-CN", "[开始] 温度过高：gw-1（store-1）", "门店 store-1 的网关 gw-1：温度过高 85.0 °C\n开始于 2026-11-22 08:00:00 UTC，开始于 2026-11-22 08:01:00 UTC。\n")]
    [InlineData("zh-TW", "[開始] 溫度過高：gw-1（store-1）", "門市 store-1 的閘道器 gw-1：溫度過高 85.0 °C\n開始於 2026-11-22 08:00:00 UTC，開始於 2026-11-22 08:01:00 UTC。\n")]
    public void Mail_IsInTheLanguageThatIsSet(string language, string subject, string body)
    {
        var telling = Telling(AlarmKind.Hot, AlarmStep.Opened);
        Assert.Equal((subject, body), (AlarmWords.Subject(language, telling), AlarmWords.Body(language, telling, s_at.AddMinutes(1))));
    }

    [Fact]
    public void EveryKindAndStep_HasWordsOfItsOwnInEveryLanguage()
    {
        foreach (var language in AlarmWords.Languages)
        {
            var subjects = AlarmKinds.All.SelectMany(kind => Enum.GetValues<AlarmStep>().Select(step => AlarmWords.Subject(language, Telling(kind, step)))).ToList();
            Assert.Equal(subjects.Count, subjects.Distinct().Count());
            Assert.All(subjects, subject => Assert.DoesNotContain('_', subject));
        }
    }

    [Fact]
    public void Language_ThatIsNone_StopsTheStart_AndSaysWhatIsExpected()
    {
        var errors = new List<string>();
        HealthSection.Read(new JsonSection(JsonElement.Parse("""{"mailLanguage":"de"}"""), "health", errors), errors);
        Assert.Equal("health.mailLanguage is 'de'; expected one of en, zh-CN, zh-TW", Assert.Single(errors));
    }

    private static AlarmTelling Telling(AlarmKind kind, AlarmStep step) =>
        new(step, new WatchRow(1, "gw-1", "store-1", 0, true, GatewayState.Online, "", null, null, null), new OpenAlarm("a-1", 1, kind, "85.0 °C", s_at, null, null, null));
}
