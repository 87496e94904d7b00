using Cloud.Crm.Setup;

namespace Cloud.Tests.Crm;

public sealed class ConfigurationFileTests
{
    private const string Least = """{"database":{"provider":"sqlite","connection":"Data Source=hq.db"},"broker":{"host":"127.0.0.1","port":1883}""";

    [Fact]
    public void Read_LeastFile_TakesTheDefaults()
    {
        var options = ConfigurationFile.Read(Least + "}", out var errors);

        Assert.Empty(errors);
        Assert.Equal(("127.0.0.1:8090", "node-1", TimeSpan.FromSeconds(10)), (options!.Url.ToString(), options.Node, options.LeaseDuration));
    }

    [Fact]
    public void Read_FiveMistakes_TellsFive()
    {
        var options = ConfigurationFile.Read(
            """
            { "url": "http://0.0.0.0:8090", "nodes": "a", "leaseDuration": "0",
              "database": { "provider": "oracle", "connection": "x" },
              "broker": { "host": "127.0.0.1", "port": 99999 } }
            """,
            out var errors);

        Assert.Null(options);
        Assert.Equal(5, errors.Count);
        Assert.Contains(errors, e => e.StartsWith("url is 'http://0.0.0.0:8090'; expected a loopback address", StringComparison.Ordinal));
        Assert.Contains(errors, e => e.StartsWith("nodes is not known here", StringComparison.Ordinal));
        Assert.Contains(errors, e => e.StartsWith("leaseDuration is \"0\"; expected a time", StringComparison.Ordinal));
        Assert.Contains(errors, e => e.StartsWith("database.provider is 'oracle'", StringComparison.Ordinal));
        Assert.Contains(errors, e => e.StartsWith("broker.port is 99999; expected a whole number", StringComparison.Ordinal));
    }

    [Theory]
    [InlineData("http://127.0.0.1:0", true)]
    [InlineData("http://localhost:8090", true)]
    [InlineData("http://[::1]:8090", true)]
    [InlineData("http://192.168.1.5:8090", false)]
    [InlineData("http://headquarters.example:8090", false)]
    [InlineData("https://127.0.0.1:8090", false)]
    public void Read_Url_MustBeLoopback(string url, bool good) =>
        Assert.Equal(good, ConfigurationFile.Read($$"""{{Least}},"url":"{{url}}"}""", out _) is not null);

    [Fact]
    public void Read_MembersWithMistakes_TellsThem()
    {
        Assert.Equal(
            ("/etc/members.key", "852"),
            ConfigurationFile.Read(Least + ""","members":{"keyFile":"/etc/members.key","countryCode":"852"}}""", out _)!.Members is var (file, country) ? (file, country) : default);
        ConfigurationFile.Read(Least + ""","members":{"countryCode":"+86","key":"x"}}""", out var errors);

        Assert.Equal(3, errors.Count);
        Assert.Contains("members.keyFile is missing", errors);
        Assert.Contains("members.countryCode is '+86'; expected 1 to 3 digits, such as 86", errors);
    }

    [Fact]
    public void Read_GatewayInTwoStores_IsRefused()
    {
        ConfigurationFile.Read(
            Least + ""","fleet":[{"store":"s-1","gateways":["gw-1"]},{"store":"s-2","gateways":["gw-1"]},{"store":"S3"}]}""", out var errors);

        Assert.Equal(2, errors.Count);
    }

    [Theory]
    [InlineData("")]
    [InlineData("[]")]
    [InlineData("{")]
    [InlineData("{}")]
    [InlineData("""{"fleet":7,"broker":[],"database":null}""")]
    public void Read_NoConfiguration_IsTold(string text)
    {
        Assert.Null(ConfigurationFile.Read(text, out var errors));
        Assert.NotEmpty(errors);
    }
}
