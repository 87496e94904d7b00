using System.Globalization;
using System.Text;

namespace Cloud.Crm.Customers;

/// <summary>Names as they are sorted and searched.</summary>
internal static class CustomerName
{
    /// <summary>The most parts kept of one name; names of a hundred ideographs are found by their first.</summary>
    private const int MostParts = 12;

    /// <summary>The longest part that is kept, in characters.</summary>
    private const int LongestPart = 40;

    /// <summary>What a name is sorted and searched by: wide letters narrow, all letters small.</summary>
    internal static string Key(string name) => name.Normalize(NormalizationForm.FormKC).ToLowerInvariant();

    /// <summary>What the name is found by: the whole, and what is left of it from each word and each ideograph on, so that a part of a name is the beginning of one of these.</summary>
    internal static IEnumerable<string> Parts(string key)
    {
        yield return Cut(key);
        var parts = 1;
        for (var i = 1; i < key.Length && parts < MostParts; i++)
        {
            if (char.IsLowSurrogate(key[i]) || char.IsWhiteSpace(key[i]) || !(IsIdeograph(key, i) || !char.IsLetterOrDigit(key[i - 1])))
            {
                continue;
            }

            parts++;
            yield return Cut(key[i..]);
        }
    }

    /// <summary>A name for those who may not see it: its first character.</summary>
    internal static string Hide(string name) => name.Length == 0 ? "" : StringInfo.GetNextTextElement(name) + "**";

    private static bool IsIdeograph(string text, int at) => char.GetUnicodeCategory(text, at) == UnicodeCategory.OtherLetter;

    private static string Cut(string part) => part.Length <= LongestPart ? part : part[..(char.IsHighSurrogate(part[LongestPart - 1]) ? LongestPart - 1 : LongestPart)];
}
