using System.Net;
using System.Net.Http.Headers;
using System.Net.Http.Json;
using System.Text.Json;

namespace Simulators.World;

/// <summary>Sells goods at a till of the store and hands each sale in: to the store's gateway, to headquarters, or to both as a till does that got no answer.</summary>
/// <remarks>Every sale has the till's own UUID, so both ways and all repeats are one sale. Every fifth is brought back.</remarks>
public sealed class Seller : IAsyncDisposable
{
    private const string TillName = "till-9";

    private static readonly TimeSpan s_between = TimeSpan.FromSeconds(2);
    private static readonly TimeSpan s_again = TimeSpan.FromMilliseconds(500);

    /// <summary>What it sells: goods of the plate, and goods that lie on no plate.</summary>
    private static readonly (string Sku, long Fen)[] s_goods = [("6901234567892", 350), ("6925303721367", 480), ("6901028001915", 1290)];

    private readonly HttpClient _http = new() { Timeout = TimeSpan.FromSeconds(20) };
    private readonly CancellationTokenSource _stop = new();
    private readonly List<SoldGoods> _sold = [];
    private readonly Lock _gate = new();
    private readonly GatewayProcess _gateway;
    private readonly Uri _headquarters;
    private readonly string _token;
    private readonly Random _random;
    private readonly Task _working;

    private Seller(GatewayProcess gateway, Uri headquarters, string token, int seed)
    {
        (_gateway, _headquarters, _token, _random) = (gateway, headquarters, token, new Random(seed));
        _working = WorkAsync();
    }

    /// <summary>What was handed in and answered with a yes, oldest first.</summary>
    public IReadOnlyList<SoldGoods> Sold
    {
        get
        {
            lock (_gate)
            {
                return [.. _sold];
            }
        }
    }

    /// <summary>What went wrong last, for people; null where all is well.</summary>
    public string? Trouble { get; private set; }

    /// <summary>Begins to sell.</summary>
    /// <param name="gateway">The store's gateway.</param>
    /// <param name="headquarters">Where headquarters is, for sales that go there at once.</param>
    /// <param name="token">What it signs in with there.</param>
    /// <param name="seed">Which goods.</param>
    public static Seller Start(GatewayProcess gateway, Uri headquarters, string token, int seed) => new(gateway, headquarters, token, seed);

    /// <summary>Hands in the sale that is under way and sells no more.</summary>
    public async Task StopAsync()
    {
        await _stop.CancelAsync().ConfigureAwait(false);
        await _working.ConfigureAwait(false);
    }

    /// <inheritdoc/>
    public async ValueTask DisposeAsync()
    {
        await StopAsync().ConfigureAwait(false);
        _http.Dispose();
        _stop.Dispose();
    }

    private async Task WorkAsync()
    {
        try
        {
            for (var number = 1; ; number++)
            {
                await Task.Delay(s_between, TimeProvider.System, _stop.Token).ConfigureAwait(false);
                var sale = Next(number);
                await InsistAsync(() => HandInAsync(sale, number)).ConfigureAwait(false);
                lock (_gate)
                {
                    _sold.Add(sale);
                }
            }
        }
        catch (OperationCanceledException) when (_stop.IsCancellationRequested)
        {
            // Asked to stop: a sale without an answer is nobody's claim.
        }
    }

    private SoldGoods Next(int number)
    {
        if (number % 5 == 0 && Sold is { Count: > 0 } sold && sold.LastOrDefault(s => !s.IsReturn && !sold.Any(r => r.Original == s.Id)) is { } original)
        {
            return original with { Id = Guid.CreateVersion7(), IsReturn = true, Original = original.Id };
        }

        var (sku, fen) = s_goods[_random.Next(s_goods.Length)];
        var quantity = _random.Next(1, 4);
        return new SoldGoods(Guid.CreateVersion7(), sku, quantity, quantity * fen, _random.Next(2) == 0 ? "m-1001" : null, false, null);
    }

