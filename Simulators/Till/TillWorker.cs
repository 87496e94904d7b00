using System.Net.Http.Headers;

namespace Simulators.Till;

/// <summary>One cashier: sends a request, tries it again with the same ids until it is answered, then the next.</summary>
internal sealed class TillWorker(HttpClient http, TillPlan plan, TillPace pace, SentLog log, Random random, TimeProvider clock)
{
    private static readonly TimeSpan s_shortestPause = TimeSpan.FromMilliseconds(50);
    private static readonly TimeSpan s_longestPause = TimeSpan.FromSeconds(2);
    private static readonly TimeSpan s_answerWithin = TimeSpan.FromSeconds(10);

    /// <summary>Works until the plan is done or <paramref name="stop"/>; after that the request in hand is tried on until <paramref name="giveUp"/>.</summary>
    /// <exception cref="InvalidOperationException">The gateway refuses for good; the message says why.</exception>
    public async Task RunAsync(CancellationToken stop, CancellationToken giveUp)
    {
        while (await pace.NextAsync(stop).ConfigureAwait(false) is > 0 and var count)
        {
            var ids = Enumerable.Range(0, count).Select(_ => Guid.NewGuid()).ToArray();
            var body = Goods.Write(ids, plan.Device, clock.GetUtcNow(), random);
            var answer = await SendUntilAnsweredAsync(ids, body, giveUp).ConfigureAwait(false);
            if (answer is null)
            {
                log.GiveUp(ids);
                return;
            }

            if (answer.Verdict == IntakeVerdict.Refused)
            {
                throw new InvalidOperationException($"The gateway refuses: {answer.Why}");
            }

            log.Acknowledge(answer.Positions);
        }
    }

    private async Task<IntakeAnswer?> SendUntilAnsweredAsync(Guid[] ids, byte[] body, CancellationToken giveUp)
    {
        var ceiling = s_shortestPause;
        while (true)
        {
            var answer = await SendAsync(ids, body, giveUp).ConfigureAwait(false);
            if (answer.Verdict != IntakeVerdict.TryAgain)
            {
                return answer;
            }

            try
            {
                await Task.Delay(ceiling * random.NextDouble(), clock, giveUp).ConfigureAwait(false);
            }
            catch (OperationCanceledException)
            {
                return null;
            }

            ceiling = ceiling * 2 < s_longestPause ? ceiling * 2 : s_longestPause;
        }
    }

    private async Task<IntakeAnswer> SendAsync(Guid[] ids, byte[] body, CancellationToken giveUp)
    {
        using var timeout = new CancellationTokenSource(s_answerWithin, clock);
        using var either = CancellationTokenSource.CreateLinkedTokenSource(giveUp, timeout.Token);
        using var request = new HttpRequestMessage(HttpMethod.Post, new Uri(plan.Url, "/v1/events")) { Content = new ByteArrayContent(body) };
        request.Content.Headers.ContentType = new MediaTypeHeaderValue("application/json");
        request.Headers.Authorization = new AuthenticationHeaderValue("Bearer", plan.Token);
        try
        {
            using var response = await http.SendAsync(request, either.Token).ConfigureAwait(false);
            var text = await response.Content.ReadAsStringAsync(either.Token).ConfigureAwait(false);
            return IntakeAnswer.Read(response.StatusCode, text, ids);
        }
        catch (Exception unanswered) when (unanswered is HttpRequestException or OperationCanceledException or IOException)
        {
            return IntakeAnswer.None(unanswered.Message);
        }
    }
}
