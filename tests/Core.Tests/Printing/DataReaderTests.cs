using System.Text.Json;
using EdgeGateway.Core.Printing.Documents.Templates;

namespace Core.Tests.Printing;

public sealed class DataReaderTests
{
    private static readonly Field[] s_fields =
    [
        new("name", FieldKind.Text, true, null, 5, []), new("note", FieldKind.Text, false, "-", 5, []), new("count", FieldKind.Integer, false, null, 0, []),
        new("price", FieldKind.Money, true, null, 0, []), new("weight", FieldKind.Decimal, false, null, 0, []), new("day", FieldKind.Date, false, null, 0, []),
        new("at", FieldKind.Time, false, null, 0, []), new("paid", FieldKind.Flag, false, null, 0, []), new("code", FieldKind.Digits, false, null, 4, []),
        new("lines", FieldKind.List, false, null, 2, [new Field("sku", FieldKind.Text, true, null, 5, [])]),
    ];

    [Theory]
    [InlineData("""{"name":"a","price":1.5}""", "price: came 1.5; expected money as a whole number")]
    [InlineData("""{"name":"a","price":"15"}""", "price: came \"15\"")]
    [InlineData("""{"name":"a","price":1e2}""", "price: came 1e2")]
    [InlineData("""{"name":"a","price":99999999999999999}""", "price: came 9999")]
    [InlineData("""{"name":"abcdef","price":1}""", "name: has 6 characters; expected no more than 5")]
    [InlineData("""{"name":" ","price":1}""", "name: is empty")]
    [InlineData("""{"name":"\u0007","price":1}""", "name: holds a control character")]
    [InlineData("""{"name":"\ud800","price":1}""", "data: holds text that is none")]
    [InlineData("""{"name":"a","price":1,"weight":1.25}""", "weight: came 1.25; expected a decimal number as a string")]
    [InlineData("""{"name":"a","price":1,"weight":"1,25"}""", "weight: came \"1,25\"")]
    [InlineData("""{"name":"a","price":1,"weight":"1e5"}""", "weight: came")]
    [InlineData("""{"name":"a","price":1,"weight":" 1"}""", "weight: came")]
    [InlineData("""{"name":"a","price":1,"day":"2026-02-30"}""", "day: came")]
    [InlineData("""{"name":"a","price":1,"at":"2026-11-22T14:05:00"}""", "at: came")]
    [InlineData("""{"name":"a","price":1,"paid":"yes"}""", "paid: came")]
    [InlineData("""{"name":"a","price":1,"code":"12345"}""", "code: came")]
    [InlineData("""{"name":"a","price":1,"code":"１２"}""", "code: came")]
    [InlineData("""{"name":"a","price":1,"count":2.5}""", "count: came")]
    [InlineData("""{"name":"a","price":1,"lines":{}}""", "lines: came an object")]
    [InlineData("""{"name":"a","price":1,"lines":[{},{},{}]}""", "lines: has 3 items; expected 0 to 2")]
    [InlineData("""{"name":"a","price":1,"lines":[{"sku":"a"},{"sku":1}]}""", "lines[1].sku: came 1")]
    [InlineData("""{"name":"a","price":1,"nmae":"b"}""", "nmae: is not known; there are: name, note")]
    [InlineData("""{"name":"a","name":"b","price":1}""", "name: came twice")]
    [InlineData("""[]""", "data: came an array; expected an object")]
    public void Data_WithAMistake_IsRefusedWithPathAndExpectation(string json, string expected)
    {
        var mistakes = new List<string>();
        DataReader.Read(JsonDocument.Parse(json).RootElement, s_fields, mistakes);
        Assert.Contains(expected, Assert.Single(mistakes), StringComparison.Ordinal);
    }

    [Fact]
    public void Data_WithManyMistakes_TellsThemAll()
    {
        var mistakes = new List<string>();
        DataReader.Read(JsonDocument.Parse("""{"weight":1,"lines":[{},{"sku":2,"x":0}]}""").RootElement, s_fields, mistakes);
        Assert.Equal(6, mistakes.Count);
    }

    [Fact]
    public void Data_ThatFits_IsWrittenAsPeopleReadIt()
    {
        var mistakes = new List<string>();
        var scope = DataReader.Read(
            JsonDocument.Parse("""{"name":"a","price":-1234567,"weight":"1.250","at":"2026-11-22T14:05:59+08:00","day":"2026-11-24","paid":false,"code":"12"}""").RootElement, s_fields, mistakes);
        Assert.Empty(mistakes);
        Assert.Equal("-12,345.67", FieldFormats.Show(scope.Find("price"), null));
        Assert.Equal("1.250", FieldFormats.Show(scope.Find("weight"), null));
        Assert.Equal("001250", FieldFormats.Show(scope.Find("weight"), "kg6"));
        Assert.Equal("2026-11-22 14:05", FieldFormats.Show(scope.Find("at"), null));
        Assert.Equal("261124", FieldFormats.Show(scope.Find("day"), "yymmdd"));
        Assert.Equal("00000000000012", FieldFormats.Show(scope.Find("code"), "gtin14"));
        Assert.Equal("-", FieldFormats.Show(scope.Find("note"), null));
        Assert.Null(scope.Find("paid"));
    }
}
