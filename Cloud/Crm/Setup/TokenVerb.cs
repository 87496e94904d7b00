using Cloud.Crm.Access;
using Cloud.Crm.Schema;
using Cloud.Crm.Storage;

namespace Cloud.Crm.Setup;

/// <summary><c>headquarters token create</c>: a key for a program, made beside a node that runs or before the first start.</summary>
internal static class TokenVerb
{
    internal const string Usage =
        """
        headquarters token create --config FILE --name NAME --role ROLE [--store STORE]... [--region REGION]... [--days N]

        Makes a key for a program, such as a till, and prints its secret, once. The program sends it as Authorization: Bearer SECRET.
        Roles: admin, region, manager, associate, auditor, till. An admin's key sees every store; every other needs stores or regions.
        Exits 0 done, 1 failed, 2 bad usage or configuration.
        """;

    /// <summary>Runs the verb.</summary>
    /// <param name="arguments">What follows <c>token create</c>, with its configuration read.</param>
    /// <param name="database">The database of the configuration.</param>
    /// <param name="clock">The machine's clock.</param>
    /// <param name="cancellationToken">Gives up.</param>
    /// <returns>The exit code.</returns>
    internal static async Task<int> CreateAsync(VerbArguments arguments, HeadquartersDatabase database, TimeProvider clock, CancellationToken cancellationToken)
    {
        var days = arguments.One("--days");
        if (arguments.One("--name") is not { } name || AccountRules.NameMistake(name) is not null)
        {
            return arguments.Bad("expected --name NAME, 1 to 100 characters");
        }

        if (RolePermissions.Read(arguments.One("--role")) is not { } role)
        {
            return arguments.Bad("expected --role admin, region, manager, associate, auditor or till");
        }

        if (days is not null && (!int.TryParse(days, out var number) || number is < 1 or > 3_650))
        {
            return arguments.Bad($"--days is {days}; expected 1 to 3650");
        }

        await SchemaMigration.ApplyAsync(database, clock, cancellationToken);
        var tokens = new TokenTable(database, new AuditTable(database, clock), clock);
        var (token, mistake) = await tokens.AddAsync(
            Caller.Headquarters, name.Trim(), role, new AccessScope(arguments.All("--region"), arguments.All("--store")),
            days is null ? null : int.Parse(days, System.Globalization.CultureInfo.InvariantCulture), cancellationToken);
        if (token is null)
        {
            return arguments.Bad($"{mistake}; stores are known after the first start with them in the configuration");
        }

        await Console.Out.WriteLineAsync(token.Secret);
        return VerbArguments.Done;
    }
}
