using System.IO.Compression;
using System.Text.Json;
using EdgeGateway.Console;
using EdgeGateway.Core.Devices;
using EdgeGateway.Core.Setup;

namespace Host.Tests.Console;

public sealed class PageTests
{
    private static readonly IReadOnlyDictionary<string, PageFile> s_files = PageFile.LoadAll();

    [Theory]
    [InlineData("en")]
    [InlineData("zh-CN")]
    [InlineData("zh-TW")]
    public void AllPages_InOneLanguage_AreUnder160KilobytesGzipped(string language)
    {
        var size = s_files.Where(f => !f.Key.StartsWith("/strings/", StringComparison.Ordinal) || f.Key == $"/strings/{language}.json").Sum(f => f.Value.Compressed.Length);

        Assert.InRange(size, 1_000, 160_000);
    }

    [Fact]
    public void Dictionaries_HaveTheSameKeysAndPlaceholders()
    {
        var english = Read("/strings/en.json");
        foreach (var language in new[] { "/strings/zh-CN.json", "/strings/zh-TW.json" })
        {
            var other = Read(language);
            Assert.Equal(english.Keys.Order(), other.Keys.Order());
            Assert.All(english, entry => Assert.Equal(Placeholders(entry.Value), Placeholders(other[entry.Key])));
        }
    }

    [Fact]
    public void Dictionaries_HaveEveryKeyThatThePageAsksFor()
    {
        var english = Read("/strings/en.json");
        var script = string.Concat(s_files.Where(f => f.Key.EndsWith(".js", StringComparison.Ordinal)).Select(f => System.Text.Encoding.UTF8.GetString(f.Value.Bytes)));
        var said = Matches(script, "say\\(\"([a-zA-Z._]+)\"").Concat(Matches(script, "\"((?:setup|nav|permission)\\.[a-zA-Z._]+)\""));
        var counted = Matches(script, "count\\(\"([a-zA-Z._]+)\"").ToHashSet();

        Assert.NotEmpty(said.Except(counted));
        Assert.All(said.Except(counted), key => Assert.Contains(key, english.Keys));
        Assert.All(counted.SelectMany(key => new[] { $"{key}.one", $"{key}.other" }), key => Assert.Contains(key, english.Keys));
    }

    [Fact]
    public void Dictionaries_HaveWordsForEverythingThatAPortOrDeviceCanBe()
    {
        var english = Read("/strings/en.json");
        string[] wanted =
        [
            .. Names<DetectionState>().SelectMany(state => new[] { $"setup.state.{state}", $"setup.state.{state}.text" }),
            .. Names<PortAccess>().Where(access => access != "ok").SelectMany(access => new[] { $"setup.access.{access}", $"setup.access.{access}.text" }),
            .. Names<PortKind>().Select(kind => $"setup.kind.{kind}"),
            .. Names<DeviceCommandKind>().Select(kind => $"setup.command.{kind}"),
            .. Names<DeviceKind>().Select(kind => $"kind.{kind}"),
            .. Names<KnownBy>().Select(known => $"setup.knownBy.{known}"),
            .. Names<Availability>().Select(availability => $"availability.{availability}"),
        ];

        Assert.All(wanted, key => Assert.Contains(key, english.Keys));
    }

    [Fact]
    public void EveryPage_HasTheHeadWhoseLinksAreMadeInOnePlace()
    {
        var pages = JsonSerializer.Deserialize<string[]>(s_files["/pages.json"].Bytes)!;

        Assert.Contains("/", pages);
        Assert.Contains("/setup", pages);
        foreach (var page in pages)
        {
            var text = System.Text.Encoding.UTF8.GetString(s_files[page].Bytes);
            Assert.All(new[] { "id=\"pages\"", "id=\"live\"", "id=\"store\"", "id=\"gateway\"", "id=\"choices\"" }, part => Assert.Contains(part, text, StringComparison.Ordinal));
            Assert.Equal(2, text.Split("<html").Length);
            Assert.DoesNotContain("href=\"/setup\"", text, StringComparison.Ordinal);
        }
    }

    [Fact]
    public void Page_HasNothingInlineAndNothingFromElsewhere()
    {
        foreach (var (path, file) in s_files)
        {
            var text = System.Text.Encoding.UTF8.GetString(file.Bytes);
            if (file.ContentType.StartsWith("text/html", StringComparison.Ordinal))
            {
                Assert.DoesNotContain("<style", text, StringComparison.Ordinal);
                Assert.DoesNotContain(" style=", text, StringComparison.Ordinal);
                Assert.DoesNotContain(" on", text.Replace(" on the", "", StringComparison.Ordinal), StringComparison.Ordinal);
            }

            Assert.DoesNotContain("innerHTML", text, StringComparison.Ordinal);
            Assert.DoesNotContain("http", text.Replace("http://www.w3.org/2000/svg", "", StringComparison.Ordinal), StringComparison.Ordinal);
        }
    }

    [Fact]
    public void Compressed_Unpacks_ToTheFile()
    {
        foreach (var file in s_files.Values)
        {
            using var gzip = new GZipStream(new MemoryStream(file.Compressed), CompressionMode.Decompress);
            using var unpacked = new MemoryStream();
            gzip.CopyTo(unpacked);
            Assert.Equal(file.Bytes, unpacked.ToArray());
        }
    }

    private static Dictionary<string, string> Read(string path) => JsonSerializer.Deserialize<Dictionary<string, string>>(s_files[path].Bytes)!;

    private static string[] Placeholders(string text) =>
        [.. System.Text.RegularExpressions.Regex.Matches(text, "\\{\\w+\\}").Select(m => m.Value).Order()];

    private static IEnumerable<string> Matches(string text, string pattern) =>
        System.Text.RegularExpressions.Regex.Matches(text, pattern).Select(m => m.Groups[1].Value).Distinct();

    private static IEnumerable<string> Names<T>()
        where T : struct, Enum => Enum.GetNames<T>().Select(JsonNamingPolicy.SnakeCaseLower.ConvertName);
}
