using Cloud.Crm.Access;
using Cloud.Crm.Fleet;
using Cloud.Crm.Gateways;
using Cloud.Crm.Setup;
using Cloud.Crm.Storage;
using Cloud.Mqtt;

namespace Cloud.Crm.Joining;

/// <summary>Puts the parts of joining together.</summary>
internal static class JoiningSetup
{
    internal static void Add(IServiceCollection services, HeadquartersOptions options, IMqttConnector connector)
    {
        services.AddSingleton<JoinTable>();
        services.AddSingleton(s => new JoinLimits(new SignInLimits(s.GetRequiredService<TimeProvider>())));
        services.AddSingleton(s => new Certification(
            s.GetRequiredService<HeadquartersDatabase>(),
            options.Joining is { } joining ? Authorities.Load(joining.Folder, s.GetRequiredService<TimeProvider>()) : null,
            s.GetRequiredService<TimeProvider>()));
        services.AddSingleton(s => new JoinDesk(
            s.GetRequiredService<HeadquartersDatabase>(), s.GetRequiredService<JoinTable>(), s.GetRequiredService<Certification>(), s.GetRequiredService<AuditTable>(),
            s.GetRequiredService<FleetRegistry>(), s.GetRequiredService<TwinTable>(), options.Joining, s.GetRequiredService<TimeProvider>()));
        services.AddSingleton<Renewals>();
        if (options.Joining is { } set)
        {
            services.AddSingleton(s => new RevocationWatch(
                s.GetRequiredService<JoinTable>(), s.GetRequiredService<Certification>(), set, connector, BrokerSettings.Of(options.Broker), s.GetRequiredService<TimeProvider>(),
                s.GetRequiredService<ILogger<RevocationWatch>>()));
            services.AddHostedService(s => s.GetRequiredService<RevocationWatch>());
        }
    }
}

/// <summary>How often joining may be tried in a minute on this node: as signing in, and counted apart from it.</summary>
internal sealed record JoinLimits(SignInLimits Limits);
