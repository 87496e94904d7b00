namespace Cloud.Crm.Templates;

/// <summary>Puts templates and groups of stores into a node.</summary>
internal static class TemplatesSetup
{
    /// <summary>Registers everything of it; the database, the clock, the audit, the fleet, the planograms and the link to the gateways are there already.</summary>
    internal static void Add(IServiceCollection services)
    {
        services.AddSingleton<GroupTable>();
        services.AddSingleton<TemplateTable>();
        services.AddSingleton<TemplateComparison>();
        services.AddSingleton<TemplateRollout>();
        services.AddHostedService(s => s.GetRequiredService<TemplateRollout>());
    }
}
