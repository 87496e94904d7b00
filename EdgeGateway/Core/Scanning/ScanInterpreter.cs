using Cloud.Contracts;
using EdgeGateway.Core.Devices;
using EdgeGateway.Core.Events;

namespace EdgeGateway.Core.Scanning;

/// <summary>Makes <c>scan.read</c> of one scanner's scans. No I/O; fed every scan in order.</summary>
/// <remarks>
/// A refused scan (a check digit that does not fit) is shown and counted on the board and is no event: nothing was read that anybody could
/// act on, and the customer's next try is. One that is only odd is an event, with its warnings.
/// </remarks>
/// <param name="deviceId">The scanner.</param>
/// <param name="desk">Understands scans, and knows whose they are.</param>
/// <param name="hold">How long the same code is the same sight: see <see cref="RereadFilter"/>.</param>
public sealed class ScanInterpreter(string deviceId, ScanDesk desk, TimeSpan hold)
{
    private readonly RereadFilter _rereads = new(hold);

    /// <summary>Takes the next scan.</summary>
    /// <returns>The event; null where it was seen already, is refused, or somebody else takes it.</returns>
    public EventDraft? Take(ScanReading reading)
    {
        if (!_rereads.IsNew(reading))
        {
            return null;
        }

        var scan = desk.Decoder.Decode(reading);
        return desk.IsClaimed(reading, scan) || !scan.IsAccepted ? null : Draft(reading, scan);
    }

    private EventDraft Draft(ScanReading reading, Scan scan) => new(
        EventTypes.ScanRead,
        deviceId,
        reading.Time,
        DraftJson.Write(json =>
        {
            json.WriteString("symbology", reading.Symbology ?? "unknown");
            json.WriteString("text", reading.Data);
            json.WriteString("content", ScanJson.NameOf(scan.Content));
            if (scan.Gtin is not null)
            {
                json.WriteString("gtin", scan.Gtin);
            }

            if (scan.Elements.Count > 0)
            {
                ScanJson.WriteElements(json, scan.Elements);
            }

            if (scan.Weighed is not null)
            {
                json.WritePropertyName("weighed");
                ScanJson.WriteWeighed(json, scan.Weighed);
            }

            if (scan.Warnings.Count > 0)
            {
                DraftJson.WriteTexts(json, "warnings", [.. scan.Warnings.Select(w => w.Code).Distinct()]);
            }
        }));
}
