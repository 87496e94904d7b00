using System.Buffers.Text;
using System.Text;
using Cloud.Crm.Fleet;
using Microsoft.AspNetCore.Http.HttpResults;

namespace Cloud.Crm.Stock;

/// <summary>Where a page of a list ended: the last row's key, opaque to whoever asks for the next.</summary>
internal static class PageMark
{
    /// <summary>The most rows of a page.</summary>
    internal const int MostRows = 200;

    /// <summary>Writes a key.</summary>
    internal static string Write(params ReadOnlySpan<string> key) => Base64Url.EncodeToString(Encoding.UTF8.GetBytes(string.Join('\n', key!)));

    /// <summary>Reads a key of so many parts back; null where the text is none.</summary>
    internal static string[]? Read(string text, int parts)
    {
        try
        {
            var key = Encoding.UTF8.GetString(Base64Url.DecodeFromChars(text)).Split('\n');
            return key.Length == parts && !key.Any(part => part.Contains('\0', StringComparison.Ordinal)) ? key : null;
        }
        catch (FormatException)
        {
            return null;
        }
    }

    /// <summary>Whether a page can be asked for so; else why not.</summary>
    /// <param name="limit">The most rows wanted.</param>
    /// <param name="after">The mark, or null for the first page.</param>
    /// <param name="parts">How many parts its key has.</param>
    /// <param name="mark">The key, or null for the first page.</param>
    internal static BadRequest<Refusal>? Check(int limit, string? after, int parts, out string[]? mark)
    {
        mark = null;
        return limit is < 1 or > MostRows ? TypedResults.BadRequest(new Refusal($"limit is {limit}; expected 1 to {MostRows}"))
            : after is not null && (mark = Read(after, parts)) is null ? TypedResults.BadRequest(new Refusal("after is not what a page gave as next"))
            : null;
    }
}
