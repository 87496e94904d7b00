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

    [Theory]
    [InlineData("\"secureUrl\": \"https://0.0.0.0:8443\"")]
    [InlineData("\"secureUrl\": \"https://127.0.0.1:0\", \"url\": \"http://127.0.0.1:0\"")]
    [InlineData("\"secureUrl\": null")]
    public void SecureUrl_ThatIsGood_IsTaken(string lines) => Assert.Empty(ErrorsOf(lines));

    [Theory]
    [InlineData("\"secureUrl\": \"http://0.0.0.0:8443\"", "console.secureUrl", "expected https://address:port")]
    [InlineData("\"secureUrl\": \"https://0.0.0.0\"", "console.secureUrl", "has no port")]
    [InlineData("\"secureUrl\": \"https://gateway.store:8443\"", "console.secureUrl", "is a name")]
    [InlineData("\"secureUrl\": \"https://0.0.0.0:8080\"", "console.secureUrl", "give each its own")]
    [InlineData("\"secureUrl\": \"\"", "console.secureUrl", "must be")]
    [InlineData("\"certificateFile\": \"/nothing/here\", \"keyFile\": \"/nothing/there\"", "console.certificateFile", "console.secureUrl is not set")]
    [InlineData("\"secureUrl\": \"https://0.0.0.0:8443\", \"certificateFile\": \"/nothing/here\"", "console.keyFile", "is missing; console.certificateFile needs it")]
    [InlineData("\"secureUrl\": \"https://0.0.0.0:8443\", \"certificateFile\": \"/nothing/here\", \"keyFile\": \"/nothing/there\"", "console.keyFile", "does not exist")]
    public void SecureUrlAndCertificate_ThatCannotBe_AreRefusedAtTheStart(string lines, string path, string expected) =>
        Assert.Contains(ErrorsOf(lines), error => error.Path == path && error.Message.Contains(expected, StringComparison.Ordinal));

    [Fact]
    public void Certificate_WithAKeyThatIsNone_IsRefusedAtTheStart()
    {
        var lines = $"\"secureUrl\": \"https://0.0.0.0:8443\", \"certificateFile\": \"{_folder.File("c", "x")}\", \"keyFile\": \"{_folder.File("k", "x")}\"";

        Assert.Contains("holds no certificate", Assert.Single(ErrorsOf(lines)).Message, StringComparison.Ordinal);
    }

    private static IReadOnlyList<ConfigurationError> ErrorsOf(string lines) => GatewayConfiguration.Parse(
        "f", Encoding.UTF8.GetBytes($$"""{ "store": "s", "gateway": "g", "dataFolder": "/d", "console": { {{lines}} } }"""), DriverCatalog.All).Errors;

    private static IReadOnlyList<ConfigurationError> Errors(string tokenFile) => GatewayConfiguration.Parse(
        "f",
        Encoding.UTF8.GetBytes($$"""{ "store": "s", "gateway": "g", "dataFolder": "/d", "console": { "tokenFile": {{tokenFile}} } }"""),
        DriverCatalog.All).Errors;
}
