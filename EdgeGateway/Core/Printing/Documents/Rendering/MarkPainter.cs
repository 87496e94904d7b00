using System.Text;
using EdgeGateway.Core.Printing.Documents.Composing;

namespace EdgeGateway.Core.Printing.Documents.Rendering;

/// <summary>Paints rectangles and lines of text straight into dots: a tenth of the time of an SVG library, and all that most receipts and labels are made of.</summary>
/// <remarks>Used by one thread.</remarks>
internal sealed class MarkPainter
{
    private const string Mainland = "Noto Sans CJK SC";
    private const string Taiwan = "Noto Sans CJK TC";
    private const string Latin = "Noto Sans CJK JP";
    private const string Columns = "Noto Sans Mono CJK SC";

    private static readonly string[] s_families = [Mainland, Taiwan, Latin, Columns];
    private static readonly string[] s_weights = ["", ":bold"];

    private readonly nint _library;
    private readonly Dictionary<string, FontFile> _files = [];

    /// <summary>Those that were needed so far: each takes two megabytes for its tables of all ideographs.</summary>
    private readonly Dictionary<string, Typeface> _faces = [];

    /// <summary>Finds the fonts.</summary>
    /// <exception cref="PrintDocumentException">The font is not installed, or FreeType cannot be used.</exception>
    public MarkPainter()
    {
        var status = LibFreetype.New(out _library);
        if (status != 0)
        {
            throw new PrintDocumentException($"FreeType cannot be used: it says {status}.");
        }

        var fonts = LibFontconfig.New();
        try
        {
            foreach (var name in s_families.SelectMany(family => s_weights.Select(weight => family + weight)))
            {
                var font = LibFontconfig.Find(fonts, name);
                _files[name] = font?.Family.StartsWith("Noto Sans", StringComparison.Ordinal) == true && font.Family.Contains("CJK", StringComparison.Ordinal)
                    ? font
                    : throw new PrintDocumentException($"The font {name} is not installed (\"{font?.Family ?? "none"}\" would stand in): install the Debian package fonts-noto-cjk.");
            }
        }
        finally
        {
            LibFontconfig.Free(fonts);
        }
    }

    /// <summary>Paints a block.</summary>
    /// <param name="block">It.</param>
    /// <param name="culture">Of its words: in <c>zh-TW</c> ideographs have Taiwan's shapes.</param>
    /// <param name="paper">Where to.</param>
    /// <returns>False where only SVG can say it: a picture, a shape, a letter that the font lacks, or marks above a letter. Nothing is painted then.</returns>
    public bool TryPaint(Block block, string culture, Paper paper)
    {
        if (block.Marks is not { } marks)
        {
            return false;
        }

        var texts = new Dictionary<TextMark, List<Letter>>(ReferenceEqualityComparer.Instance);
        foreach (var text in marks.OfType<TextMark>())
        {
            if (Letters(text, culture) is not { } letters)
            {
                return false;
            }

            texts[text] = letters;
        }

        foreach (var mark in marks)
        {
            if (mark is TextMark text)
            {
                Paint(text, texts[text], paper);
            }
            else if (mark is RectangleMark rectangle)
            {
                paper.Fill(rectangle.Place, rectangle.Black);
            }
        }

        return true;
    }

    private List<Letter>? Letters(TextMark text, string culture)
    {
        var family = text.Mono ? Columns : culture == "zh-TW" ? Taiwan : Mainland;
        var letters = new List<Letter>(text.Elements.Count);
        foreach (var element in text.Elements)
        {
            if (!Rune.TryGetRuneAt(element.Text, 0, out var rune) || rune.Utf16SequenceLength != element.Text.Length
                || Face((element.IsLatin ? Latin : family) + s_weights[text.Bold ? 1 : 0]).Find(rune, (int)(text.Size * 64)) is not { } letter)
            {
                return null;
            }

            letters.Add(letter);
        }

        return letters;
    }

    private Typeface Face(string name)
    {
        if (!_faces.TryGetValue(name, out var face))
        {
            _faces[name] = face = new Typeface(_library, _files[name]);
        }

        return face;
    }

    private static void Paint(TextMark text, List<Letter> letters, Paper paper)
    {
        var width = letters.Sum(letter => letter.Advance);
        var pen = (double)text.X - (text.Anchor switch { "start" => 0, "middle" => width / 2, _ => width });
        var baseline = (int)decimal.Round(text.Baseline);
        foreach (var letter in letters)
        {
            paper.Put(letter, (int)Math.Floor(pen + 0.5) + letter.Left, baseline - letter.Top, text.Black);
            pen += letter.Advance;
        }
    }
}
