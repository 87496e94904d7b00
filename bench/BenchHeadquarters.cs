using System.Net;
using System.Net.Http.Headers;
using Cloud.Crm.Access;
using Cloud.Crm.Setup;
using Cloud.Crm.Storage;
using Cloud.Mqtt;
using Microsoft.AspNetCore.Builder;
using Microsoft.Extensions.DependencyInjection;

namespace Bench;

/// <summary>A whole node of headquarters in this process, without a broker.</summary>
internal sealed class BenchHeadquarters : IAsyncDisposable
{
    private readonly WebApplication _app;

    private BenchHeadquarters(WebApplication app, HeadquartersDatabase database) => (_app, Database) = (app, database);

    internal HeadquartersDatabase Database { get; }

    internal IServiceProvider Services => _app.Services;

    /// <summary>Puts a node together over a database and brings the schema up to date; nothing runs.</summary>
    internal static async Task<BenchHeadquarters> BuildAsync(DatabaseOptions options, string folder, TimeProvider clock, CancellationToken cancellationToken)
    {
        Directory.CreateDirectory(folder);
        var all = new HeadquartersOptions
        {
            Url = new IPEndPoint(IPAddress.Loopback, 0),
            Database = options,
            Broker = new BrokerOptions("127.0.0.1", 1, null, null, null, null, null),
            Members = new MembersKeyOptions(Path.Combine(folder, "members.key"), "86"),
        };
        var database = Headquarters.OpenDatabase(options);
        var app = Headquarters.Build(all, database, new NoBroker(), clock, () => 0.5);
        await Headquarters.PrepareAsync(app, all, cancellationToken);
        return new BenchHeadquarters(app, database);
    }

    /// <summary>Lets it serve.</summary>
    /// <returns>A client that may everything.</returns>
    internal async Task<HttpClient> ServeAsync(CancellationToken cancellationToken)
    {
        await _app.StartAsync(cancellationToken);
        var (token, mistake) = await _app.Services.GetRequiredService<TokenTable>().AddAsync(Caller.Headquarters, "bench", Role.Admin, new AccessScope([], []), null, cancellationToken);
        var http = new HttpClient { BaseAddress = new Uri(_app.Urls.Single()), Timeout = TimeSpan.FromSeconds(60) };
        http.DefaultRequestHeaders.Authorization = new AuthenticationHeaderValue("Bearer", token?.Secret ?? throw new InvalidOperationException(mistake));
        return http;
    }

    /// <summary>A new, empty SQLite file.</summary>
    internal static SqliteDatabase NewSqlite(string folder, string name, out DatabaseOptions options)
    {
        var file = Path.Combine(folder, name);
        foreach (var old in (string[])[file, file + "-wal", file + "-shm"])
        {
            File.Delete(old);
        }

        options = new DatabaseOptions("sqlite", $"Data Source={file}");
        return new SqliteDatabase(options.Connection);
    }

    public async ValueTask DisposeAsync()
    {
        await _app.StopAsync(CancellationToken.None);
        await _app.DisposeAsync();
        await Database.DisposeAsync();
    }

    private sealed class NoBroker : IMqttConnector
    {
        public ValueTask<IMqttConnection> ConnectAsync(MqttConnectOptions options, CancellationToken cancellationToken) =>
            ValueTask.FromException<IMqttConnection>(new MqttException("there is no broker here"));
    }
}
