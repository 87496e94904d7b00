using System.Globalization;
using System.Text;
using System.Text.Json;
using Cloud.Contracts;
using EdgeGateway.Core.Devices;
using EdgeGateway.Core.Weighing;
using Microsoft.AspNetCore.Http;

namespace EdgeGateway.Console;

/// <summary>What the weighing page asks for: the scales at work, the goods, and the keys at each scale.</summary>
public sealed class WeighingEndpoints
{
    /// <summary>How often the scales are sent at most: a weight on the counter is to follow the hand.</summary>
    internal static readonly TimeSpan Pace = TimeSpan.FromMilliseconds(100);

    private const int MostItems = 40;

    private static readonly TimeSpan s_keyLimit = TimeSpan.FromSeconds(3);
    private static readonly TimeSpan s_tellLimit = TimeSpan.FromSeconds(3);

    private readonly WeighingDesk _desk;
    private readonly EventStreams _streams;
    private readonly TimeProvider _clock;

    /// <param name="desk">The scales and their keys.</param>
    /// <param name="maxPages">How many weighing pages may be live at once.</param>
    /// <param name="clock">The pace of the live pages, and how long a key may take.</param>
    /// <param name="stopping">Ends the live pages when the service stops.</param>
    public WeighingEndpoints(WeighingDesk desk, int maxPages, TimeProvider clock, CancellationToken stopping)
    {
        (_desk, _clock) = (desk, clock);
        _streams = new EventStreams(maxPages, stopping);
        Routes =
        [
            new("GET", "/v1/weighing", r => r.AnswerWithAsync(WeighingView.Of(desk), WeighingJson.Default.WeighingView)),
            new("GET", "/v1/weighing/live", r => _streams.WriteAsync(r.Context, FollowAsync)),
            new("GET", "/v1/weighing/items", r => r.AnswerWithAsync(Search(r.Context.Request.Query["q"].ToString()), WeighingJson.Default.IReadOnlyListItemView)),
            new("POST", "/v1/weighing/{scale}/plu", ChooseAsync),
            new("POST", "/v1/weighing/{scale}/tare", TareAsync),
            new("POST", "/v1/weighing/{scale}/clear", r => PressAsync(r, new ClearKey())),
        ];
    }

    /// <summary>What it answers.</summary>
    public IReadOnlyList<ConsoleRoute> Routes { get; }

    private ItemView[] Search(string text) => [.. _desk.File.Prices.List.Search(text, MostItems).Select(ItemView.Of)];

    private async Task ChooseAsync(ConsoleRequest request)
    {
        if (!request.TryRead(WeighingJson.Default.PluBody, out var body, out var error))
        {
            await request.RefuseAsync(StatusCodes.Status400BadRequest, error);
        }
        else if (body.Plu is not { Length: > 0 } plu)
        {
            await request.RefuseAsync(StatusCodes.Status400BadRequest, new ConsoleError("plu", "is missing; expected a PLU number of the price list in quotes"));
        }
        else
        {
            await PressAsync(request, new PluKey(plu));
        }
    }

    private async Task TareAsync(ConsoleRequest request)
    {
        if (!request.TryRead(WeighingJson.Default.TareBody, out var body, out var error))
        {
            error = error.Path.Length == 0 ? new ConsoleError("amount", "expected { \"amount\": \"0.020\" }, with \"unit\" beside it if it is not the scale's; null takes what lies on the scale") : error;
            await request.RefuseAsync(StatusCodes.Status400BadRequest, error);
            return;
        }

        decimal? amount = null;
        if (body.Amount.ValueKind != JsonValueKind.Null)
        {
            if (body.Amount.ValueKind != JsonValueKind.String
                || !decimal.TryParse(body.Amount.GetString(), NumberStyles.AllowDecimalPoint | NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out var given))
            {
                await request.RefuseAsync(
                    StatusCodes.Status400BadRequest, new ConsoleError("amount", $"came {body.Amount.GetRawText()}; expected a decimal number in quotes such as \"0.020\", or null for what lies on the scale"));
                return;
            }

            amount = given;
        }

        await PressAsync(request, new TareKey(amount, body.Unit));
    }

    private async Task PressAsync(ConsoleRequest request, WeighingKey key)
    {
        var scale = request["scale"];
        if (_desk.Find(scale) is null)
        {
            await request.RefuseAsync(StatusCodes.Status404NotFound, new ConsoleError("scale", $"there is no scale \"{scale}\""));
            return;
        }

        // The page's going away does not cancel: a key that is pressed is pressed.
        using var limit = new CancellationTokenSource(s_keyLimit, _clock);
        KeyOutcome? outcome = null;
        try
        {
            outcome = await _desk.PressAsync(scale, key, limit.Token);
        }
        catch (OperationCanceledException) when (limit.IsCancellationRequested)
        {
            // Answered below: the interpreter is as busy as where it takes nothing in.
        }

        if (outcome is not { } done)
        {
            request.Response.Headers.RetryAfter = "2";
            await request.RefuseAsync(StatusCodes.Status503ServiceUnavailable, new ConsoleError("", "the gateway waits for its disk and takes no key now; look at the scale before you press it again"));
        }
        else if (!done.IsDone)
        {
            await request.RefuseAsync(StatusCodes.Status400BadRequest, new ConsoleError(done.Path!, done.Message!));
        }
        else
        {
            var told = key is PluKey plu ? await TellAsync(scale, plu.Plu) : null;
            await request.AnswerWithAsync(new KeyAnswer(_desk.Find(scale) ?? WeighingState.Unknown(scale), told), WeighingJson.Default.KeyAnswer);
        }
    }

    private async Task<CommandOutcome> TellAsync(string scale, string plu)
    {
        using var limit = new CancellationTokenSource(s_tellLimit, _clock);
        try
        {
            return await _desk.TellPriceAsync(scale, plu, limit.Token).AsTask().WaitAsync(limit.Token);
        }
        catch (OperationCanceledException)
        {
            return CommandOutcome.Refused($"the scale gave no answer within {s_tellLimit.TotalSeconds:0} seconds");
        }
    }

    private async Task FollowAsync(EventWriter writer, CancellationToken cancellationToken)
    {
        using var pace = new PeriodicTimer(Pace, _clock);
        byte[] sent = [];
        var sentAt = _clock.GetTimestamp();
        do
        {
            var now = JsonSerializer.SerializeToUtf8Bytes(WeighingView.Of(_desk), WeighingJson.Default.WeighingView);
            if (!now.AsSpan().SequenceEqual(sent))
            {
                await writer.SendAsync("weighing", now, cancellationToken);
            }
            else if (_clock.GetElapsedTime(sentAt) >= EventStreams.Beat)
            {
                await writer.SendAsync("beat", Encoding.ASCII.GetBytes(EventBody.FormatTime(_clock.GetUtcNow())), cancellationToken);
            }
            else
            {
                continue;
            }

            (sent, sentAt) = (now, _clock.GetTimestamp());
        }
        while (await pace.WaitForNextTickAsync(cancellationToken));
    }
}
