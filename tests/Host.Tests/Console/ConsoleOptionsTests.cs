using System.Text;
using Drivers;
using EdgeGateway.Host.Configuration;

namespace Host.Tests.Console;

public sealed class ConsoleOptionsTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public void TokenFile_OfAGoodToken_IsTaken() =>
        Assert.Empty(Errors($"\"{_folder.File("token", ConsoleFixture.Token)}\""));

    [Theory]
    [InlineData("\"\"", "must be")]
    [InlineData("\"/nothing/here\"", "does not exist; make one")]
    [InlineData("7", "expected a text in quotes")]
    public void TokenFile_ThatIsNone_IsRefusedAtTheStart(string value, string expected)
    {
        var error = Assert.Single(Errors(value));

        Assert.Equal("console.tokenFile", error.Path);
        Assert.Contains(expected, error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void TokenFile_OfAShortToken_IsRefusedAtTheStart() =>
        Assert.Contains("16 or more", Assert.Single(Errors($"\"{_folder.File("short", "abc")}\"")).Message, StringComparison.Ordinal);

    private static IReadOnlyList<ConfigurationError> Errors(string tokenFile) => GatewayConfiguration.Parse(
        "f",
        Encoding.UTF8.GetBytes($$"""{ "store": "s", "gateway": "g", "dataFolder": "/d", "console": { "tokenFile": {{tokenFile}} } }"""),
        DriverCatalog.All).Errors;
}
