using System.Globalization;

namespace Cloud.Crm.Health;

/// <summary>What mails say of alarms, in the words of the pages: English, and Chinese as it is written in both ways.</summary>
internal static class AlarmWords
{
    /// <summary>The languages, English first.</summary>
    internal static readonly IReadOnlyList<string> Languages = ["en", "zh-CN", "zh-TW"];

    private static readonly string[] s_subject = ["[{0}] {1}: {2} ({3})", "[{0}] {1}：{2}（{3}）", "[{0}] {1}：{2}（{3}）"];

    // Kind, detail, gateway, store, when it opened, step, when that was.
    private static readonly string[] s_body =
    [
        "Gateway {2} of store {3}: {0} {1}\nOpened {4} UTC, {5} {6} UTC.\n",
        "门店 {3} 的网关 {2}：{0} {1}\n开始于 {4} UTC，{5}于 {6} UTC。\n",
        "門市 {3} 的閘道器 {2}：{0} {1}\n開始於 {4} UTC，{5}於 {6} UTC。\n",
    ];

    /// <summary>The subject of a mail.</summary>
    internal static string Subject(string language, AlarmTelling telling) => string.Format(
        CultureInfo.InvariantCulture, s_subject[IndexOf(language)], Step(telling.Step)[IndexOf(language)], Kind(telling.Alarm.Kind)[IndexOf(language)], telling.Gateway.Name, telling.Gateway.Store);

    /// <summary>Its text.</summary>
    internal static string Body(string language, AlarmTelling telling, DateTime now)
    {
        var (step, gateway, alarm) = telling;
        var i = IndexOf(language);
        return string.Format(CultureInfo.InvariantCulture, s_body[i], Kind(alarm.Kind)[i], alarm.Detail, gateway.Name, gateway.Store, Text(alarm.OpenedAt), Step(step)[i], Text(now));
    }

    private static string[] Step(AlarmStep step) => step switch
    {
        AlarmStep.Opened => ["opened", "开始", "開始"],
        AlarmStep.Closed => ["closed", "结束", "結束"],
        _ => ["escalated", "升级", "升級"],
    };

    private static string[] Kind(AlarmKind kind) => kind switch
    {
        AlarmKind.Offline => ["offline", "离线", "離線"],
        AlarmKind.Lying => ["contradicts itself", "自相矛盾", "自相矛盾"],
        AlarmKind.DeviceOffline => ["a device does not answer", "设备无响应", "裝置無回應"],
        AlarmKind.OutboxGrowing => ["events pile up", "事件积压", "事件積壓"],
        AlarmKind.DiskLow => ["disk almost full", "磁盘将满", "磁碟將滿"],
        AlarmKind.Worn => ["memory chip worn", "存储芯片老化", "儲存晶片老化"],
        AlarmKind.Hot => ["too hot", "温度过高", "溫度過高"],
        AlarmKind.Undervoltage => ["supply too weak", "供电不足", "供電不足"],
        AlarmKind.ClockUnsynced => ["clock not set", "时钟未同步", "時鐘未同步"],
        AlarmKind.CertificateEnding => ["certificate ends soon", "证书即将到期", "憑證即將到期"],
        AlarmKind.CampaignHalted => ["an update stopped here", "更新在此停止", "更新在此停止"],
        _ => [kind.Word(), kind.Word(), kind.Word()],
    };

    private static int IndexOf(string language) => language switch { "zh-CN" => 1, "zh-TW" => 2, _ => 0 };

    private static string Text(DateTime utc) => utc.ToString("yyyy-MM-dd HH:mm:ss", CultureInfo.InvariantCulture);
}
