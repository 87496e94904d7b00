using EdgeGateway.Core.Members;

namespace Core.Tests.Members;

public sealed class ConsentTextsTests
{
    [Fact]
    public void EveryVersion_IsThereInEveryLanguage()
    {
        Assert.Contains(ConsentTexts.All, text => text.Version == ConsentTexts.Current);
        Assert.All(ConsentTexts.All.GroupBy(text => text.Version), version => Assert.Equal(ConsentTexts.Languages.Order(), version.Select(text => text.Language).Order()));
        Assert.All(ConsentTexts.All, text => Assert.InRange(text.Body.Split("\n\n").Length, 10, 10));
    }

    /// <summary>A text that people have signed is not changed: a change is a new version, with its hash added here.</summary>
    [Theory]
    [InlineData("2026-11", "en", "b0b0d4e5d6c0ad88267e109b208bd89ec28856e1f3e9790baf9c160706607dd3")]
    [InlineData("2026-11", "zh-CN", "3c7bf0b82a8ab9d0d0c9dec157c1c9c078d68a5976dc65171e33e7542355f669")]
    [InlineData("2026-11", "zh-TW", "21bf762a37dfd2776c742508b119dc666fb85430418b9bd4ca680e9e5671be19")]
    public void Text_OnceShown_IsNeverChanged(string version, string language, string hash) => Assert.Equal(hash, ConsentTexts.Find(version, language)!.Hash);

    [Fact]
    public void ChineseTexts_AreInTheirOwnScript()
    {
        Assert.Contains("识别", ConsentTexts.Find(ConsentTexts.Current, "zh-CN")!.Body, StringComparison.Ordinal);
        Assert.Contains("辨識", ConsentTexts.Find(ConsentTexts.Current, "zh-TW")!.Body, StringComparison.Ordinal);
    }
}
