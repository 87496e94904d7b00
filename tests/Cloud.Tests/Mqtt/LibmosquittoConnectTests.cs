using System.Net;
using System.Net.Sockets;
using Cloud.Mqtt;
using Tests.Shared;
using static Cloud.Tests.Mqtt.MqttTestOptions;

namespace Cloud.Tests.Mqtt;

public sealed class LibmosquittoConnectTests
{
    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Fact]
    public void Load_LibraryMissing_NamesThePackage()
    {
        var failure = Assert.Throws<MqttException>(() => LibmosquittoConnector.Load("libmosquitto-absent.so.1"));

        Assert.Contains("libmosquitto1", failure.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Options_AsText_DoNotHoldThePassword()
    {
        var options = new MqttConnectOptions { Host = "h", Port = 1, ClientId = "gw-1", UserName = "u", Password = "s3cret" };

        Assert.DoesNotContain("s3cret", options.ToString(), StringComparison.Ordinal);
    }

    [Fact]
    [Trait("needs", "mosquitto")]
    public async Task Connect_WrongPassword_SaysThatTheBrokerRefused()
    {
        var settings = new MosquittoSettings { Users = new Dictionary<string, string> { ["gw-1"] = "right" } };
        await using var broker = await MosquittoProcess.StartAsync(settings, Token);
        var options = Of(broker, "gw-1") with { UserName = "gw-1", Password = "wrong-one" };

        var failure = await Assert.ThrowsAsync<MqttException>(() => Connector().ConnectAsync(options, Token).AsTask());

        Assert.Contains("the broker refused", failure.Message, StringComparison.Ordinal);
        Assert.DoesNotContain("wrong-one", failure.Message, StringComparison.Ordinal);
        await using var connection = await Connector().ConnectAsync(options with { Password = "right" }, Token);
    }

    [Fact]
    public async Task Connect_NobodyListens_SaysConnectionRefused()
    {
        var options = new MqttConnectOptions { Host = "127.0.0.1", Port = MosquittoProcess.FreePort(), ClientId = "gw-1" };

        var failure = await Assert.ThrowsAsync<MqttException>(() => Connector().ConnectAsync(options, Token).AsTask());

        Assert.Contains("Connection refused", failure.Message, StringComparison.Ordinal);
        Assert.Contains($"127.0.0.1:{options.Port}", failure.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Connect_NameUnknown_SaysSo()
    {
        var options = new MqttConnectOptions { Host = "no-such-host.invalid", Port = 1883, ClientId = "gw-1" };

        var failure = await Assert.ThrowsAsync<MqttException>(() => Connector().ConnectAsync(options, Token).AsTask());

        Assert.Contains("no-such-host.invalid", failure.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Connect_AnswersNothing_EndsAtTheTimeout()
    {
        using var silent = new TcpListener(IPAddress.Loopback, 0);
        silent.Start();
        var clock = new ManualClock();
        var options = Options(silent);
        var connecting = new LibmosquittoConnector(clock).ConnectAsync(options, Token).AsTask();
        using var accepted = await silent.AcceptTcpClientAsync(Token);

        clock.Advance(options.ConnectTimeout);

        var failure = await Assert.ThrowsAsync<MqttException>(() => connecting);
        Assert.Contains("no answer within 10 s", failure.Message, StringComparison.Ordinal);
        await AssertEndsAsync(accepted);
    }

    [Fact]
    public async Task Connect_StuckInTheSystemsConnect_IsCutOffAndNeverSpeaksLater()
    {
        // A backlog that is full: the kernel drops further SYNs, and connect(2) blocks for minutes.
        using var full = new Socket(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp);
        full.Bind(new IPEndPoint(IPAddress.Loopback, 0));
        full.Listen(0);
        var end = (IPEndPoint)full.LocalEndPoint!;
        using var occupant = new Socket(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp);
        await occupant.ConnectAsync(end, Token);
        var options = new MqttConnectOptions { Host = "127.0.0.1", Port = end.Port, ClientId = "gw-1" };
        var connection = LibmosquittoConnection.Start(options);

        connection.Abandon();
        using var served = await full.AcceptAsync(Token);

        // There is room now: the kernel's next SYN is answered, and connect(2) ends.
        Assert.Equal("closed by us", await connection.Closed.WaitAsync(Token));
        if (full.Poll(0, SelectMode.SelectRead))
        {
            using var late = await full.AcceptAsync(Token);
            Assert.Equal(0, await late.ReceiveAsync(new byte[1024], Token));
        }

        await connection.DisposeAsync();
    }

    [Fact]
    public async Task Connect_Cancelled_IsACancellation()
    {
        using var silent = new TcpListener(IPAddress.Loopback, 0);
        silent.Start();
        using var cancel = CancellationTokenSource.CreateLinkedTokenSource(Token);
        var connecting = Connector().ConnectAsync(Options(silent), cancel.Token).AsTask();
        using var accepted = await silent.AcceptTcpClientAsync(Token);

        await cancel.CancelAsync();

        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => connecting);
        await AssertEndsAsync(accepted);
    }

    [Fact]
    public async Task Connect_AnswersGarbage_Fails()
    {
        using var liar = new TcpListener(IPAddress.Loopback, 0);
        liar.Start();
        var connecting = Connector().ConnectAsync(Options(liar), Token).AsTask();
        using var accepted = await liar.AcceptTcpClientAsync(Token);

        await accepted.GetStream().WriteAsync("HTTP/1.1 400 Bad Request\r\n\r\n"u8.ToArray(), Token);
        accepted.Client.Shutdown(SocketShutdown.Send);

        await Assert.ThrowsAsync<MqttException>(() => connecting);
    }

    private static MqttConnectOptions Options(TcpListener listener) =>
        new() { Host = "127.0.0.1", Port = ((IPEndPoint)listener.LocalEndpoint).Port, ClientId = "gw-1" };

    private static async Task AssertEndsAsync(TcpClient accepted)
    {
        var buffer = new byte[1024];
        while (await accepted.GetStream().ReadAsync(buffer, Token) > 0)
        {
        }
    }
}
