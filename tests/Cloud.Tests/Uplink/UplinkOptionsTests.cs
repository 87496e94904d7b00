using Cloud.Uplink;

namespace Cloud.Tests.Uplink;

public sealed class UplinkOptionsTests
{
    [Fact]
    public void Defaults_AreThoseThatTheDocumentationNames()
    {
        var options = new UplinkOptions();
        Assert.Equal(("127.0.0.1", 1883, 8, 500, 262_144, 1024), (options.Host, options.Port, options.WindowBatches, options.BatchEvents, options.BatchBytes, options.CompressAboveBytes));
        Assert.Equal(
            ["00:00:00.0050000", "00:00:15", "00:00:00.5000000", "00:01:00", "00:00:00", "00:02:00"],
            new[] { options.Linger, options.CursorTimeout, options.ReconnectMin, options.ReconnectMax, options.ReconnectSpread, options.ConfigurationTrial }.Select(t => t.ToString()));
        Assert.Empty(UplinkOptionsRules.Check(options));
    }

    [Theory]
    [InlineData(499, "ReconnectMax")]
    [InlineData(500, "")]
    public void LongestPause_IsNotBelowTheShortest(int milliseconds, string wrong) =>
        Assert.Equal(wrong, Wrong(options => options.ReconnectMax = TimeSpan.FromMilliseconds(milliseconds)));

    [Theory]
    [InlineData(60_001, "ReconnectSpread")]
    [InlineData(60_000, "")]
    public void Spread_IsNotAboveTheLongestPause(int milliseconds, string wrong) =>
        Assert.Equal(wrong, Wrong(options => options.ReconnectSpread = TimeSpan.FromMilliseconds(milliseconds)));

    [Theory]
    [InlineData(5, "CursorTimeout")]
    [InlineData(6, "")]
    public void Patience_IsAboveTheLinger(int milliseconds, string wrong) =>
        Assert.Equal(wrong, Wrong(options => options.CursorTimeout = TimeSpan.FromMilliseconds(milliseconds)));

    [Theory]
    [InlineData("ca", "")]
    [InlineData("ca certificate key", "")]
    [InlineData("ca certificate", "KeyFile")]
    [InlineData("ca key", "CertificateFile")]
    [InlineData("certificate key", "CaFile")]
    [InlineData("user password", "")]
    [InlineData("user", "")]
    [InlineData("password", "UserName")]
    public void Files_ThatNeedEachOther_AreGivenTogether(string given, string wrong) => Assert.Equal(wrong, Wrong(options =>
    {
        options.CaFile = given.StartsWith("ca", StringComparison.Ordinal) ? "ca.pem" : null;
        options.CertificateFile = given.Contains("certificate", StringComparison.Ordinal) ? "gw.pem" : null;
        options.KeyFile = given.Contains("key", StringComparison.Ordinal) ? "gw.key" : null;
        options.UserName = given.Contains("user", StringComparison.Ordinal) ? "gw-1" : null;
        options.PasswordFile = given.Contains("password", StringComparison.Ordinal) ? "password" : null;
    }));

    private static string Wrong(Action<UplinkOptions> change)
    {
        var options = new UplinkOptions();
        change(options);
        return string.Join(' ', UplinkOptionsRules.Check(options).Select(mistake => mistake.Property));
    }
}
