using System.Net.Mail;
using System.Text.Json;
using Cloud.Crm.Health;

namespace Cloud.Crm.Setup;

/// <summary>Who is told of alarms of gateways, out of the configuration.</summary>
internal static class HealthSection
{
    private static readonly HealthOptions s_default = new();

    /// <summary>Reads the section; null where there is none.</summary>
    internal static HealthOptions? Read(JsonSection? section, List<string> errors)
    {
        if (section is null)
        {
            return null;
        }

        var options = new HealthOptions
        {
            Mail = section.List("mail", (json, path) => ReadAddress(json, path, errors)),
            EscalationMail = section.List("escalationMail", (json, path) => ReadAddress(json, path, errors)),
            MailLanguage = section.Text("mailLanguage", check: static language =>
                AlarmWords.Languages.Contains(language) ? null : $"expected one of {string.Join(", ", AlarmWords.Languages)}") ?? s_default.MailLanguage,
            EscalateAfter = section.Duration("escalateAfter", TimeSpan.FromMinutes(1), TimeSpan.FromDays(7)) ?? s_default.EscalateAfter,
        };
        section.Done();
        return options;
    }

    private static string? ReadAddress(JsonElement json, string path, List<string> errors)
    {
        if (json.ValueKind == JsonValueKind.String && MailAddress.TryCreate(json.GetString(), out _))
        {
            return json.GetString();
        }

        errors.Add($"{path} is {json.GetRawText()}; expected an address such as operations@example.com");
        return null;
    }
}
