using System.Globalization;

namespace Cloud.Contracts;

/// <summary>A run of sequence numbers, both ends included.</summary>
public readonly record struct SeqRange(long First, long Last)
{
    /// <summary>How many numbers the run holds.</summary>
    public long Count => Last - First + 1;

    /// <summary>Writes runs as <c>3-5,9-9</c>, the form of the batch property <c>gaps</c>.</summary>
    public static string Format(IEnumerable<SeqRange> ranges) =>
        string.Join(',', ranges.Select(r => string.Create(CultureInfo.InvariantCulture, $"{r.First}-{r.Last}")));

    /// <summary>Reads <see cref="Format"/> back; an empty text is no runs. False unless the runs are ordered and apart.</summary>
    public static bool TryParse(string text, out IReadOnlyList<SeqRange> ranges)
    {
        var list = new List<SeqRange>();
        ranges = list;
        if (text.Length == 0)
        {
            return true;
        }

        var previous = 0L;
        foreach (var part in text.Split(','))
        {
            var dash = part.IndexOf('-', StringComparison.Ordinal);
            if (dash < 1
                || !long.TryParse(part.AsSpan(0, dash), NumberStyles.None, CultureInfo.InvariantCulture, out var first)
                || !long.TryParse(part.AsSpan(dash + 1), NumberStyles.None, CultureInfo.InvariantCulture, out var last)
                || first <= previous || last < first)
            {
                return false;
            }

            list.Add(new SeqRange(first, last));
            previous = last;
        }

        return true;
    }
}
