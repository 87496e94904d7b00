using System.Security.Cryptography;
using System.Text;
using EdgeGateway.Core.Visits;

namespace Core.Tests.Visits;

public sealed class DoorNoticeTests
{
    [Fact]
    public void EveryPurpose_HasANoticeInEveryLanguage() => Assert.Equal(
        DoorNotice.Languages.SelectMany(language => new[] { $"armed {language}", $"count {language}", $"zone {language}" }).Order(StringComparer.Ordinal),
        DoorNotice.All.Select(one => $"{one.For} {one.Language}").Order(StringComparer.Ordinal));

    [Fact]
    public void Texts_AreThoseOfTheirVersion()
    {
        var texts = string.Join('\n', DoorNotice.All.Select(one => $"{one.For}|{one.Language}|{one.Title}|{one.Body}"));

        // Another text is another version: owners confirmed this one. Change both, and put the new sum here.
        Assert.Equal(("door-1", "dadb9cbd3826e1fd89494d3f5ca4c5a12b8c41ef1d18f6bd8a40bbff6b70bfb4"), (DoorNotice.Version, Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(texts)))));
    }
}
