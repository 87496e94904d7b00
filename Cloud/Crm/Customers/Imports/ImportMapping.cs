using System.Text;

namespace Cloud.Crm.Customers.Imports;

/// <summary>Which column of a file says what.</summary>
internal static class ImportMapping
{
    private static readonly (string Field, string[] Names)[] s_fields =
    [
        ("name", ["name", "customer", "fullname", "customername", "姓名", "名字", "名称", "客户", "客户姓名", "会员姓名", "會員姓名", "客戶姓名", "顾客", "顧客"]),
        ("phone", ["phone", "mobile", "tel", "telephone", "phonenumber", "mobilephone", "cell", "手机", "手機", "手机号", "手機號", "手机号码", "手機號碼", "电话", "電話", "联系电话", "聯絡電話"]),
        ("email", ["email", "mail", "emailaddress", "邮箱", "郵箱", "电子邮件", "電子郵件", "电子邮箱", "信箱"]),
        ("card", ["card", "cardnumber", "cardno", "membercard", "卡号", "卡號", "会员卡号", "會員卡號", "会员卡", "會員卡"]),
        ("birthday", ["birthday", "birthdate", "dateofbirth", "dob", "生日", "出生日期", "出生年月日"]),
        ("level", ["level", "tier", "grade", "等级", "等級", "会员等级", "會員等級", "级别", "級別"]),
        ("homeStore", ["homestore", "store", "shop", "门店", "門市", "门市", "所属门店", "所屬門市", "店铺"]),
        ("assignedTo", ["assignedto", "assistant", "owner", "导购", "導購", "专属导购", "店员", "店員", "负责人"]),
        ("externalId", ["externalid", "id", "memberid", "customerid", "会员编号", "會員編號", "会员号", "會員號", "编号", "編號"]),
        ("tag", ["tag", "tags", "label", "标签", "標籤"]),
        ("note", ["note", "notes", "remark", "remarks", "comment", "备注", "備註", "说明", "說明"]),
    ];

    /// <summary>The fields there are.</summary>
    internal static IEnumerable<string> Fields => s_fields.Select(f => f.Field);

    /// <summary>A first guess by the names of columns, in English and Chinese; people look at it and change it.</summary>
    internal static Dictionary<string, int> Guess(IReadOnlyList<string> headers)
    {
        var plain = headers.Select(Plain).ToList();
        var guess = new Dictionary<string, int>(StringComparer.Ordinal);
        foreach (var (field, names) in s_fields)
        {
            var column = plain.FindIndex(header => names.Contains(header, StringComparer.Ordinal));
            if (column >= 0 && !guess.ContainsValue(column))
            {
                guess.Add(field, column);
            }
        }

        return guess;
    }

    /// <summary>What is wrong with a mapping, or null.</summary>
    internal static string? Mistakes(IReadOnlyDictionary<string, int> mapping, int columns) => CustomerRules.Join(
    [
        .. mapping.Where(m => !Fields.Contains(m.Key, StringComparer.Ordinal)).Select(m => $"'{m.Key}' is no field; expected any of {string.Join(", ", Fields)}"),
        .. mapping.Where(m => m.Value < 0 || m.Value >= columns).Select(m => $"{m.Key} is column {m.Value}; expected 0 to {columns - 1}"),
        mapping.Values.Distinct().Count() < mapping.Count ? "two fields are of one column" : null,
        mapping.ContainsKey("name") ? null : "name has no column",
    ]);

    private static string Plain(string header) =>
        string.Concat(header.Normalize(NormalizationForm.FormKC).ToLowerInvariant().Where(c => !char.IsWhiteSpace(c) && c is not ('_' or '-' or '*' or ':' or '.')));
}
