using System.Globalization;

namespace Cloud.Contracts;

/// <summary>What a batch says about itself in MQTT user properties.</summary>
/// <param name="Epoch">The epoch of every event in it.</param>
/// <param name="First">The first sequence number it answers for.</param>
/// <param name="Last">The last one; at least <paramref name="First"/>.</param>
/// <param name="Gaps">Runs inside the range that will never come: dropped telemetry, damaged rows. Ordered, apart.</param>
/// <param name="After">Present on the first batch after a change of epoch: where the epoch before it ended, as <c>epoch/seq</c>.</param>
/// <param name="Brotli">Whether the payload is compressed.</param>
/// <param name="Depth">Events waiting in the outbox when the batch was made, itself included.</param>
/// <param name="OldestUnsent">The time of the oldest of those, RFC 3339, or null.</param>
public sealed record BatchHeader(
    string Epoch,
    long First,
    long Last,
    IReadOnlyList<SeqRange> Gaps,
    EpochEnd? After,
    bool Brotli,
    long Depth,
    string? OldestUnsent)
{
    /// <summary>The MQTT content type of a batch.</summary>
    public const string ContentType = "application/cloudevents-batch+json";

    /// <summary>How many events are in the payload.</summary>
    public long EventCount => Last - First + 1 - Gaps.Sum(g => g.Count);

    /// <summary>The user properties, in a fixed order.</summary>
    public IReadOnlyList<KeyValuePair<string, string>> ToProperties()
    {
        var properties = new List<KeyValuePair<string, string>>
        {
            new("epoch", Epoch),
            new("first", First.ToString(CultureInfo.InvariantCulture)),
            new("last", Last.ToString(CultureInfo.InvariantCulture)),
            new("depth", Depth.ToString(CultureInfo.InvariantCulture)),
        };
        if (Gaps.Count > 0)
        {
            properties.Add(new("gaps", SeqRange.Format(Gaps)));
        }

        if (After is { } after)
        {
            properties.Add(new("after", after.ToString()));
        }

        if (OldestUnsent is not null)
        {
            properties.Add(new("oldest", OldestUnsent));
        }

        if (Brotli)
        {
            properties.Add(new("encoding", "br"));
        }

        return properties;
    }

    /// <summary>Reads the header back.</summary>
    /// <param name="properties">The user properties of the message, any order; unknown ones are passed over.</param>
    /// <param name="header">The header where the answer is null.</param>
    /// <returns>Null, or what is wrong with the properties.</returns>
    public static string? TryRead(IEnumerable<KeyValuePair<string, string>> properties, out BatchHeader? header)
    {
        header = null;
        var byName = new Dictionary<string, string>(StringComparer.Ordinal);
        foreach (var (name, value) in properties)
        {
            byName[name] = value;
        }

        if (!byName.TryGetValue("epoch", out var epoch) || !Identifier.IsValid(epoch))
        {
            return $"user property 'epoch' is {Shown(byName, "epoch")}; expected a name of a-z, 0-9 and -";
        }

        if (!TryNumber(byName, "first", out var first) || first < 1 || !TryNumber(byName, "last", out var last) || last < first)
        {
            return $"user properties 'first' and 'last' are {Shown(byName, "first")} and {Shown(byName, "last")}; expected 1 <= first <= last";
        }

        if (!SeqRange.TryParse(byName.GetValueOrDefault("gaps", ""), out var gaps)
            || (gaps.Count > 0 && (gaps[0].First < first || gaps[^1].Last > last)))
        {
            return $"user property 'gaps' is {Shown(byName, "gaps")}; expected ordered runs such as 3-5,9-9 within first..last";
        }

        EpochEnd? after = null;
        if (byName.TryGetValue("after", out var afterText))
        {
            if (!EpochEnd.TryParse(afterText, out var end))
            {
                return $"user property 'after' is '{afterText}'; expected epoch/seq";
            }

            after = end;
        }

        var encoding = byName.GetValueOrDefault("encoding");
        if (encoding is not (null or "br"))
        {
            return $"user property 'encoding' is '{encoding}'; expected br or none";
        }

        _ = TryNumber(byName, "depth", out var depth);
        header = new BatchHeader(epoch, first, last, gaps, after, encoding is not null, depth, byName.GetValueOrDefault("oldest"));
        return null;
    }

    private static bool TryNumber(Dictionary<string, string> properties, string name, out long value)
    {
        value = 0;
        return properties.TryGetValue(name, out var text) && long.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out value);
    }

    private static string Shown(Dictionary<string, string> properties, string name) =>
        properties.TryGetValue(name, out var value) ? $"'{(value.Length > 80 ? value[..80] + "…" : value)}'" : "missing";
}

/// <summary>The last sequence number of an epoch.</summary>
public readonly record struct EpochEnd(string Epoch, long Seq)
{
    /// <inheritdoc/>
    public override string ToString() => string.Create(CultureInfo.InvariantCulture, $"{Epoch}/{Seq}");

    /// <summary>Reads <c>epoch/seq</c>.</summary>
    public static bool TryParse(string text, out EpochEnd end)
    {
        end = default;
        var slash = text.IndexOf('/', StringComparison.Ordinal);
        if (slash < 1 || !Identifier.IsValid(text.AsSpan(0, slash))
            || !long.TryParse(text.AsSpan(slash + 1), NumberStyles.None, CultureInfo.InvariantCulture, out var seq) || seq < 0)
        {
            return false;
        }

        end = new EpochEnd(text[..slash], seq);
        return true;
    }
}
