using System.Text;

namespace EdgeGateway.Core.Printing.Documents.Typesetting;

/// <summary>Where a line may end. Pure.</summary>
/// <remarks>
/// Sources: Unicode Standard Annex 14 (breaks around ideographs and behind hyphens) and W3C "Requirements for Chinese Text Layout", section 3.1.4
/// (what may not begin or end a line).
/// </remarks>
internal static class LineBreaks
{
    private const string NoBreak = "\u00a0";

    private const string NeverFirst =
        "、。，．・：；？！）］｝〕〉》」』】〗〙〛〞〟｠’”…‥·‧～〜—–―％‰℃℉°′″々〻ー゛゜ぁぃぅぇぉっゃゅょゎァィゥェォッャュョヮヵヶ" + ",.;:!?)]}%»›";

    private const string NeverLast = "（［｛〔〈《「『【〖〘〚〝｟‘“￥＄￡＃№" + "([{¥$£€#«‹";

    /// <summary>Whether a line may end between two text elements that stand side by side; neither is a blank.</summary>
    public static bool MayBreak(string before, string after)
    {
        if (before == NoBreak || after == NoBreak || NeverFirst.Contains(after[0], StringComparison.Ordinal) || NeverLast.Contains(before[0], StringComparison.Ordinal))
        {
            return false;
        }

        return IsIdeographic(before) || IsIdeographic(after) || (before is "-" or "/" && char.IsLetter(after[0]));
    }

    /// <summary>Full-width letters and digits are read as words and numbers, whatever their width; so are the syllables of Korean.</summary>
    private static bool IsIdeographic(string element) => Rune.TryGetRuneAt(element, 0, out var rune) && EastAsianWidth.IsWide(rune)
        && rune.Value is not ((>= 0xFF10 and <= 0xFF19) or (>= 0xFF21 and <= 0xFF3A) or (>= 0xFF41 and <= 0xFF5A) or (>= 0xAC00 and <= 0xD7A3));
}
