using System.Text;
using System.Text.Json;
using Cloud.Contracts;
using Cloud.Contracts.Joining;

namespace Contracts.Tests;

/// <summary>What came from outside can be read to its last letter, or is refused at once.</summary>
public class SoundJsonTests
{
    [Theory]
    [InlineData("""{"a":"\ud800"}""")]
    [InlineData("""{"\udc00":1}""")]
    [InlineData("""{"a":["\ud83dx"]}""")]
    public void Parse_HalfASurrogatePair_IsAMistakeLikeEveryOther(string json)
    {
        Assert.Contains("surrogate", Assert.Throws<JsonException>(() => SoundJson.Parse(Encoding.UTF8.GetBytes(json))).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Parse_BytesThatAreNoUtf8_IsAMistakeLikeEveryOther() => Assert.Throws<JsonException>(() => SoundJson.Parse(new byte[] { 0x7B, 0x22, 0xFF, 0x22, 0x3A, 0x31, 0x7D }));

    [Fact]
    public void Parse_AWholePair_IsRead()
    {
        using var document = SoundJson.Parse(Encoding.UTF8.GetBytes("""{"\ud83d\ude00":"\u4e2d"}"""));
        Assert.Equal("中", document.RootElement.GetProperty("😀").GetString());
    }

    [Fact]
    public void JoinCode_WithANul_IsRefused()
    {
        var code = JoinCode.Make(new byte[8]).ToString();
        Assert.NotNull(JoinCode.Read(code, out _));
        Assert.Null(JoinCode.Read(code[..3] + '\0' + code[4..], out var mistake));
        Assert.Contains("no code has a '?'", mistake, StringComparison.Ordinal);
    }
}
