using System.CommandLine;
using System.Globalization;
using System.Net;
using System.Net.Http.Json;
using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;
using Drivers;
using EdgeGateway.Host.Configuration;

namespace EdgeGateway.Host.Verbs;

/// <summary><c>print PRINTER FILE</c>: one job to a printer of the configuration, and what became of it. Goes through the gateway that runs: two programs at one printer would lose jobs.</summary>
internal static class PrintVerb
{
    private const int MaxFile = 48 * 1024;

    /// <summary>Makes the verb.</summary>
    /// <param name="streams">Where it reads and writes.</param>
    /// <param name="clock">Time.</param>
    public static Command Create(Streams streams, TimeProvider clock)
    {
        var printer = new Argument<string>("PRINTER") { Description = "The printer's id in the configuration, or role:NAME for the first printer of a role that can." };
        var file = new Argument<string>("FILE") { Description = "The job as JSON: { \"template\": \"receipt\", \"data\": { … }, \"culture\": \"zh-CN\" }; - reads standard input." };
        var config = new Option<string?>("--config", "-c") { Description = "The gateway's configuration file: tells where its console listens.", HelpName = "FILE" };
        var url = new Option<string?>("--url") { Description = "Where the gateway's console listens, instead of --config; http://127.0.0.1:8080 where neither is given.", HelpName = "URL" };
        var id = new Option<string?>("--id") { Description = "The job's id, a UUID: the same id again is the same job and prints nothing more. A new one where it is left out.", HelpName = "UUID" };
        var copies = new Option<int?>("--copies") { Description = "How many, 1 to 100.", HelpName = "N" };
        var timeout = new Option<int>("--timeout") { Description = "Seconds to wait for the outcome.", HelpName = "SECONDS", DefaultValueFactory = _ => 60 };
        var verb = new Command(
            "print",
            "Print one job and say what became of it, as one JSON object. Exits 0 where the printer said that it is on paper, else 1. The gateway must run.")
        {
            printer, file, config, url, id, copies, timeout,
        };
        verb.SetAction(async (result, cancellationToken) =>
        {
            var (where, token, problem) = Where(result.GetValue(config), result.GetValue(url), streams);
            if (problem is not null)
            {
                return Fail(streams, problem);
            }

            var (job, mistake) = await ReadAsync(result.GetRequiredValue(file), streams, cancellationToken);
            if (job is null)
            {
                return Fail(streams, mistake!);
            }

            if (result.GetValue(id) is { } given && !Guid.TryParseExact(given, "D", out _))
            {
                streams.Error.WriteLine($"print: --id: came \"{given}\"; expected a UUID such as 0198a3c0-0000-7000-8000-000000000001");
                return ExitCode.BadUsage;
            }

            Complete(job, result.GetRequiredValue(printer), result.GetValue(id) ?? job["id"]?.ToString() ?? Guid.CreateVersion7(clock.GetUtcNow()).ToString("D"), result.GetValue(copies));
            using var client = new HttpClient { BaseAddress = where, Timeout = Timeout.InfiniteTimeSpan };
            if (token is not null)
            {
                client.DefaultRequestHeaders.Authorization = new("Bearer", token);
            }

            using var limit = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
            limit.CancelAfter(TimeSpan.FromSeconds(Math.Clamp(result.GetValue(timeout), 1, 86_400)));
            return await PrintAsync(client, job, streams, limit.Token);
        });
        return verb;
    }

    private static async Task<int> PrintAsync(HttpClient client, JsonObject job, Streams streams, CancellationToken cancellationToken)
    {
        var id = job["id"]!.ToString();
        var isAccepted = false;
        try
        {
            using var submitted = await client.PostAsync(
                "/v1/printing/jobs", new StringContent(job.ToJsonString(), Encoding.UTF8, "application/json"), cancellationToken);
            var answer = await ReadAsync(submitted, cancellationToken);
            if (!submitted.IsSuccessStatusCode)
            {
                return Fail(streams, Errors(answer, submitted.StatusCode));
            }

            isAccepted = true;
            while (true)
            {
                using var looked = await client.GetAsync($"/v1/printing/jobs/{id}?wait=20", cancellationToken);
                var now = await ReadAsync(looked, cancellationToken);
                if (!looked.IsSuccessStatusCode)
                {
                    return Fail(streams, Errors(now, looked.StatusCode));
                }

                var state = now?["state"]?.ToString();
                if (state is "printed" or "not_printed" or "unknown")
                {
                    streams.Output.WriteLine(now!.ToJsonString());
                    return End(state, now, streams);
                }
            }
        }
        catch (HttpRequestException e)
        {
            return Fail(streams, isAccepted
                ? $"the gateway went away while job {id} was under way: {e.Message}. The job is on its disk; ask again with --id {id}, which prints nothing twice"
                : $"no gateway answers at {client.BaseAddress}: {e.Message}. Start it (systemctl start edge-gateway, or edge-gateway run --config FILE), or name its console with --config or --url");
        }
        catch (OperationCanceledException)
        {
            return Fail(streams, isAccepted
                ? $"job {id} has come to no outcome yet; it waits at the gateway. Look at its page /printing, or ask again with --id {id}, which prints nothing twice"
                : $"the gateway at {client.BaseAddress} gave no answer in time; ask again with --id {id}, which prints nothing twice");
        }
    }

