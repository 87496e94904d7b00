using System.Diagnostics.Metrics;
using System.Text.Json.Serialization;
using Cloud.Crm.Access;
using Cloud.Crm.Fleet;
using Cloud.Crm.Gateways;
using Cloud.Crm.Ingest;
using Cloud.Crm.Leases;
using Cloud.Crm.Live;
using Cloud.Crm.Members;
using Cloud.Crm.Outgoing;
using Cloud.Crm.Schema;
using Cloud.Crm.Storage;
using Cloud.Mqtt;
using Microsoft.Extensions.FileProviders;
using Microsoft.Extensions.Logging.Console;

namespace Cloud.Crm.Setup;

/// <summary>Puts one headquarters node together.</summary>
internal static class Headquarters
{
    private const long MaxRequestBody = 64 * 1024;

    /// <summary>Builds the node; nothing runs yet.</summary>
    internal static WebApplication Build(HeadquartersOptions options, HeadquartersDatabase database, IMqttConnector connector, TimeProvider clock, Func<double> jitter)
    {
        var builder = WebApplication.CreateSlimBuilder(new WebApplicationOptions { ApplicationName = "headquarters", ContentRootPath = AppContext.BaseDirectory });
        builder.Logging.ClearProviders().SetMinimumLevel(LogLevel.Information).AddFilter("Microsoft", LogLevel.Warning)
            .AddSimpleConsole(console =>
            {
                console.SingleLine = true;
                console.UseUtcTimestamp = true;
                console.TimestampFormat = "yyyy-MM-dd'T'HH:mm:ss.fff'Z' ";
            });

        // Standard output is for the ready line; words go to standard error.
        builder.Services.Configure<ConsoleLoggerOptions>(console => console.LogToStandardErrorThreshold = LogLevel.Trace);
        builder.WebHost.ConfigureKestrel(kestrel =>
        {
            kestrel.AddServerHeader = false;
            kestrel.Limits.MaxRequestBodySize = MaxRequestBody;
            kestrel.Listen(options.Url);
        });
        builder.Services.ConfigureHttpJsonOptions(json =>
        {
            json.SerializerOptions.TypeInfoResolverChain.Insert(0, FleetJson.Default);
            json.SerializerOptions.TypeInfoResolverChain.Insert(1, GatewayJson.Default);
            json.SerializerOptions.TypeInfoResolverChain.Insert(2, MembersJson.Default);
            json.SerializerOptions.NumberHandling = JsonNumberHandling.Strict;
            json.SerializerOptions.MaxDepth = 128;
        });
        builder.Services.AddMetrics();
        builder.Services.AddOpenApi(openApi => openApi.AddDocumentTransformer(static (document, _, _) =>
        {
            document.Info.Title = "Headquarters";
            document.Info.Version = "1";
            document.Servers = [];
            return Task.CompletedTask;
        }));
        builder.Services.Configure<HostOptions>(host => host.ShutdownTimeout = TimeSpan.FromSeconds(15));
        builder.Services.AddSingleton(clock);
        builder.Services.AddSingleton(database);
        builder.Services.AddSingleton<FleetRegistry>();
        builder.Services.AddSingleton<FleetQueries>();
        builder.Services.AddSingleton(s => new IngestMetrics(s.GetRequiredService<IMeterFactory>()));
        builder.Services.AddSingleton(s => new LivePoller(
            s.GetRequiredService<FleetQueries>(), clock, s.GetRequiredService<ILogger<LivePoller>>()));
        builder.Services.AddHostedService(s => s.GetRequiredService<LivePoller>());
        builder.Services.AddHostedService(s => new IngestNode(
            database,
            s.GetRequiredService<FleetRegistry>(),
            new LeaseTable(database, options.Node, options.LeaseDuration, clock),
            options.LeaseDuration,
            connector,
            BrokerSettings.Of(options.Broker),
            clock,
            jitter,
            s.GetRequiredService<IngestMetrics>(),
            s.GetRequiredService<ILogger<IngestNode>>()));

        builder.Services.AddSingleton<TwinTable>();
        builder.Services.AddSingleton(s => new GatewayLink(
            options.Node,
            s.GetRequiredService<FleetRegistry>(),
            s.GetRequiredService<TwinTable>(),
            connector,
            BrokerSettings.Of(options.Broker),
            clock,
            jitter,
            s.GetRequiredService<ILogger<GatewayLink>>()));
        builder.Services.AddHostedService(s => s.GetRequiredService<GatewayLink>());
        builder.Services.AddSingleton<AuditTable>();
        builder.Services.AddSingleton<OutgoingTable>();
        AddMembers(builder.Services, options, jitter);

        var app = builder.Build();
        app.Use(next => context => PageSecurity.ApplyAsync(context, next));
        app.Use(next => context => DatabaseFailures.AnswerAsync(context, next));
        UsePages(app, options.Web);
        FleetApi.Map(app);
        GatewayApi.Map(app);
        LiveApi.Map(app);
        MembersApi.Map(app);
        app.MapOpenApi();
        return app;
    }

