using System.Globalization;
using System.Text.Json;
using Cloud.Contracts;

namespace Simulation.World;

/// <summary>One gateway's page of the books.</summary>
internal sealed class GatewayBook(string name, string store)
{
    private readonly Dictionary<int, long> _lastOf = [];
    private readonly Dictionary<string, (List<Claim> Claims, int Next)> _byEpoch = new(StringComparer.Ordinal);
    private readonly List<(string Epoch, long First, long Last, string Why)> _told = [];

    public string Name => name;

    public string Store => store;

    /// <summary>Every event that was ever offered to the outbox.</summary>
    public Dictionary<(int Producer, long Number), Claim> Claims { get; } = [];

    /// <summary>Those that the outbox has accepted, in order.</summary>
    public List<Claim> Accepted { get; } = [];

    public Dictionary<(string Epoch, long Seq), Claim> Identities { get; } = [];

    /// <summary>How many events headquarters has, as far as has been read.</summary>
    public long Position { get; private set; }

    /// <summary>How many pieces the stored events took off the plates.</summary>
    public long Quantity { get; private set; }

    /// <summary>Whether a row on its disk was changed behind its back.</summary>
    public bool HasRotted { get; set; }

    /// <summary>Whether its files or headquarters' were ever put back.</summary>
    public bool WasRestored { get; set; }

    /// <summary>Everything is to be read again.</summary>
    public void Forget()
    {
        foreach (var claim in Claims.Values.Where(c => c.Stored > 0))
        {
            claim.Stored = 0;
        }

        _lastOf.Clear();
        _told.Clear();
        (Position, Quantity) = (0, 0);
    }

    /// <summary>Takes in a stored event, in order of its position. Answers what is wrong with it, or null.</summary>
    public string? Take(long position, string epoch, long seq, string type, string? device, string body)
    {
        if (position != ++Position)
        {
            return $"position {position} follows {Position - 1}";
        }

        if (type == EventTypes.BufferGap)
        {
            using var gap = JsonDocument.Parse(body);
            var data = gap.RootElement;
            _told.Add((data.GetProperty("epoch").GetString()!, data.GetProperty("first").GetInt64(), data.GetProperty("last").GetInt64(), data.GetProperty("why").GetString()!));
            return null;
        }

        var number = NumberOf(body);
        var producer = device is null ? -1 : int.Parse(device.AsSpan(1), CultureInfo.InvariantCulture);
        if (number is null || !Claims.TryGetValue((producer, number.Value), out var claim) || claim.Data != body)
        {
            return $"the event at {seq} is none that was made: {body}";
        }

        if (++claim.Stored > 1)
        {
            return $"event {number} is stored twice";
        }

        if (claim.Position is { } promised && promised != (epoch, seq))
        {
            return $"event {number} was promised number {promised.Seq} and stands at {seq}";
        }

        if (number <= _lastOf.GetValueOrDefault(producer))
        {
            return $"event {number} of producer {producer} comes after {_lastOf[producer]}";
        }

        _lastOf[producer] = number.Value;
        if (claim.IsLedger)
        {
            Quantity += QuantityOf(body);
        }

        return null;
    }

    /// <summary>The accepted events of an epoch up to a number that have not been taken before.</summary>
    public IEnumerable<Claim> TakeUpTo(string epoch, long seq)
    {
        if (!_byEpoch.TryGetValue(epoch, out var page))
        {
            page = ([], 0);
        }

        // Accepted grows; what belongs to this epoch is looked up once.
        var seen = _seenOf.GetValueOrDefault(epoch);
        for (var i = seen; i < Accepted.Count; i++)
        {
            if (Accepted[i].Position!.Value.Epoch == epoch)
            {
                page.Claims.Add(Accepted[i]);
            }
        }

        _seenOf[epoch] = Accepted.Count;
        var taken = new List<Claim>();
        while (page.Next < page.Claims.Count && page.Claims[page.Next].Position!.Value.Seq <= seq)
        {
            taken.Add(page.Claims[page.Next++]);
        }

        _byEpoch[epoch] = page;
        return taken;
    }

    private readonly Dictionary<string, int> _seenOf = new(StringComparer.Ordinal);

    /// <summary>What was promised and is not there, or null.</summary>
    public string? Missing()
    {
        foreach (var claim in Accepted.Where(c => c is { Stored: 0, MayBeMissing: false }))
        {
            var (epoch, seq) = claim.Position!.Value;
            var told = _told.FindAll(t => t.Epoch == epoch && t.First <= seq && seq <= t.Last);
            var why = told.Count == 0 ? null : string.Join(", ", told.Select(t => t.Why));
            if (!told.Exists(t => IsExcuse(t.Why, claim)))
            {
                return string.Create(CultureInfo.InvariantCulture, $"{Name}: event {claim.Number} ({(claim.IsLedger ? "ledger" : "telemetry")}, number {seq}) was accepted and never came ({why ?? "and nobody told"})");
            }
        }

        return null;
    }

    private bool IsExcuse(string why, Claim claim) => why switch
    {
        "capacity" => !claim.IsLedger,
        "damaged" => HasRotted,
        "trimmed" or "restored" => WasRestored,
        _ => false,
    };

    private static long? NumberOf(string body) => Digits(body, "\"n\":");

    private static long QuantityOf(string body) => Digits(body, "\"count\":") ?? 0;

    private static long? Digits(string body, string member)
    {
        var at = body.IndexOf(member, StringComparison.Ordinal);
        if (at < 0)
        {
            return null;
        }

        var end = at += member.Length;
        while (end < body.Length && char.IsAsciiDigit(body[end]))
        {
            end++;
        }

        return end > at ? long.Parse(body.AsSpan(at, end - at), CultureInfo.InvariantCulture) : null;
    }
}
