using System.Globalization;

namespace Bench.Peers;

/// <summary>Hands numbered events over and times when they are taken and when they arrive.</summary>
/// <param name="arrivals">Headquarters' end.</param>
internal sealed class PeerLoad(Arrivals arrivals)
{
    // Time enough for what is slow, and not for what is stuck.
    private static readonly TimeSpan s_arrive = TimeSpan.FromSeconds(30);
    private static readonly TimeProvider s_clock = TimeProvider.System;
    private int _next = 1;

    /// <summary>Hands over as fast as devices get their answers.</summary>
    /// <param name="doors">One for each device.</param>
    /// <param name="pack">Events an exchange.</param>
    /// <param name="count">Events of all devices.</param>
    /// <param name="limit">After which no device begins another exchange.</param>
    /// <param name="cancellationToken">Stops it.</param>
    /// <returns>How many were taken, how long until the last was taken and until the last arrived, and how many never came.</returns>
    public async Task<(int Count, TimeSpan Taken, TimeSpan Delivered, int Lost)> PourAsync(IReadOnlyList<IDoor> doors, int pack, int count, TimeSpan limit, CancellationToken cancellationToken)
    {
        var first = _next;
        _next += count;
        var packs = Enumerable.Range(first, count).Chunk(pack).Select(numbers => (string[])[.. numbers.Select(EventText.Of)]).ToArray();
        arrivals.Expect(Enumerable.Range(first, count));
        var begun = s_clock.GetTimestamp();
        var at = -1;
        await Task.WhenAll(doors.Select(door => Task.Run(
            async () =>
            {
                while (s_clock.GetElapsedTime(begun) < limit && Interlocked.Increment(ref at) is var mine && mine < packs.Length)
                {
                    await door.SendAsync(packs[mine], cancellationToken);
                }
            },
            cancellationToken)));
        var taken = s_clock.GetElapsedTime(begun);
        var handed = Math.Min(at + 1, packs.Length) * pack;
        arrivals.Except(Enumerable.Range(first + handed, count - handed));
        await arrivals.AllAsync(s_arrive, cancellationToken);
        return (handed, taken, s_clock.GetElapsedTime(begun, arrivals.Missing == 0 ? arrivals.LastAt : s_clock.GetTimestamp()), arrivals.Missing);
    }

    /// <summary>Hands over one after another, each when the one before has arrived.</summary>
    public async Task AloneAsync(IDoor door, int count, TimeSpan pause, PeerFigures into, CancellationToken cancellationToken)
    {
        for (var i = 0; i < count; i++)
        {
            await Task.Delay(pause, s_clock, cancellationToken);
            var number = _next++;
            var text = EventText.Of(number);
            arrivals.Expect([number]);
            var begun = s_clock.GetTimestamp();
            await door.SendAsync([text], cancellationToken);
            into.TakenAfter.Add(s_clock.GetElapsedTime(begun).TotalMilliseconds);
            await arrivals.AllAsync(s_arrive, cancellationToken);
            into.DeliveredAfter.Add(arrivals.Missing == 0 ? s_clock.GetElapsedTime(begun, arrivals.LastAt).TotalMilliseconds : double.PositiveInfinity);
        }
    }
}

/// <summary>What an event says: its number and noise that does not compress, about 300 bytes.</summary>
internal static class EventText
{
    private const int NoiseBytes = 210;

    public static string Of(int number)
    {
        var noise = new byte[NoiseBytes];
        new Random(number).NextBytes(noise);
        return string.Create(CultureInfo.InvariantCulture, $"{number} {Convert.ToBase64String(noise).Replace('+', '-').Replace('/', '_')}");
    }
}
