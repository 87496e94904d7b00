using Cloud.Crm.Customers.Imports;
using Cloud.Crm.Members;
using Cloud.Crm.Setup;
using Cloud.Crm.Storage;

namespace Cloud.Crm.Customers;

/// <summary>Puts customers together.</summary>
internal static class CustomersSetup
{
    internal static void Add(IServiceCollection services, HeadquartersOptions options)
    {
        services.AddSingleton<TableNames>();
        services.AddSingleton<CustomerBook>();
        services.AddSingleton<CustomerTable>();
        services.AddSingleton<CustomerEditing>();
        services.AddSingleton<CustomerIntake>();
        services.AddSingleton<CustomerQueries>();
        services.AddSingleton<CustomerFinding>();
        services.AddSingleton<CustomerDetails>();
        services.AddSingleton<Timeline>();
        services.AddSingleton<MergeTable>();
        services.AddSingleton<CustomerRemarks>();
        services.AddSingleton<MarketingConsents>();
        services.AddSingleton<ConsentQueries>();
        services.AddSingleton<ContactReveal>();
        services.AddSingleton<Reassignment>();
        services.AddSingleton<CustomerIndexing>();
        services.AddSingleton<PersonalScrub>();
        services.AddSingleton<Unlinking>();
        services.AddSingleton<Erasure>();
        services.AddSingleton<PersonExport>();
        services.AddSingleton<ImportTable>();
        services.AddSingleton(s => new ImportWorker(
            s.GetRequiredService<HeadquartersDatabase>(), s.GetRequiredService<CustomerTable>(), s.GetRequiredService<TableNames>(), s.GetRequiredService<MemberKeyring>(), s.GetRequiredService<MemberCourier>(),
            options.CourierPeriod, s.GetRequiredService<TimeProvider>(), s.GetRequiredService<ILogger<ImportWorker>>()));
        services.AddHostedService(s => s.GetRequiredService<ImportWorker>());
    }
}
