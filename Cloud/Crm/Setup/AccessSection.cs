using System.Text.Json;
using Cloud.Crm.Access;
using Cloud.Crm.Access.Oidc;

namespace Cloud.Crm.Setup;

/// <summary>How people sign in, out of the configuration.</summary>
internal static class AccessSection
{
    /// <summary>Reads the section; null where there is none.</summary>
    internal static AccessOptions? Read(JsonSection? section, List<string> errors)
    {
        if (section is null)
        {
            return null;
        }

        var access = new AccessOptions
        {
            SetupCodeFile = section.Text("setupCodeFile"),
            Oidc = section.List("oidc", (json, path) => ReadProvider(json, path, errors)),
        };
        section.Done();
        foreach (var twice in access.Oidc.CountBy(p => p.Name).Where(p => p.Value > 1))
        {
            section.Add("oidc", $"has provider '{twice.Key}' {twice.Value} times");
        }

        return access;
    }

    private static OidcOptions? ReadProvider(JsonElement json, string path, List<string> errors)
    {
        if (json.ValueKind != JsonValueKind.Object)
        {
            errors.Add($"{path} is not an object");
            return null;
        }

        var section = new JsonSection(json, path, errors);
        var name = section.Name("name", required: true);
        var provider = new OidcOptions(
            name ?? "",
            section.Text("title") ?? name ?? "",
            section.Text("issuer", required: true, IssuerMistake) ?? "",
            section.Text("clientId", required: true) ?? "",
            section.Text("clientSecretFile", check: ConfigurationFile.MustExist),
            section.List("scopes", (element, at) => Text(element, at, errors)) is { Count: > 0 } scopes ? scopes : ["email", "profile"],
            section.Text("roleClaim"),
            [.. section.List("roles", (element, at) => ReadRole(element, at, errors)).Select(r => (r.Value, r.Role))],
            section.Text("storesClaim"),
            section.Text("regionsClaim"));
        section.Done();
        if (provider.RoleClaim is null != (provider.Roles.Count == 0))
        {
            section.Add("roleClaim", "and roles go together; one of them is missing");
        }

        return provider;
    }

    private static MappedRole? ReadRole(JsonElement json, string path, List<string> errors)
    {
        if (json.ValueKind != JsonValueKind.Object)
        {
            errors.Add($"{path} is not an object");
            return null;
        }

        var section = new JsonSection(json, path, errors);
        var value = section.Text("value", required: true);
        var role = section.Text("role", required: true, t => RolePermissions.Read(t) is null or Role.Till ? "expected admin, region, manager, associate or auditor" : null);
        section.Done();
        return value is null || role is null ? null : new MappedRole(value, RolePermissions.Read(role)!.Value);
    }

    private static string? Text(JsonElement json, string path, List<string> errors)
    {
        if (json.ValueKind == JsonValueKind.String && json.GetString() is { Length: > 0 } text)
        {
            return text;
        }

        errors.Add($"{path} is {json.GetRawText()}; expected a text");
        return null;
    }

    private static string? IssuerMistake(string text) =>
        Uri.TryCreate(text, UriKind.Absolute, out var uri) && (uri.Scheme == Uri.UriSchemeHttps || (uri.Scheme == Uri.UriSchemeHttp && uri.IsLoopback)) && uri.Query.Length == 0
            ? null : "expected the provider's issuer, https://…, exactly as it writes it";

    private sealed record MappedRole(string Value, Role Role);
}
