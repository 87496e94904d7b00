using System.Net;
using System.Net.Mail;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json;

namespace Cloud.Crm.Outgoing;

/// <summary>Hands mail to the configured relay. The Message-ID is made from the key, so that what is sent again after a crash is the same mail.</summary>
internal sealed class MailCarrier(MailOptions? options) : IOutgoingCarrier
{
    internal const string KindName = "mail";

    private const int MaxSubject = 200;
    private static readonly TimeSpan s_limit = TimeSpan.FromSeconds(30);

    /// <inheritdoc/>
    public string Kind => KindName;

    /// <inheritdoc/>
    public async Task<Carried> CarryAsync(OutgoingMessage message, CancellationToken cancellationToken)
    {
        if (options is null)
        {
            return new Carried(CarryOutcome.Never, "no mail relay is configured; name outgoing.mail in the configuration");
        }

        if (!MailAddress.TryCreate(message.Target, out var to) || JsonSerializer.Deserialize(message.Body, OutgoingJson.Default.MailBody) is not { Subject: { } subject, Text: { } text })
        {
            return new Carried(CarryOutcome.Never, "this is no mail: expected an address, a subject and a text");
        }

        try
        {
            using var mail = new MailMessage(new MailAddress(options.From), to)
            {
                Subject = new string([.. subject.Where(c => !char.IsControl(c)).Take(MaxSubject)]), SubjectEncoding = Encoding.UTF8, Body = text, BodyEncoding = Encoding.UTF8,
            };
            mail.Headers["Message-ID"] = MessageId(message.Key, options.From);
            using var limit = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
            limit.CancelAfter(s_limit);
            using var relay = new SmtpClient(options.Host, options.Port) { EnableSsl = options.StartTls };
            if (options.UserName is { } user)
            {
                relay.Credentials = new NetworkCredential(user, options.PasswordFile is { } file ? (await File.ReadAllTextAsync(file, cancellationToken)).TrimEnd('\r', '\n') : "");
            }

            await relay.SendMailAsync(mail, limit.Token);
            return new Carried(CarryOutcome.Sent, "the relay took it");
        }
        catch (SmtpException exception)
        {
            // The relay's words; what it refuses for good (5xx about the mailbox) will not be taken later either.
            return new Carried(
                exception.StatusCode is SmtpStatusCode.MailboxUnavailable or SmtpStatusCode.MailboxNameNotAllowed or SmtpStatusCode.UserNotLocalTryAlternatePath ? CarryOutcome.Never : CarryOutcome.Again,
                (exception.InnerException ?? exception).Message);
        }
        catch (Exception exception) when (exception is IOException or FormatException || (exception is OperationCanceledException && !cancellationToken.IsCancellationRequested))
        {
            return new Carried(CarryOutcome.Again, exception is OperationCanceledException ? $"the relay did not answer within {s_limit.TotalSeconds:0} s" : exception.Message);
        }
    }

    /// <summary>The same key, the same mail.</summary>
    internal static string MessageId(string key, string from) =>
        $"<{Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(key)).AsSpan(0, 16))}@{new MailAddress(from).Host}>";
}