    /// <summary>Two of three go by the gateway; every third to headquarters, and every sixth both ways.</summary>
    private async Task HandInAsync(SoldGoods sale, int number)
    {
        if (number % 3 != 0 || number % 6 == 0)
        {
            await ToGatewayAsync(sale).ConfigureAwait(false);
        }

        if (number % 3 == 0)
        {
            await ToHeadquartersAsync(sale).ConfigureAwait(false);
        }
    }

    private async Task ToGatewayAsync(SoldGoods sale)
    {
        var data = new Dictionary<string, object?>
        {
            ["sale"] = sale.Id,
            ["till"] = TillName,
            ["lines"] = new[] { new { sku = sale.Sku, quantity = sale.Quantity, amount_fen = sale.Fen } },
            ["total_fen"] = sale.Fen,
        };
        AddTo(data, sale);
        using var request = new HttpRequestMessage(HttpMethod.Post, new Uri(_gateway.Intake, "/v1/events"))
        {
            Content = JsonContent.Create(new { id = sale.Id, type = sale.IsReturn ? "sale.returned" : "sale.recorded", device = TillName, data }),
        };
        request.Headers.Authorization = new AuthenticationHeaderValue("Bearer", (await File.ReadAllTextAsync(_gateway.TokenFile, _stop.Token).ConfigureAwait(false)).Trim());
        await SendAsync(request).ConfigureAwait(false);
    }

    private async Task ToHeadquartersAsync(SoldGoods sale)
    {
        var body = new Dictionary<string, object?>
        {
            ["id"] = sale.Id,
            ["store"] = _gateway.Address.Store,
            ["till"] = TillName,
            ["kind"] = sale.IsReturn ? "return" : "sale",
            ["lines"] = new[] { new { sku = sale.Sku, quantity = sale.Quantity, amountFen = sale.Fen } },
            ["totalFen"] = sale.Fen,
        };
        AddTo(body, sale);
        using var request = new HttpRequestMessage(HttpMethod.Post, new Uri(_headquarters, "/api/sales")) { Content = JsonContent.Create(body) };
        request.Headers.Authorization = new AuthenticationHeaderValue("Bearer", _token);
        await SendAsync(request).ConfigureAwait(false);
    }

    private static void AddTo(Dictionary<string, object?> sale, SoldGoods goods)
    {
        if (goods.Member is { } member)
        {
            sale["member"] = member;
        }

        if (goods.Original is { } original)
        {
            sale["original"] = original;
        }
    }

    private async Task SendAsync(HttpRequestMessage request)
    {
        using var response = await _http.SendAsync(request, _stop.Token).ConfigureAwait(false);
        if (!response.IsSuccessStatusCode)
        {
            var said = await response.Content.ReadAsStringAsync(_stop.Token).ConfigureAwait(false);
            throw new HttpRequestException($"{request.RequestUri} answered {(int)response.StatusCode}: {said}", null, response.StatusCode);
        }
    }

    /// <summary>Gateway and headquarters may be starting, or have been killed: the same sale is handed in again.</summary>
    private async Task InsistAsync(Func<Task> act)
    {
        while (true)
        {
            try
            {
                await act().ConfigureAwait(false);
                Trouble = null;
                return;
            }
            catch (Exception e) when (e is HttpRequestException or IOException or JsonException || (e is TaskCanceledException && !_stop.IsCancellationRequested))
            {
                Trouble = e is HttpRequestException { StatusCode: HttpStatusCode.BadRequest or HttpStatusCode.Conflict or HttpStatusCode.Forbidden }
                    ? $"refused for good: {e.Message}" : e.Message;
            }

            await Task.Delay(s_again, TimeProvider.System, _stop.Token).ConfigureAwait(false);
        }
    }
}

/// <summary>One sale that was handed in.</summary>
/// <param name="Id">The till's UUID.</param>
/// <param name="Sku">What.</param>
/// <param name="Quantity">How many.</param>
/// <param name="Fen">For how much.</param>
/// <param name="Member">To whom, or null.</param>
/// <param name="IsReturn">Whether it came back.</param>
/// <param name="Original">The sale that it is a return of, or null.</param>
public sealed record SoldGoods(Guid Id, string Sku, int Quantity, long Fen, string? Member, bool IsReturn, Guid? Original);
