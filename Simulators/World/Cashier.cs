using System.Net;
using System.Net.Http.Headers;
using System.Net.Http.Json;
using System.Text.Json;

namespace Simulators.World;

/// <summary>Asks headquarters every few seconds to have a receipt printed in a store, and keeps what came of it.</summary>
/// <remarks>The way is the whole one: headquarters' interface, a command over MQTT, the gateway's job, the printer's word, and back. Where nobody knows, it asks again under the same id.</remarks>
public sealed class Cashier : IAsyncDisposable
{
    private static readonly TimeSpan s_firstAfter = TimeSpan.FromSeconds(2);
    private static readonly TimeSpan s_between = TimeSpan.FromSeconds(6);

    private readonly HttpClient _http = new() { Timeout = TimeSpan.FromSeconds(60) };
    private readonly CancellationTokenSource _stop = new();
    private readonly CancellationTokenSource _abandon = new();
    private readonly List<AskedReceipt> _asked = [];
    private readonly Lock _gate = new();
    private readonly Task _working;

    private Cashier(Uri headquarters, string token, GatewayProcess gateway, string printer) => _working = WorkAsync(headquarters, token, gateway, printer);

    /// <summary>What was asked for and what came of it, oldest first.</summary>
    public IReadOnlyList<AskedReceipt> Asked
    {
        get
        {
            lock (_gate)
            {
                return [.. _asked];
            }
        }
    }

    /// <summary>Begins to work.</summary>
    public static Cashier Start(Uri headquarters, string token, GatewayProcess gateway, string printer) => new(headquarters, token, gateway, printer);

    /// <summary>Waits for the receipt that is under way and asks for no more.</summary>
    public async Task StopAsync()
    {
        await _stop.CancelAsync().ConfigureAwait(false);
        await _working.ConfigureAwait(false);
    }

    /// <inheritdoc/>
    public async ValueTask DisposeAsync()
    {
        await _abandon.CancelAsync().ConfigureAwait(false);
        await StopAsync().ConfigureAwait(false);
        _http.Dispose();
        _stop.Dispose();
        _abandon.Dispose();
    }

    private async Task WorkAsync(Uri headquarters, string token, GatewayProcess gateway, string printer)
    {
        var clock = TimeProvider.System;
        var wait = s_firstAfter;
        try
        {
            for (var number = 1; ; number++)
            {
                await Task.Delay(wait, clock, _stop.Token).ConfigureAwait(false);
                wait = s_between;
                var id = Guid.NewGuid();
                var outcome = await PrintAsync(headquarters, token, gateway, printer, id, number).ConfigureAwait(false);
                lock (_gate)
                {
                    _asked.Add(new AskedReceipt(id, outcome));
                }
            }
        }
        catch (OperationCanceledException) when (_stop.IsCancellationRequested)
        {
            // Asked to stop.
        }
    }

    /// <summary>One receipt. Ends with headquarters' last word, or with why there was none.</summary>
    private async Task<string> PrintAsync(Uri headquarters, string token, GatewayProcess gateway, string printer, Guid id, int number)
    {
        var said = "";
        for (var attempt = 1; attempt <= 5 && !_abandon.IsCancellationRequested; attempt++)
        {
            try
            {
                var data = await _http.GetFromJsonAsync<Dictionary<string, JsonElement>>(new Uri(gateway.Console, "/v1/printing/samples/receipt/zh-CN"), _abandon.Token).ConfigureAwait(false) ?? [];
                data["receipt_no"] = JsonSerializer.SerializeToElement($"{gateway.Address.Gateway}-{number:00000}");
                using var request = new HttpRequestMessage(HttpMethod.Post, new Uri(headquarters, $"/api/gateways/{gateway.Address.Gateway}/commands/print?wait=20"))
                {
                    Content = JsonContent.Create(new { template = "receipt", culture = "zh-CN", printer, data }),
                };
                request.Headers.Add("Idempotency-Key", id.ToString());
                request.Headers.Authorization = new AuthenticationHeaderValue("Bearer", token);
                using var response = await _http.SendAsync(request, _abandon.Token).ConfigureAwait(false);
                if (response.StatusCode == HttpStatusCode.OK)
                {
                    var answer = await response.Content.ReadFromJsonAsync<JsonElement>(_abandon.Token).ConfigureAwait(false);
                    return answer.GetProperty("status").GetString()!;
                }

                said = await response.Content.ReadAsStringAsync(_abandon.Token).ConfigureAwait(false);
            }
            catch (Exception e) when (e is HttpRequestException or OperationCanceledException or JsonException)
            {
                said = e.Message;
            }
        }

        return said;
    }
}

/// <summary>One receipt that was asked for.</summary>
/// <param name="Job">Its id.</param>
/// <param name="Outcome">Headquarters' last word: <c>done</c>, <c>failed</c>, <c>unknown</c> …, or why there was none.</param>
public sealed record AskedReceipt(Guid Job, string Outcome);
