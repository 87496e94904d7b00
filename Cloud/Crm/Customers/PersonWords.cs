using System.Globalization;
using System.Text.Json.Nodes;

namespace Cloud.Crm.Customers;

/// <summary>What is known of a person, in sentences.</summary>
internal static class PersonWords
{
    // Word of the records, then en, zh-CN, zh-TW.
    private static readonly (string Word, string[] Words)[] s_records =
    [
        ("identities", ["Sources that know you: {0}.", "认识您的来源：{0} 个。", "認識您的來源：{0} 個。"]),
        ("tags", ["Tags beside your name: {0}.", "给您的标签：{0} 个。", "給您的標籤：{0} 個。"]),
        ("notes", ["Notes that staff wrote: {0}.", "员工写的备注：{0} 条。", "員工寫的備註：{0} 則。"]),
        ("consents", ["Changes of what you agreed to: {0}.", "您同意或撤回的记录：{0} 条。", "您同意或撤回的紀錄：{0} 筆。"]),
        ("faceConsents", ["Places where your face may be or was kept: {0}.", "保存或曾保存您面部特征的网关：{0} 个。", "保存或曾保存您臉部特徵的閘道器：{0} 個。"]),
        ("sales", ["Purchases and returns: {0}.", "购买和退货：{0} 次。", "購買和退貨：{0} 次。"]),
        ("points", ["Changes of your points: {0}.", "积分变动：{0} 条。", "點數變動：{0} 筆。"]),
        ("levels", ["Changes of your level: {0}.", "等级变动：{0} 次。", "等級變動：{0} 次。"]),
        ("visits", ["Visits: {0}.", "到店：{0} 次。", "到店：{0} 次。"]),
        ("importedRows", ["Rows of files that you came in: {0}.", "导入文件中关于您的行：{0} 行。", "匯入檔案中關於您的列：{0} 列。"]),
        ("lookedAt", ["Times that somebody changed or looked at what is hidden: {0}.", "有人修改或查看您的隐藏信息：{0} 次。", "有人修改或檢視您的隱藏資訊：{0} 次。"]),
    ];

    private static readonly (Func<StoredCustomer, string?> Value, string[] Words)[] s_facts =
    [
        (row => row.Name, ["Name: {0}.", "姓名：{0}。", "姓名：{0}。"]),
        (row => row.Contact.Phone, ["Phone number: {0}.", "手机号：{0}。", "手機號碼：{0}。"]),
        (row => row.Contact.Email, ["E-mail address: {0}.", "电子邮箱：{0}。", "電子郵件：{0}。"]),
        (row => row.Contact.Card, ["Card number: {0}.", "会员卡号：{0}。", "會員卡號：{0}。"]),
        (row => row.Contact.Birthday, ["Birthday: {0}.", "生日：{0}。", "生日：{0}。"]),
        (row => row.Level, ["Level: {0}.", "等级：{0}。", "等級：{0}。"]),
        (row => row.JoinedAt?.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture), ["Member since {0}.", "入会日期：{0}。", "入會日期：{0}。"]),
        (row => row.LastVisit?.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture), ["Last visit on {0}.", "最近到店：{0}。", "最近到店：{0}。"]),
        (row => string.Join(", ", row.Usual.Select(u => u.Name)), ["You usually buy: {0}.", "您常买：{0}。", "您常買：{0}。"]),
        (row => string.Join("; ", row.Hints), ["Staff are told: {0}.", "提示员工：{0}。", "提示員工：{0}。"]),
    ];

    /// <summary>The sentences.</summary>
    /// <param name="rows">What is known, id by id.</param>
    /// <param name="records">What happened.</param>
    /// <param name="language">en, zh-CN or zh-TW.</param>
    internal static IReadOnlyList<string> Of(IReadOnlyList<StoredCustomer> rows, JsonObject records, string language)
    {
        var i = language switch { "zh-CN" => 1, "zh-TW" => 2, _ => 0 };
        return
        [
            .. rows.SelectMany(row => s_facts.Select(fact => (Value: fact.Value(row), Words: fact.Words[i]))).Where(f => !string.IsNullOrEmpty(f.Value))
                .Select(f => string.Format(CultureInfo.InvariantCulture, f.Words, f.Value)).Distinct(StringComparer.Ordinal),
            .. s_records.Where(r => records[r.Word] is JsonArray { Count: > 0 }).Select(r => string.Format(CultureInfo.InvariantCulture, r.Words[i], records[r.Word]!.AsArray().Count)),
        ];
    }
}
