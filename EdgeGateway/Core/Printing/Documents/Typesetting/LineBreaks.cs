using System.Text;

namespace EdgeGateway.Core.Printing.Documents.Typesetting;

/// <summary>Where a line may end. Pure.</summary>
/// <remarks>
/// Sources: Unicode Standard Annex 14 (breaks around ideographs and behind hyphens) and W3C "Requirements for Chinese Text Layout", section 3.1.4
/// (what may not begin or end a line).
/// </remarks>
internal static class LineBreaks
{
    private const string NeverFirst =
        "、。，．・：；？！）］｝〕〉》」』】〗〙〛〞〟｠’”…‥·‧～〜—–―％‰℃℉°′″々〻ー゛゜ぁぃぅぇぉっゃゅょゎァィゥェォッャュョヮヵヶ" + ",.;:!?)]}%»›";

    private const string NeverLast = "（［｛〔〈《「『【〖〘〚〝｟‘“￥＄￡＃№" + "([{¥$£€#«‹";

    /// <summary>Whether a line may end between two text elements that stand side by side; neither is a blank.</summary>
    public static bool MayBreak(string before, string after)
    {
        if (NeverFirst.Contains(after[0], StringComparison.Ordinal) || NeverLast.Contains(before[0], StringComparison.Ordinal))
        {
            return false;
        }

        return IsIdeographic(before) || IsIdeographic(after) || (before is "-" or "/" && char.IsLetter(after[0]));
    }

    private static bool IsIdeographic(string element) => Rune.TryGetRuneAt(element, 0, out var rune) && EastAsianWidth.IsWide(rune);
}
