using System.Globalization;
using System.Net.Http.Json;
using System.Text.Json;
using Cloud.Crm.Setup;
using Cloud.Crm.Storage;
using Npgsql;
using Simulators.World;

namespace Bench.Pages;

/// <summary>How long headquarters' pages wait for their data in a large chain: real HTTP to a node in this process, over PostgreSQL on this machine.</summary>
internal static class PagesBench
{
    private const int Warm = 3;
    private const int Times = 40;
    private static readonly TimeProvider s_clock = TimeProvider.System;

    /// <summary>Runs all of it.</summary>
    public static async Task<IReadOnlyList<BenchRow>> RunAsync(string folder, PageSize size, CancellationToken cancellationToken)
    {
        var rows = new List<BenchRow>();
        var work = PrivateFolder.Open(null);
        await using (var server = await PostgresServer.StartAsync(work, cancellationToken))
        {
            var address = await server.CreateDatabaseAsync("pages", cancellationToken);
            await using var node = await BenchHeadquarters.BuildAsync(new DatabaseOptions("postgres", address.Connection), folder, s_clock, cancellationToken);
            rows.Add(await MakeAsync(address.Connection, [("functions", PageRows.Functions), .. PageRows.Chain(size), .. PageRows.Members(size, 1, size.FewMembers)], size, cancellationToken));
            using var http = await node.ServeAsync(cancellationToken);
            await AddByHandAsync(http, cancellationToken);
            var marks = await MarksAsync(http, size, cancellationToken);
            foreach (var request in PageRequest.Chain)
            {
                rows.Add(await MeasureAsync(http, request, marks, "", cancellationToken));
            }

            foreach (var members in (int[])[size.FewMembers, size.Members])
            {
                if (members > size.FewMembers)
                {
                    await MakeAsync(address.Connection, PageRows.Members(size, size.FewMembers + 1, members), size, cancellationToken);
                }

                marks["customers-next"] = await NextAsync(http, "/api/customers?limit=200", "next", cancellationToken) ?? "";
                foreach (var request in PageRequest.Customers)
                {
                    rows.Add(await MeasureAsync(http, request, marks, string.Create(CultureInfo.InvariantCulture, $", of {members:N0}"), cancellationToken));
                }
            }
        }

        work.Delete();
        return rows;
    }

    private static async Task<BenchRow> MakeAsync(string connection, IEnumerable<(string What, string Sql)> steps, PageSize size, CancellationToken cancellationToken)
    {
        var started = s_clock.GetTimestamp();
        await using var source = NpgsqlDataSource.Create(new NpgsqlConnectionStringBuilder(connection) { CommandTimeout = 1_800 }.ToString());
        await using var open = await source.OpenConnectionAsync(cancellationToken);
        await ExecuteAsync(open, "SET synchronous_commit = off; SET maintenance_work_mem = '512MB'; SET work_mem = '128MB'; SET max_parallel_maintenance_workers = 2", cancellationToken);
        foreach (var (what, sql) in steps)
        {
            var at = s_clock.GetTimestamp();
            await ExecuteAsync(open, sql, cancellationToken);
            await Console.Error.WriteLineAsync(string.Create(CultureInfo.InvariantCulture, $"  {what}: {s_clock.GetElapsedTime(at).TotalSeconds:N1} s"));
        }

        await ExecuteAsync(open, "VACUUM ANALYZE", cancellationToken);
        await ExecuteAsync(open, "CHECKPOINT", cancellationToken);
        await using var ask = new NpgsqlCommand("SELECT pg_database_size(current_database())", open);
        var bytes = (long)(await ask.ExecuteScalarAsync(cancellationToken))!;
        return new BenchRow(
            "the chain's rows",
            string.Create(CultureInfo.InvariantCulture, $"{size.Stores:N0} stores, {size.Stores * size.SkusAStore:N0} rows of stock, {size.Events:N0} events, {size.Sales:N0} sales"), "",
            string.Create(CultureInfo.InvariantCulture, $"made by SQL in {s_clock.GetElapsedTime(started).TotalSeconds:N0} s, {bytes / 1e9:N1} GB"));
    }

