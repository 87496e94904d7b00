using Drivers.Shelves.Nodes;
using EdgeGateway.Core.Devices;

namespace Drivers.Tests.Shelves;

/// <summary>How the store's broker is named, and what a profile may say of it.</summary>
public sealed class NodeSettingsTests : IDisposable
{
    private readonly string _folder = Directory.CreateTempSubdirectory("node-").FullName;

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    [Theory]
    [InlineData("mqtt://broker:1883/n1/a1", "broker 1883 False n1 a1")]
    [InlineData("mqtts://broker.shop.local:65535/n-1/a_1", "broker.shop.local 65535 True n-1 a_1")]
    [InlineData("mqtt://[::1]:1/n/p", "::1 1 False n p")]
    [InlineData("mqtt://10.0.0.7:1883/n/p", "10.0.0.7 1883 False n p")]
    [InlineData("mqtt://broker:0/n1/a1", null)]
    [InlineData("mqtt://broker:65536/n1/a1", null)]
    [InlineData("mqtt://:1883/n1/a1", null)]
    [InlineData("mqtt://bro ker:1883/n1/a1", null)]
    [InlineData("mqtt://broker:1883/n1", null)]
    [InlineData("mqtt://broker:1883/n1/a1/x", null)]
    [InlineData("http://broker:1883/n1/a1", null)]
    public void Address_IsBrokerNodeAndPlate(string text, string? expected)
    {
        bool read = NodeAddress.TryParse(text, out NodeAddress? address, out string? error);
        Assert.Equal(expected is not null, read);
        Assert.Equal(expected, address is null ? null : $"{address.Host} {address.Port} {address.Tls} {address.Node} {address.Plate}");
        if (!read)
            Assert.StartsWith($"'{text}' must be mqtt://host:1883/NODE/PLATE", error, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("mqtt://b:1/n/p", "")]
    [InlineData("mqtts://b:1/n/p", "profile.ca_file: missing; TLS needs")]
    [InlineData("mqtts://b:1/n/p", "", "ca_file=/ca")]
    [InlineData("mqtt://b:1/n/p", "profile.ca_file: has no meaning without TLS", "ca_file=/ca")]
    [InlineData("mqtt://b:1/n/p", "profile.ca_file: has no meaning without TLS", "cert_file=/c", "key_file=/k")]
    [InlineData("mqtts://b:1/n/p", "profile.key_file: a certificate needs its key", "ca_file=/ca", "cert_file=/c")]
    [InlineData("mqtts://b:1/n/p", "profile.key_file: a certificate needs its key", "ca_file=/ca", "key_file=/k")]
    [InlineData("mqtt://b:1/n/p", "profile.user: missing", "password_file=/p")]
    [InlineData("mqtt://b:1/n/p", "profile.password_file: 'p' must be an absolute path", "user=u", "password_file=p")]
    [InlineData("mqtt://b:1/n/p", "profile.topic_root: '/x' must be a topic without wildcards", "topic_root=/x")]
    [InlineData("mqtt://b:1/n/p", "profile.topic_root: 'x/' must be a topic without wildcards", "topic_root=x/")]
    [InlineData("mqtt://b:1/n/p", "profile.topic_root: 'x/+' must be a topic without wildcards", "topic_root=x/+")]
    [InlineData("mqtt://b:1/n/p", "profile.topic_root: 'x/#' must be a topic without wildcards", "topic_root=x/#")]
    [InlineData("mqtt://b:1/n/p", "", "topic_root=0shelf/v10")]
    [InlineData("mqtt://b:1/n/p", "", "restart_hold_ms=0")]
    [InlineData("mqtt://b:1/n/p", "", "restart_hold_ms=600000")]
    [InlineData("mqtt://b:1/n/p", "profile.restart_hold_ms", "restart_hold_ms=600001")]
    [InlineData("b:1", "port: 'b:1' must be")]
    public void Profile_MistakesAreNamed(string port, string error, params string[] settings)
    {
        var profile = new ProfileReader("shelf-node", settings.Select(setting => setting.Split('=')).ToDictionary(parts => parts[0], parts => parts[1]));
        NodeSettings.Read(port, profile);
        if (error.Length == 0)
            Assert.Empty(profile.Errors);
        else
            Assert.StartsWith(error, Assert.Single(profile.Errors), StringComparison.Ordinal);
    }

    [Fact]
    public void Profile_ThatSaysNothing_IsTheUsual()
    {
        NodeSettings settings = NodeSettings.Read("mqtt://b:1/n/p", new ProfileReader("shelf-node", new Dictionary<string, string>()));
        Assert.Equal(("shelf/v1", TimeSpan.FromSeconds(5), null, null), (settings.TopicRoot, settings.RestartHold, settings.User, settings.Password()));
    }

    [Theory]
    [InlineData("secret")]
    [InlineData("secret\n")]
    [InlineData("secret\r\n")]
    public void Password_IsTheFilesTextWithoutItsLineEnd(string text)
    {
        string file = Path.Combine(_folder, "password");
        File.WriteAllText(file, text);
        Assert.Equal("secret", Of(file).Password());
    }

    [Fact]
    public void Password_ThatCannotBeRead_SaysSo()
    {
        foreach (string path in (string[])[Path.Combine(_folder, "none"), _folder])
            Assert.StartsWith("the broker's password cannot be read: ", Assert.Throws<IOException>(() => Of(path).Password()).Message, StringComparison.Ordinal);
    }

    private static NodeSettings Of(string passwordFile) => NodeSettings.Read(
        "mqtt://b:1/n/p", new ProfileReader("shelf-node", new Dictionary<string, string> { ["user"] = "u", ["password_file"] = passwordFile }));
}
