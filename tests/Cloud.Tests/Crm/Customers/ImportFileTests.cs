using System.IO.Compression;
using System.Text;
using Cloud.Crm.Customers.Imports;

namespace Cloud.Tests.Crm.Customers;

/// <summary>Files as people's spreadsheets write them.</summary>
public sealed class ImportFileTests
{
    private const string Csv = "姓名,手机号,备注\r\n林晓梅,13800138000,\"喜欢 \"\"无糖\"\", 靠窗\"\r\n\r\n陈静,13900139000,两行\r\n";

    [Theory]
    [InlineData("utf-8", false, "csv utf-8")]
    [InlineData("utf-8", true, "csv utf-8")]
    [InlineData("gb18030", false, "csv gb18030")]
    [InlineData("utf-16", true, "csv utf-16")]
    public void Csv_InAnyEncoding_IsTheSame(string encoding, bool mark, string format)
    {
        Encoding.RegisterProvider(CodePagesEncodingProvider.Instance);
        var writer = Encoding.GetEncoding(encoding);
        var file = ImportFile.Open([.. mark ? writer.GetPreamble() : [], .. writer.GetBytes(Csv)]);

        Assert.Equal(format, file.Format);
        Assert.Equal(["姓名", "手机号", "备注"], file.Headers);
        Assert.Equal([(2, "林晓梅|13800138000|喜欢 \"无糖\", 靠窗"), (4, "陈静|13900139000|两行")], file.Rows.Select(r => (r.Number, string.Join('|', r.Cells))));
        Assert.Equal([("name", 0), ("note", 2), ("phone", 1)], ImportMapping.Guess(file.Headers).Select(m => (m.Key, m.Value)).Order());
    }

    [Theory]
    [InlineData("name;phone\n\"Lin; Wei\";1\n", "Lin; Wei|1")]
    [InlineData("name\tphone\nLin, Wei\t1\n", "Lin, Wei|1")]
    public void Csv_WithOtherSeparators_IsRead(string csv, string expected) => Assert.Equal(expected, string.Join('|', ImportFile.Open(Encoding.UTF8.GetBytes(csv)).Rows.Single().Cells));

    [Fact]
    public void Csv_WithAQuotationMarkTooMany_SaysInWhichRow()
    {
        var rows = ImportFile.Open("name,phone\nLin,1\n\"Ch\"en,2\nWu,3\n"u8.ToArray()).Rows.ToList();

        Assert.Equal([(2, true), (3, false), (4, true)], rows.Select(r => (r.Number, r.Broken is null)));
    }

    [Fact]
    public void Xlsx_HasNumbersAndDaysAsPeopleTypedThem()
    {
        var file = ImportFile.Open(Workbook.Of(["name", "phone", "birthday"], ["Lin Wei", 13800138000d, new DateTime(1990, 5, 17, 0, 0, 0, DateTimeKind.Unspecified)], ["Chen & <Jing>", "+1 415 555 0100", null]));

        Assert.Equal("xlsx", file.Format);
        Assert.Equal([(2, "Lin Wei|13800138000|1990-05-17"), (3, "Chen & <Jing>|+1 415 555 0100|")], file.Rows.Select(r => (r.Number, string.Join('|', r.Cells))));
    }

    [Fact]
    public void File_ThatOnlySaysItIsUtf16_IsRefusedInWords() =>
        Assert.Contains("UTF-16", Assert.Throws<ImportException>(() => ImportFile.Open([0xFF, 0xFE, 0x00, 0xD8, 0x41])).Message, StringComparison.Ordinal);

    [Fact]
    public void Workbook_WhoseSheetHasNoNumber_IsRefusedInWords()
    {
        using var workbook = new MemoryStream();
        workbook.Write(Workbook.Of(["name"], ["Lin Wei"]));
        using (var archive = new ZipArchive(workbook, ZipArchiveMode.Update, leaveOpen: true))
        {
            var entry = archive.GetEntry("xl/workbook.xml")!;
            string text;
            using (var reader = new StreamReader(entry.Open()))
            {
                text = reader.ReadToEnd();
            }

            entry.Delete();
            using var writer = new StreamWriter(archive.CreateEntry("xl/workbook.xml").Open());
            writer.Write(text.Replace(" sheetId=\"1\"", "", StringComparison.Ordinal));
        }

        Assert.Contains("cannot be read", Assert.Throws<ImportException>(() => ImportFile.Open(workbook.ToArray())).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Xlsx_ThatUnpacksToMuchMore_IsRefusedUnread()
    {
        var bomb = new MemoryStream();
        using (var archive = new ZipArchive(bomb, ZipArchiveMode.Create, leaveOpen: true))
        {
            using var part = archive.CreateEntry("xl/worksheets/sheet1.xml", CompressionLevel.SmallestSize).Open();
            part.Write(new byte[8 << 20]);
        }

        Assert.Contains("grows more than", Assert.Throws<ImportException>(() => ImportFile.Open(bomb.ToArray())).Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(new byte[0], "empty")]
    [InlineData(new byte[] { 0xD0, 0xCF, 0x11, 0xE0, 1 }, "old Excel")]
    [InlineData(new byte[] { 0x50, 0x4B, 0x03, 0x04, 1, 2, 3 }, "damaged")]
    [InlineData(new byte[] { 0x89, 0x50, 0xFF, 0xFF, 0x0D }, "neither UTF-8 nor GB18030")]
    [InlineData(new byte[] { 0x61, 0x00, 0x62 }, "no text")]
    public void File_ThatIsNoList_IsToldWhy(byte[] bytes, string expected) =>
        Assert.Contains(expected, Assert.Throws<ImportException>(() => ImportFile.Open(bytes).Rows.ToList()).Message, StringComparison.Ordinal);

    [Theory]
    [InlineData("=HYPERLINK(\"http://x\")", "\"'=HYPERLINK(\"\"http://x\"\")\"\r\n")]
    [InlineData("+86 138", "'+86 138\r\n")]
    [InlineData(" -1", "' -1\r\n")]
    [InlineData("@SUM(1)", "'@SUM(1)\r\n")]
    [InlineData("plain, text", "\"plain, text\"\r\n")]
    public void Export_NeverHandsASpreadsheetAFormula(string cell, string expected) => Assert.Equal(expected, SafeCsv.Line([cell]));
}