    /// <summary>The one whose number is searched for: SQL has no key to hide a number with.</summary>
    private static async Task AddByHandAsync(HttpClient http, CancellationToken cancellationToken)
    {
        using var answer = await http.PutAsJsonAsync(new Uri("/api/customers/by-hand", UriKind.Relative), new { name = "何欣怡", phone = "13800138000" }, cancellationToken);
        answer.EnsureSuccessStatusCode();
    }

    private static async Task ExecuteAsync(NpgsqlConnection connection, string sql, CancellationToken cancellationToken)
    {
        await using var command = new NpgsqlCommand(sql, connection);
        await command.ExecuteNonQueryAsync(cancellationToken);
    }

    /// <summary>Marks of pages in the middle and at the end, taken from pages of their neighbours.</summary>
    private static async Task<Dictionary<string, string>> MarksAsync(HttpClient http, PageSize size, CancellationToken cancellationToken)
    {
        var today = DateOnly.FromDateTime(s_clock.GetUtcNow().UtcDateTime);
        var store = (int number) => string.Create(CultureInfo.InvariantCulture, $"shop-{number:0000}");
        return new Dictionary<string, string>(StringComparer.Ordinal)
        {
            ["from"] = today.AddDays(1 - size.Days).ToString("yyyy-MM-dd", CultureInfo.InvariantCulture),
            ["to"] = today.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture),
            ["stock-middle"] = await NextAsync(http, $"/api/stock?store={store(size.Stores / 2)}&limit=200", "next", cancellationToken) ?? "",
            ["stock-end"] = await NextAsync(http, $"/api/stock?store={store(size.Stores)}&limit=200", "next", cancellationToken) ?? "",
        };
    }

    private static async Task<string?> NextAsync(HttpClient http, string path, string member, CancellationToken cancellationToken)
    {
        using var response = await http.GetAsync(new Uri(path, UriKind.Relative), cancellationToken);
        if (!response.IsSuccessStatusCode || response.Content.Headers.ContentType?.MediaType != "application/json")
        {
            return null;
        }

        using var document = JsonDocument.Parse(await response.Content.ReadAsStringAsync(cancellationToken));
        return document.RootElement.TryGetProperty(member, out var next) && next.ValueKind == JsonValueKind.String ? Uri.EscapeDataString(next.GetString()!) : null;
    }

    private static async Task<BenchRow> MeasureAsync(HttpClient http, PageRequest request, Dictionary<string, string> marks, string of, CancellationToken cancellationToken)
    {
        var path = marks.Aggregate(request.Path, (text, mark) => text.Replace($"{{{mark.Key}}}", mark.Value, StringComparison.Ordinal));
        var times = new List<double>();
        var bytes = 0;
        for (var i = 0; i < Warm + Times; i++)
        {
            var start = s_clock.GetTimestamp();
            using var response = await http.GetAsync(new Uri(path, UriKind.Relative), cancellationToken);
            var body = await response.Content.ReadAsStringAsync(cancellationToken);
            var milliseconds = s_clock.GetElapsedTime(start).TotalMilliseconds;
            if (!response.IsSuccessStatusCode)
            {
                return Say(new BenchRow($"page: {request.What}{of}", "not measured", Bar(request), $"GET {path}: {(int)response.StatusCode} {(body.Length > 200 ? body[..200] : body)}"));
            }

            if (i >= Warm)
            {
                times.Add(milliseconds);
            }

            bytes = body.Length;

            // One that is far beyond its bar is not asked for forty times.
            if (milliseconds > 5_000 && times.Count > 2)
            {
                break;
            }
        }

        times.Sort();
        var p95 = times[(int)Math.Ceiling(times.Count * 0.95) - 1];
        return Say(new BenchRow(
            $"page: {request.What}{of}",
            string.Create(CultureInfo.InvariantCulture, $"p50 {times[times.Count / 2]:N1} ms, p95 {p95:N1} ms{(p95 > request.Bar.TotalMilliseconds ? " MISSED" : "")}"),
            Bar(request),
            string.Create(CultureInfo.InvariantCulture, $"{bytes:N0} characters")));
    }

    private static string Bar(PageRequest request) => string.Create(CultureInfo.InvariantCulture, $"<= {request.Bar.TotalMilliseconds:N0} ms");

    private static BenchRow Say(BenchRow row)
    {
        Console.Error.WriteLine($"  {row.What}: {row.Measured} {(row.Measured == "not measured" ? row.Note : "")}");
        return row;
    }
}