    /// <summary>Opens the database the options name.</summary>
    internal static HeadquartersDatabase OpenDatabase(DatabaseOptions options) =>
        options.Provider == "sqlite" ? new SqliteDatabase(options.Connection) : new PostgresDatabase(options.Connection);

    /// <summary>Brings the schema up to date and registers the configured fleet; before the node starts.</summary>
    internal static async Task PrepareAsync(WebApplication app, HeadquartersOptions options, CancellationToken cancellationToken)
    {
        var logger = app.Services.GetRequiredService<ILogger<FleetRegistry>>();
        var database = app.Services.GetRequiredService<HeadquartersDatabase>();
        foreach (var version in await SchemaMigration.ApplyAsync(database, app.Services.GetRequiredService<TimeProvider>(), cancellationToken))
        {
            logger.SchemaApplied(version, database.Provider);
        }

        if (app.Services.GetRequiredService<MemberKeyring>().Key is { } key)
        {
            logger.MembersKeyRead(options.Members!.KeyFile);
            if (!await app.Services.GetRequiredService<MemberTable>().BeginAsync(key, cancellationToken))
            {
                throw new SchemaException($"The database's members were written with another key than that in {options.Members.KeyFile}. Bring that key back.");
            }
        }

        var fleet = app.Services.GetRequiredService<FleetRegistry>();
        await fleet.RegisterAsync(options.Fleet, cancellationToken);
        await fleet.ReloadAsync(cancellationToken);
        logger.FleetRegistered(options.Fleet.Sum(s => s.Gateways.Count), options.Fleet.Count);
    }

    private static void AddMembers(IServiceCollection services, HeadquartersOptions options, Func<double> jitter)
    {
        services.AddSingleton(_ => new MemberKeyring(options.Members is { } members ? MemberKey.Load(members.KeyFile, members.CountryCode) : null));
        services.AddSingleton<MemberTable>();
        services.AddSingleton<MemberQueries>();
        services.AddSingleton<ConsentTable>();
        services.AddSingleton<ProfileTable>();
        services.AddSingleton<RelayTable>();
        services.AddSingleton<CodeLimits>();
        services.AddSingleton(s => new MemberCourier(
            s.GetRequiredService<MemberTable>(),
            s.GetRequiredService<ConsentTable>(),
            s.GetRequiredService<ProfileTable>(),
            s.GetRequiredService<RelayTable>(),
            s.GetRequiredService<MemberKeyring>(),
            s.GetRequiredService<FleetRegistry>(),
            s.GetRequiredService<GatewayLink>(),
            options.CourierPeriod,
            s.GetRequiredService<TimeProvider>(),
            jitter,
            s.GetRequiredService<ILogger<MemberCourier>>()));
        services.AddHostedService(s => s.GetRequiredService<MemberCourier>());
    }

    /// <summary>The built pages; an address that is none of ours and no file is the page's own business.</summary>
    private static void UsePages(WebApplication app, string folder)
    {
        if (!Directory.Exists(folder))
        {
            app.MapGet("/", () => TypedResults.Text("The pages are not installed here; the interface is described at /openapi/v1.json.")).ExcludeFromDescription();
            return;
        }

        var files = new PhysicalFileProvider(Path.GetFullPath(folder));
        var pages = new StaticFileOptions
        {
            FileProvider = files,
            // Built files carry a hash in their names; the page that names them must be asked for each time, or an update is not seen.
            OnPrepareResponse = static context => context.Context.Response.Headers.CacheControl =
                context.Context.Request.Path.StartsWithSegments("/assets", StringComparison.Ordinal) ? "public, max-age=31536000, immutable" : "no-cache",
        };
        app.UseStaticFiles(pages);
        app.MapFallbackToFile("{*path:nonfile}", "index.html", pages);
        app.Map("/api/{**rest}", () => TypedResults.NotFound(new Refusal("there is nothing here; see /openapi/v1.json"))).ExcludeFromDescription();
    }
}
