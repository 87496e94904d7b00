using System.Diagnostics.Metrics;
using System.Text.Json.Serialization;
using System.Text.Json.Serialization.Metadata;
using Cloud.Contracts.Metrics;
using Cloud.Crm.Access;
using Cloud.Crm.Access.Oidc;
using Cloud.Crm.Campaigns;
using Cloud.Crm.Chain;
using Cloud.Crm.Clocks;
using Cloud.Crm.Customers;
using Cloud.Crm.Customers.Imports;
using Cloud.Crm.Fleet;
using Cloud.Crm.Gateways;
using Cloud.Crm.Health;
using Cloud.Crm.Ingest;
using Cloud.Crm.Joining;
using Cloud.Crm.Leases;
using Cloud.Crm.Live;
using Cloud.Crm.Members;
using Cloud.Crm.Orders;
using Cloud.Crm.Outgoing;
using Cloud.Crm.Overview;
using Cloud.Crm.Planograms;
using Cloud.Crm.Sales;
using Cloud.Crm.Schema;
using Cloud.Crm.Stock;
using Cloud.Crm.Storage;
using Cloud.Crm.Templates;
using Cloud.Crm.Visits;
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
            kestrel.Listen(options.Url, listen => HttpsCertificate.Use(listen, options.Certificate));
        });
        if (options.Certificate is not null)
        {
            builder.WebHost.UseKestrelHttpsConfiguration();
        }

        builder.Services.Configure<RouteHandlerOptions>(routes => routes.ThrowOnBadRequest = true);
        builder.Services.ConfigureHttpJsonOptions(json =>
        {
            IJsonTypeInfoResolver[] areas =
            [
                FleetJson.Default,
                HealthJson.Default,
                GatewayJson.Default,
                MembersJson.Default,
                AccessJson.Default,
                ChainJson.Default,
                OutgoingJson.Default,
                VisitsJson.Default,
                OverviewJson.Default,
                CustomersJson.Default,
                ImportsJson.Default,
                StockJson.Default,
                OrdersJson.Default,
                PlanogramsJson.Default,
                JoiningJson.Default,
                TemplatesJson.Default,
                CampaignsJson.Default,
                .. SalesSetup.Json,
            ];
            for (var i = 0; i < areas.Length; i++)
            {
                json.SerializerOptions.TypeInfoResolverChain.Insert(i, areas[i]);
            }

            json.SerializerOptions.NumberHandling = JsonNumberHandling.Strict;
            json.SerializerOptions.MaxDepth = 128;
            json.SerializerOptions.Converters.Add(new SoundJsonElement());
        });
        builder.Services.AddMetrics();
        builder.Services.AddOpenApi(openApi => openApi.AddDocumentTransformer(static (document, _, _) =>
        {
            document.Info.Title = "Headquarters";
            document.Info.Version = "1";
            document.Servers = [];
            return Task.CompletedTask;
        }).AddOperationTransformer(static (operation, _, _) =>
        {
            Problems.Describe(operation);
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
            s.GetRequiredService<ILogger<IngestNode>>())
        {
            Hearing = s.GetRequiredService<Hearing>(),
        });

        builder.Services.AddSingleton<TwinTable>();
        builder.Services.AddSingleton<TwinHistory>();
        builder.Services.AddSingleton<CommandTable>();
        builder.Services.AddSingleton<CommandDesk>();
        builder.Services.AddSingleton(s => new GatewayLink(
            options.Node,
            s.GetRequiredService<FleetRegistry>(),
            s.GetRequiredService<TwinTable>(),
            s.GetRequiredService<CommandTable>(),
            connector,
            BrokerSettings.Of(options.Broker),
            clock,
            jitter,
            s.GetRequiredService<ILogger<GatewayLink>>()));
        builder.Services.AddHostedService(s => s.GetRequiredService<GatewayLink>());
        builder.Services.AddSingleton<AuditTable>();
        AddOutgoing(builder.Services, options.Outgoing, jitter);
        HealthSetup.Add(builder.Services, options.Health);
        builder.Services.AddSingleton<TimeCorrection>();
        builder.Services.AddHostedService(s => new TimeCorrectionWorker(s.GetRequiredService<TimeCorrection>(), clock, jitter, s.GetRequiredService<ILogger<TimeCorrectionWorker>>()));
        AddAccess(builder.Services, options);
        StockSetup.Add(builder.Services, jitter);
        SalesSetup.Add(builder.Services, options.CourierPeriod, jitter);
        AddMembers(builder.Services, options, jitter);
        builder.Services.AddSingleton<VisitQueries>();
        builder.Services.AddSingleton<OverviewQueries>();
        OrdersSetup.Add(builder.Services, options.ReplenishmentPeriod, jitter);
        CustomersSetup.Add(builder.Services, options);
        TemplatesSetup.Add(builder.Services);
        JoiningSetup.Add(builder.Services, options, connector);
        CampaignsSetup.Add(builder.Services, options);

        var app = builder.Build();

        // Listens from the beginning: what is counted before the first question counts too.
        _ = app.Services.GetRequiredService<MetricsPage>();
        var security = new PageSecurity(options);
        var logger = app.Services.GetRequiredService<ILogger<AccessGate>>();
        var answers = app.Services.GetRequiredService<IdempotentAnswers>();
        var gate = app.Services.GetRequiredService<AccessGate>();
        app.Use(next => context => Problems.AnswerAsync(context, c => security.ApplyAsync(c, next), logger));
        app.Use(next => context => DatabaseFailures.AnswerAsync(context, next));
        app.Use(next => context => gate.PassAsync(context, next));
        app.Use(next => context => answers.PassAsync(context, next));
        UsePages(app, options.Web);
        var api = app.MapGroup("").AnsweredAsProblems();
        FleetApi.Map(api);
        HealthApi.Map(api);
        GatewayApi.Map(api);
        CommandsApi.Map(api);
        LiveApi.Map(api);
        MembersApi.Map(api);
        SessionApi.Map(api);
        OidcApi.Map(api);
        AccountsApi.Map(api);
        TokensApi.Map(api);
        AuditApi.Map(api);
        ChainApi.Map(api);
        VisitsApi.Map(api);
        OverviewApi.Map(api);
        OrdersApi.Map(api);
        SalesApi.Map(api);
        StockApi.Map(api);
        CustomersApi.Map(api);
        WebhooksApi.Map(api);
        JoiningApi.Map(api);
        TemplatesApi.Map(api);
        BundlesApi.Map(api);
        CampaignsApi.Map(api);
        app.MapOpenApi().Needs(Permission.None);
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

            await app.Services.GetRequiredService<CustomerIndexing>().CatchUpAsync(key, cancellationToken);
        }

        await app.Services.GetRequiredService<SetupCodes>().PrepareAsync(cancellationToken);
        var fleet = app.Services.GetRequiredService<FleetRegistry>();
        await fleet.RegisterAsync(options.Fleet, cancellationToken);
        await fleet.ReloadAsync(cancellationToken);
        logger.FleetRegistered(options.Fleet.Sum(s => s.Gateways.Count), options.Fleet.Count);
    }

    private static void AddAccess(IServiceCollection services, HeadquartersOptions options)
    {
        var codeFile = options.Access.SetupCodeFile
            ?? (options.Members is { } members ? Path.Combine(Path.GetDirectoryName(Path.GetFullPath(members.KeyFile))!, "setup-code") : null);
        services.AddSingleton(s => new SetupCodes(
            options.Node, codeFile, s.GetRequiredService<HeadquartersDatabase>(), s.GetRequiredService<TimeProvider>(), s.GetRequiredService<ILogger<SetupCodes>>()));
        services.AddSingleton(_ => new Passwords(options.Access.PasswordRounds));
        services.AddSingleton(new SessionCookie(options.IsHttps));
        services.AddSingleton<AccountTable>();
        services.AddSingleton<AccountLinks>();
        services.AddSingleton<SessionTable>();
        services.AddSingleton<TokenTable>();
        services.AddSingleton<SignInGuard>();
        services.AddSingleton<SignInLimits>();
        services.AddSingleton<SignIn>();
        services.AddSingleton<AuditQueries>();
        services.AddSingleton(options);
        services.AddSingleton(s => new OidcProviders([.. options.Access.Oidc.Select(o => new OidcProvider(o, s.GetRequiredService<TimeProvider>()))]));
        services.AddSingleton<OidcRequests>();
        services.AddSingleton<OidcSignIn>();
        services.AddSingleton<AccessGate>();
        services.AddSingleton<RegionTable>();
        services.AddSingleton<PlaceTable>();
        services.AddSingleton<IdempotentAnswers>();
    }

    private static void AddOutgoing(IServiceCollection services, OutgoingOptions options, Func<double> jitter)
    {
        services.AddSingleton<OutgoingTable>();
        services.AddSingleton<WebhookTable>();
        services.AddSingleton<WebhookEvents>();
        services.AddSingleton(s => new OutgoingQueue(s.GetRequiredService<HeadquartersDatabase>(), s.GetRequiredService<TimeProvider>(), jitter));
        services.AddSingleton<IOutgoingCarrier>(s => new WebhookCarrier(
            s.GetRequiredService<WebhookTable>(), s.GetRequiredService<MemberKeyring>(), options, s.GetRequiredService<TimeProvider>()));
        services.AddSingleton<IOutgoingCarrier>(new MailCarrier(options.Mail));
        services.AddHostedService(s => new OutgoingWorker(
            s.GetRequiredService<OutgoingQueue>(), s.GetServices<IOutgoingCarrier>(), options.Period, s.GetRequiredService<TimeProvider>(), s.GetRequiredService<ILogger<OutgoingWorker>>()));
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
            s.GetRequiredService<MemberStores>(),
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
            app.MapGet("/", () => TypedResults.Text("The pages are not installed here; the interface is described at /openapi/v1.json.")).Needs(Permission.None).ExcludeFromDescription();
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
        app.MapFallbackToFile("{*path:nonfile}", "index.html", pages).Needs(Permission.None);
        app.Map("/api/{**rest}", () => TypedResults.NotFound()).Needs(Permission.None).ExcludeFromDescription();
    }
}
