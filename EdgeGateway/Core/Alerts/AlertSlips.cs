using System.Globalization;
using System.Text;
using System.Text.Json;
using EdgeGateway.Core.Events;
using EdgeGateway.Core.Members;
using EdgeGateway.Core.Printing.Jobs;
using Microsoft.Extensions.Logging;

namespace EdgeGateway.Core.Alerts;

/// <summary>Prints a slip for the staff with each arrival, where the store wants it: once an alert, whatever is killed when.</summary>
/// <param name="alerts">The alerts.</param>
/// <param name="printing">Where jobs go.</param>
/// <param name="options">The role of the printers, and until when.</param>
/// <param name="profile">The profile of a member, or null.</param>
/// <param name="clock">Time, and the store's time zone.</param>
/// <param name="logger">Told of slips that are not printed.</param>
public sealed class AlertSlips(
    AlertDesk alerts, PrintDesk printing, AlertOptions options, Func<string, MemberProfile?> profile, TimeProvider clock, ILogger logger)
{
    /// <summary>The template.</summary>
    public const string Template = "vip-slip";

    /// <summary>After what a customer waits for at the till, before lists.</summary>
    private const int Priority = 6;

    private static readonly TimeSpan s_retry = TimeSpan.FromSeconds(5);

    /// <summary>The job of an alert: always the same id.</summary>
    public static Guid IdOf(Guid alert) => JobEvents.Derive($"vip-slip/{alert:D}");

    /// <summary>Prints until the token; behind the alert, which waits for no printer.</summary>
    public async Task RunAsync(CancellationToken cancellationToken)
    {
        try
        {
            while (true)
            {
                var version = alerts.Store.Version;
                if (Print())
                {
                    await alerts.Store.WaitForChangeAsync(version, Timeout.InfiniteTimeSpan, cancellationToken).ConfigureAwait(false);
                }
                else
                {
                    await Task.Delay(s_retry, clock, cancellationToken).ConfigureAwait(false);
                }
            }
        }
        catch (OperationCanceledException) when (cancellationToken.IsCancellationRequested)
        {
            // Stopped; what is wanted is on the disk.
        }
    }

    /// <summary>Hands over the slips that are wanted.</summary>
    /// <returns>False where a queue or the disk refuses; try again.</returns>
    internal bool Print()
    {
        var all = true;
        foreach (var alert in alerts.Store.Alerts().Where(alert => alert.WantsSlip))
        {
            try
            {
                if (Submit(alert) is { Kind: PrintRefusalKind.Unavailable })
                {
                    all = false;
                    continue;
                }

                _ = alerts.Store.Change(alert.Id, one => one with { WantsSlip = false });
            }
            catch (AlertStoreException)
            {
                all = false;
            }
        }

        return all;
    }

    private PrintRefusal? Submit(Alert alert)
    {
        var until = alert.At + options.SlipFor;
        if (options.SlipRole is not { } role || until <= clock.GetUtcNow())
        {
            LogMessages.SlipRefused(logger, alert.Id, options.SlipRole is null ? "alerts.slipRole names no printers any more" : "it is too late for it");
            return null;
        }

        using var data = JsonDocument.Parse(Data(alert, profile(alert.Member)));
        var job = new WantedJob(IdOf(alert.Id), Template, data.RootElement, null, 1, null, role, Priority, until);
        var refusal = printing.Submit(job, new PrintAsker("alerts", null), isOwn: true).Refusal;
        if (refusal is { Kind: not PrintRefusalKind.Conflict })
        {
            // A conflict is the same slip after a restart, with a profile that has changed since: it is printed already.
            LogMessages.SlipRefused(logger, alert.Id, refusal.Text);
        }

        return refusal;
    }

    private byte[] Data(Alert alert, MemberProfile? member) => DraftJson.Write(json =>
    {
        json.WriteString("member", Short(member?.Name ?? alert.Member, 60));
        Write(json, "tier", member?.Level, 30);
        json.WriteString("at", TimeZoneInfo.ConvertTime(alert.At, clock.LocalTimeZone).ToString("yyyy-MM-dd'T'HH:mm:sszzz", CultureInfo.InvariantCulture));
        Write(json, "entrance", alert.Zone, 40);
        if (member?.LastVisit is { } visit)
        {
            json.WriteString("last_visit", TimeZoneInfo.ConvertTime(visit, clock.LocalTimeZone).ToString("yyyy-MM-dd", CultureInfo.InvariantCulture));
        }

        if (member is { Usual.Count: > 0 })
        {
            json.WriteStartArray("favourites");
            foreach (var goods in member.Usual.Take(8))
            {
                json.WriteStartObject();
                json.WriteString("name", Short(goods.Name.Length > 0 ? goods.Name : goods.Sku, 80));
                json.WriteEndObject();
            }

            json.WriteEndArray();
        }

        Write(json, "care", member is null ? null : string.Join("; ", member.Notes), 200);
    });

    private static void Write(Utf8JsonWriter json, string name, string? text, int most)
    {
        if (text is not null && Short(text, most) is { Length: > 0 } shortened)
        {
            json.WriteString(name, shortened);
        }
    }

    /// <summary>One line of at most so many characters; none is cut in half.</summary>
    private static string Short(string text, int most)
    {
        var line = new StringBuilder(Math.Min(text.Length, most));
        foreach (var rune in text.EnumerateRunes())
        {
            if (line.Length + rune.Utf16SequenceLength > most)
            {
                break;
            }

            line.Append(Rune.IsControl(rune) ? " " : rune.ToString());
        }

        return line.ToString().Trim();
    }
}
