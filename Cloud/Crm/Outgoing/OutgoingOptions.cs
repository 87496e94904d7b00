using System.Net;

namespace Cloud.Crm.Outgoing;

/// <summary>How messages leave.</summary>
internal sealed record OutgoingOptions
{
    /// <summary>Networks of private addresses that webhooks may go to, also by plain http; to all others only the public internet by https.</summary>
    /// <value>The default is none.</value>
    public IReadOnlyList<IPNetwork> PrivateNetworks { get; init; } = [];

    /// <summary>The relay that takes mail.</summary>
    /// <value>The default is null: no mail can be sent.</value>
    public MailOptions? Mail { get; init; }

    /// <summary>How often it is looked whether something is due.</summary>
    /// <value>The default is 1 s; not in the file.</value>
    public TimeSpan Period { get; init; } = TimeSpan.FromSeconds(1);
}

/// <summary>A mail relay.</summary>
/// <param name="Host">Its name.</param>
/// <param name="Port">Its port.</param>
/// <param name="From">The sender's address.</param>
/// <param name="StartTls">Whether TLS is required; the relay is asked for it by STARTTLS.</param>
/// <param name="UserName">As whom, or null for nobody.</param>
/// <param name="PasswordFile">The file with the password, or null.</param>
internal sealed record MailOptions(string Host, int Port, string From, bool StartTls, string? UserName, string? PasswordFile);