    private static int End(string state, JsonObject job, Streams streams)
    {
        if (state == "printed")
        {
            return ExitCode.Done;
        }

        streams.Error.WriteLine(state == "unknown"
            ? $"print: nobody knows whether it is on paper: {job["reason"]}. Look at the printer, and answer on the gateway's page /printing"
            : $"print: not printed: {job["reason"]}");
        return ExitCode.Failed;
    }

    private static (Uri Url, string? Token, string? Problem) Where(string? config, string? url, Streams streams)
    {
        var none = new Uri("http://127.0.0.1:8080");
        if (url is not null)
        {
            return Uri.TryCreate(url, UriKind.Absolute, out var given) && given.Scheme is "http" or "https"
                ? (new Uri(url), null, null) : (none, null, $"--url: came \"{url}\"; expected http://ADDRESS:PORT");
        }

        if (config is null)
        {
            return (none, null, null);
        }

        var loaded = GatewayConfiguration.Load(config, DriverCatalog.All);
        if (loaded.Options is not { } options)
        {
            CheckConfigVerb.PrintErrors(loaded.File, loaded.Errors, streams);
            return (none, null, $"{config} has mistakes");
        }

        _ = ListenUrl.TryRead(options.Console.Url, out var endpoint);
        if (endpoint.Port == 0)
        {
            return (none, null, "console.url has port 0, any free one; name the console with --url, as the gateway printed it when it started");
        }

        var address = endpoint.Address.Equals(IPAddress.Any) ? IPAddress.Loopback : endpoint.Address.Equals(IPAddress.IPv6Any) ? IPAddress.IPv6Loopback : endpoint.Address;
        var token = options.Console.TokenFile is { } file && File.Exists(file) ? File.ReadAllText(file).Trim() : null;
        return (new Uri($"http://{new IPEndPoint(address, endpoint.Port)}"), token, null);
    }

    private static async Task<(JsonObject? Job, string? Mistake)> ReadAsync(string file, Streams streams, CancellationToken cancellationToken)
    {
        try
        {
            using var bytes = new MemoryStream();
            if (file == "-")
            {
                await streams.Input.CopyToAsync(bytes, cancellationToken);
            }
            else
            {
                using var stream = File.OpenRead(file);
                await stream.CopyToAsync(bytes, cancellationToken);
            }

            return bytes.Length > MaxFile ? (null, $"{file}: is {bytes.Length} bytes; expected at most {MaxFile}")
                : JsonNode.Parse(bytes.ToArray()) is JsonObject job ? (job, null)
                : (null, $"{file}: expected an object: {{ \"template\": …, \"data\": {{ … }} }}");
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            return (null, $"{file}: {e.Message}");
        }
        catch (Exception e) when (e is JsonException or ArgumentException)
        {
            return (null, $"{file}: not JSON: {e.Message}");
        }
    }

    /// <summary>Puts what the command line says over what the file says.</summary>
    private static void Complete(JsonObject job, string printer, string id, int? copies)
    {
        const string RolePrefix = "role:";
        job.Remove("printer");
        job.Remove("role");
        var isRole = printer.StartsWith(RolePrefix, StringComparison.Ordinal);
        job[isRole ? "role" : "printer"] = isRole ? printer[RolePrefix.Length..] : printer;
        job["id"] = id;
        job["source"] = "cli";
        job["who"] = Environment.UserName;
        if (copies is { } number)
        {
            job["copies"] = number;
        }
    }

    private static async Task<JsonObject?> ReadAsync(HttpResponseMessage answer, CancellationToken cancellationToken)
    {
        try
        {
            return await answer.Content.ReadFromJsonAsync<JsonObject>(cancellationToken);
        }
        catch (JsonException)
        {
            return null;
        }
    }

    private static string Errors(JsonObject? answer, HttpStatusCode status) => answer?["errors"] is JsonArray { Count: > 0 } errors
        ? string.Join("; ", errors.Select(error => $"{(error?["path"]?.ToString() is { Length: > 0 } path ? $"{path}: " : "")}{error?["message"]}"))
        : string.Create(CultureInfo.InvariantCulture, $"the console answered {(int)status}; is that the edge gateway's?");

    private static int Fail(Streams streams, string why)
    {
        streams.Error.WriteLine($"print: {why}");
        return ExitCode.Failed;
    }
}
