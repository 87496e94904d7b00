using System.Text.Json;
using Cloud.Crm.Gateways;

namespace Cloud.Tests.Crm;

public sealed class JsonDifferenceTests
{
    [Theory]
    [InlineData("""{"a":1,"b":[1,2]}""", """{"b":[1,2],"a":1.0}""", "")]
    [InlineData("""{"a":1}""", """{"a":"1"}""", "a changed")]
    [InlineData("""{"a":{"b":1}}""", """{"a":null}""", "a changed")]
    [InlineData("""{"a":{"b":1,"c":2}}""", """{"a":{"c":3,"d":4}}""", "a.b removed, a.c changed, a.d added")]
    [InlineData("""{"l":[1,2,3]}""", """{"l":[1,3]}""", "l[1] changed, l[2] removed")]
    [InlineData("""{"l":[{"sku":"x","n":1},{"sku":"y"}]}""", """{"l":[{"sku":"y"},{"sku":"x","n":2}]}""", "l[sku=x].n changed")]
    [InlineData("""{"l":[{"sku":"x"},{"sku":"x"}]}""", """{"l":[{"sku":"x"}]}""", "l[1] removed")]
    [InlineData("""{"l":[{"sku":"x"}]}""", """{"l":[{"sku":1}]}""", "l[0].sku changed")]
    [InlineData("""{"l":[]}""", """{"l":[{"sku":"x"}]}""", "l[sku=x] added")]
    public void Documents_Compared_AreDifferentWhereTheyAre(string before, string after, string expected)
    {
        var (changes, isCut) = JsonDifference.Of(JsonElement.Parse(before), JsonElement.Parse(after), 100);

        Assert.Equal(expected, string.Join(", ", changes.Select(change => $"{change.Path} {change.Kind}")));
        Assert.False(isCut);
    }

    [Fact]
    public void Documents_WithVeryMuch_AreCutInNumberAndLength()
    {
        var after = JsonElement.Parse($$"""{"a":"{{new string('x', 5000)}}","b":2,"c":3}""");

        var (changes, isCut) = JsonDifference.Of(JsonElement.Parse("{}"), after, 2);

        Assert.Equal((2, true, 400), (changes.Count, isCut, changes[0].After!.Length));
    }
}
