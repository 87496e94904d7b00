using System.Data.Common;
using System.Globalization;
using System.Text.Json;
using Cloud.Crm.Members;

namespace Cloud.Crm.Customers.Imports;

/// <summary>What an import keeps of people, encrypted for the row it stands in.</summary>
internal static class ImportBox
{
    internal static byte[] Seal(string[] cells, string import, int number, MemberKey key) => key.Seal(JsonSerializer.SerializeToUtf8Bytes(cells, ImportsJson.Default.StringArray), Place("cells", import, number));

    internal static byte[] Seal(List<ImportMistake> mistakes, string import, int number, MemberKey key) =>
        key.Seal(JsonSerializer.SerializeToUtf8Bytes(mistakes, ImportsJson.Default.ListImportMistake), Place("mistakes", import, number));

    internal static byte[] Seal(ImportBefore before, string import, int number, MemberKey key) =>
        key.Seal(JsonSerializer.SerializeToUtf8Bytes(before, ImportsJson.Default.ImportBefore), Place("before", import, number));

    /// <summary>The cells; none where they were erased.</summary>
    internal static string[] Cells(DbDataReader r, int column, string import, int number, MemberKey key) =>
        r.IsDBNull(column) ? [] : JsonSerializer.Deserialize(key.Open((byte[])r[column], Place("cells", import, number)), ImportsJson.Default.StringArray)!;

    internal static List<ImportMistake> Mistakes(DbDataReader r, int column, string import, int number, MemberKey key) =>
        r.IsDBNull(column) ? [] : JsonSerializer.Deserialize(key.Open((byte[])r[column], Place("mistakes", import, number)), ImportsJson.Default.ListImportMistake)!;

    internal static ImportBefore? Before(DbDataReader r, int column, string import, int number, MemberKey key) =>
        r.IsDBNull(column) ? null : JsonSerializer.Deserialize(key.Open((byte[])r[column], Place("before", import, number)), ImportsJson.Default.ImportBefore);

    private static string Place(string what, string import, int number) => string.Create(CultureInfo.InvariantCulture, $"import/{what}/{import}/{number}");
}
