using System.Text;
using System.Text.Json;
using Cloud.Contracts;
using Cloud.Crm.Fleet;
using Npgsql;

namespace Cloud.Crm.Setup;

/// <summary>Reads the configuration file and tells everything that is wrong with it.</summary>
internal static class ConfigurationFile
{
    private static readonly JsonDocumentOptions s_json = new() { CommentHandling = JsonCommentHandling.Skip, AllowTrailingCommas = true };

    /// <summary>Reads a configuration.</summary>
    /// <param name="text">The file's text.</param>
    /// <param name="errors">Every mistake; none where the answer is not null.</param>
    internal static HeadquartersOptions? Read(string text, out IReadOnlyList<string> errors)
    {
        var found = new List<string>();
        errors = found;
        JsonDocument document;
        try
        {
            document = SoundJson.Parse(Encoding.UTF8.GetBytes(text), s_json);
        }
        catch (JsonException exception)
        {
            found.Add($"the file is not JSON: {exception.Message}");
            return null;
        }

        using (document)
        {
            if (document.RootElement.ValueKind != JsonValueKind.Object)
            {
                found.Add($"the file is a JSON {document.RootElement.ValueKind}; expected an object");
                return null;
            }

            var options = ReadRoot(new JsonSection(document.RootElement, "", found), found);
            return found.Count == 0 ? options : null;
        }
    }

    private static HeadquartersOptions ReadRoot(JsonSection root, List<string> errors)
    {
        var defaults = new HeadquartersOptions { Database = new("", ""), Broker = new("", 0, null, null, null, null, null) };
        var (url, certificate) = AddressSection.Read(root);
        var hosts = root.List("hosts", (json, path) => AddressSection.ReadHost(json, path, errors));
        Uri? publicUrl = null;
        root.Text("publicUrl", check: t => AddressSection.TryPublicUrl(t, out publicUrl));
        AddressSection.CheckReachable(root, url, hosts, publicUrl);
        var options = defaults with
        {
            Url = url ?? defaults.Url,
            Certificate = certificate,
            Hosts = hosts,
            PublicUrl = publicUrl,
            Outgoing = OutgoingSection.Read(root.Section("outgoing"), errors) ?? defaults.Outgoing,
            Health = HealthSection.Read(root.Section("health"), errors) ?? defaults.Health,
            Access = AccessSection.Read(root.Section("access"), errors) ?? defaults.Access,
            Node = root.Name("node") ?? defaults.Node,
            Web = root.Text("web") ?? defaults.Web,
            Database = ReadDatabase(root.Section("database", required: true)) ?? defaults.Database,
            Broker = ReadBroker(root.Section("broker", required: true)) ?? defaults.Broker,
            LeaseDuration = root.Duration("leaseDuration", TimeSpan.FromSeconds(1), TimeSpan.FromMinutes(5)) ?? defaults.LeaseDuration,
            Members = ReadMembers(root.Section("members")),
            Joining = JoiningSection.Read(root.Section("joining")),
            UpdateKeyFile = ReadUpdates(root.Section("updates")),
            Fleet = root.List("fleet", (json, path) => ReadStore(json, path, errors)),
        };
        root.Done();
        if (options.Joining is { } joining)
        {
            options = options with { Joining = joining with { Address = JoiningSection.AddressOf(options) } };
        }

        foreach (var twice in options.Fleet.SelectMany(s => s.Gateways).CountBy(g => g).Where(g => g.Value > 1))
        {
            errors.Add($"fleet has gateway '{twice.Key}' {twice.Value} times; a gateway stands in one store and its name is unique in the chain");
        }

        foreach (var twice in options.Fleet.CountBy(s => s.Store).Where(s => s.Value > 1))
        {
            errors.Add($"fleet has store '{twice.Key}' {twice.Value} times");
        }

        return options;
    }

    private static string? ReadUpdates(JsonSection? section)
    {
        var key = section?.Text("publicKey", required: true, static t => File.Exists(t) ? null : "there is no such file; expected minisign's public key, such as /etc/headquarters/update.pub");
        section?.Done();
        return key;
    }

    private static DatabaseOptions? ReadDatabase(JsonSection? section)
    {
        if (section is null)
        {
            return null;
        }

        var provider = section.Text("provider", true, t => t is "sqlite" or "postgres" ? null : "expected sqlite or postgres");
        var connection = section.Text("connection", true);
        section.Done();
        if (provider is null || connection is null)
        {
            return null;
        }

        try
        {
            _ = provider == "sqlite"
                ? new Microsoft.Data.Sqlite.SqliteConnectionStringBuilder(connection).ToString()
                : new NpgsqlConnectionStringBuilder(connection).ToString();
            return new DatabaseOptions(provider, connection);
        }
        catch (Exception exception) when (exception is ArgumentException or FormatException)
        {
            section.Add("connection", $"is not a connection string for {provider}: {exception.Message}");
            return null;
        }
    }

    private static BrokerOptions? ReadBroker(JsonSection? section)
    {
        if (section is null)
        {
            return null;
        }

        var broker = new BrokerOptions(
            section.Text("host", true) ?? "",
            section.Integer("port", 1, 65_535, true) ?? 0,
            section.Text("userName"),
            section.Text("passwordFile", check: MustExist),
            section.Text("caFile", check: MustExist),
            section.Text("certificateFile", check: MustExist),
            section.Text("keyFile", check: MustExist));
        section.Done();
        if (broker.CertificateFile is null != broker.KeyFile is null)
        {
            section.Add("certificateFile", "and keyFile go together; one of them is missing");
        }

        if (broker is { CertificateFile: not null, CaFile: null })
        {
            section.Add("caFile", "is missing; a certificate of ours is of no use without the authorities that the broker's is checked by");
        }

        return broker;
    }

    private static MembersKeyOptions? ReadMembers(JsonSection? section)
    {
        if (section is null)
        {
            return null;
        }

        var members = new MembersKeyOptions(
            section.Text("keyFile", true) ?? "",
            section.Text("countryCode", check: t => t.Length is >= 1 and <= 3 && t.All(char.IsAsciiDigit) ? null : "expected 1 to 3 digits, such as 86") ?? "86");
        section.Done();
        return members;
    }

    private static AccessOptions? ReadAccess(JsonSection? section)
    {
        if (section is null)
        {
            return null;
        }

        var access = new AccessOptions { SetupCodeFile = section.Text("setupCodeFile") };
        section.Done();
        return access;
    }

    private static FleetStore? ReadStore(JsonElement json, string path, List<string> errors)
    {
        if (json.ValueKind != JsonValueKind.Object)
        {
            errors.Add($"{path} is not an object");
            return null;
        }

        var section = new JsonSection(json, path, errors);
        var store = section.Name("store", required: true);
        var name = section.Text("name") ?? store;
        var gateways = section.List("gateways", (element, at) => ReadGateway(element, at, errors));
        section.Done();
        return store is null ? null : new FleetStore(store, name!, gateways);
    }

    private static string? ReadGateway(JsonElement json, string path, List<string> errors)
    {
        if (json.ValueKind == JsonValueKind.String && Identifier.IsValid(json.GetString()))
        {
            return json.GetString();
        }

        errors.Add($"{path} is {json.GetRawText()}; expected a name of 1 to {Identifier.MaxLength} characters out of a-z 0-9 -");
        return null;
    }

    internal static string? MustExist(string file) => File.Exists(file) ? null : "there is no such file, or it cannot be read";
}
