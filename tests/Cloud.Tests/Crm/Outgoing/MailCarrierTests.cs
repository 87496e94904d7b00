using System.Net;
using System.Net.Sockets;
using System.Text;
using Cloud.Crm.Outgoing;

namespace Cloud.Tests.Crm.Outgoing;

/// <summary>Mail to a relay that the test plays, RFC 5321.</summary>
public sealed class MailCarrierTests
{
    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Mail_SentAgain_IsTheSameMail()
    {
        var (first, carried) = await SendAsync("250 taken", """{"subject":"订单 PO-1\r\nBcc: x@example.com","text":"十二瓶牛奶"}""");
        var (again, _) = await SendAsync("250 taken", """{"subject":"订单 PO-1","text":"十二瓶牛奶"}""");

        Assert.Equal(CarryOutcome.Sent, carried.Outcome);
        Assert.Contains($"Message-ID: {MailCarrier.MessageId("order/1/sent", "orders@example.com")}", first, StringComparison.OrdinalIgnoreCase);
        Assert.Equal(Line(first, "message-id:"), Line(again, "message-id:"));
        Assert.Contains("RCPT TO:<supplier@example.com>", first, StringComparison.Ordinal);
        Assert.DoesNotContain("\nBcc:", first, StringComparison.OrdinalIgnoreCase);
    }

    [Theory]
    [InlineData("451 later", "Again")]
    [InlineData("550 no such mailbox", "Never")]
    public async Task Mail_TheRelayRefuses_IsTriedAgainOnlyWhereThatMayHelp(string answer, string expected)
    {
        var (_, carried) = await SendAsync(answer, """{"subject":"a","text":"b"}""");
        Assert.Equal(expected, carried.Outcome.ToString());
    }

    [Fact]
    public async Task Mail_WithoutARelayOrWithoutAddress_IsGivenUpWithTheReason()
    {
        Assert.Contains("outgoing.mail", (await new MailCarrier(null).CarryAsync(Message("a@example.com", "{}"), Cancel)).Said, StringComparison.Ordinal);
        var options = new MailOptions("127.0.0.1", 1, "orders@example.com", false, null, null);
        Assert.Equal(CarryOutcome.Never, (await new MailCarrier(options).CarryAsync(Message("nobody", """{"subject":"a","text":"b"}"""), Cancel)).Outcome);
        Assert.Equal(CarryOutcome.Again, (await new MailCarrier(options).CarryAsync(Message("a@example.com", """{"subject":"a","text":"b"}"""), Cancel)).Outcome);
    }

    private static OutgoingMessage Message(string target, string body) => new("1", "mail", "order/1/sent", target, body, 1, default);

    /// <summary>Sends one mail to a relay that gives that answer to the recipient.</summary>
    /// <returns>Everything the relay was told, and what came of it.</returns>
    private static async Task<(string Heard, Carried Carried)> SendAsync(string toRecipient, string body)
    {
        using var listener = new TcpListener(IPAddress.Loopback, 0);
        listener.Start();
        var relay = RelayAsync(listener, toRecipient);
        var carrier = new MailCarrier(new MailOptions("127.0.0.1", ((IPEndPoint)listener.LocalEndpoint).Port, "orders@example.com", false, null, null));
        var carried = await carrier.CarryAsync(Message("supplier@example.com", body), Cancel);
        return (await relay, carried);
    }

    private static async Task<string> RelayAsync(TcpListener listener, string toRecipient)
    {
        var heard = new StringBuilder();
        using var client = await listener.AcceptTcpClientAsync(Cancel);
        await using var stream = client.GetStream();
        using var reader = new StreamReader(stream, Encoding.UTF8);
        await using var writer = new StreamWriter(stream, Encoding.ASCII) { NewLine = "\r\n", AutoFlush = true };
        await writer.WriteLineAsync("220 relay");
        var data = false;
        while (await reader.ReadLineAsync(Cancel) is { } line)
        {
            heard.Append(line).Append('\n');
            if (data && line != ".")
            {
                continue;
            }

            var said = data ? "250 taken" : line.Split(' ')[0].ToUpperInvariant() switch { "DATA" => "354 go on", "RCPT" => toRecipient, "QUIT" => "221 bye", _ => "250 ok" };
            data = said.StartsWith("354", StringComparison.Ordinal);
            await writer.WriteLineAsync(said);
            if (said.StartsWith("221", StringComparison.Ordinal) || (heard.ToString().EndsWith("\n.\n", StringComparison.Ordinal)))
            {
                break;
            }
        }

        return heard.ToString();
    }

    private static string Line(string text, string start) => text.Split('\n').Single(l => l.StartsWith(start, StringComparison.OrdinalIgnoreCase));
}
