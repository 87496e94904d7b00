using System.Net;
using System.Net.Mail;
using System.Text.Json;
using Cloud.Crm.Outgoing;

namespace Cloud.Crm.Setup;

/// <summary>How messages leave, out of the configuration.</summary>
internal static class OutgoingSection
{
    /// <summary>Reads the section; null where there is none.</summary>
    internal static OutgoingOptions? Read(JsonSection? section, List<string> errors)
    {
        if (section is null)
        {
            return null;
        }

        var options = new OutgoingOptions
        {
            PrivateNetworks = [.. section.List("privateNetworks", (json, path) => ReadNetwork(json, path, errors)).Select(n => IPNetwork.Parse(n))],
            Mail = ReadMail(section.Section("mail")),
        };
        section.Done();
        return options;
    }

    private static MailOptions? ReadMail(JsonSection? section)
    {
        if (section is null)
        {
            return null;
        }

        var mail = new MailOptions(
            section.Text("host", required: true) ?? "",
            section.Integer("port", 1, 65_535) ?? 587,
            section.Text("from", required: true, t => MailAddress.TryCreate(t, out _) ? null : "expected an address such as orders@example.com") ?? "",
            section.Text("tls", check: t => t is "starttls" or "none" ? null : "expected starttls or none") is not "none",
            section.Text("userName"),
            section.Text("passwordFile", check: ConfigurationFile.MustExist));
        section.Done();
        return mail;
    }

    private static string? ReadNetwork(JsonElement json, string path, List<string> errors)
    {
        if (json.ValueKind == JsonValueKind.String && IPNetwork.TryParse(json.GetString(), out _))
        {
            return json.GetString();
        }

        errors.Add($"{path} is {json.GetRawText()}; expected a network such as 10.1.0.0/16");
        return null;
    }
}
