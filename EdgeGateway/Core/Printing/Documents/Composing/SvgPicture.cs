using System.Text;

namespace EdgeGateway.Core.Printing.Documents.Composing;

/// <summary>Blocks one below the other as one SVG document, in dots.</summary>
internal static class SvgPicture
{
    /// <summary>Makes it.</summary>
    public static string Of(IReadOnlyList<Block> blocks, string culture, int width)
    {
        var height = blocks.Sum(block => block.Height);
        var face = culture == "zh-TW" ? "TC" : "SC";
        var svg = new StringBuilder();
        svg.Append($"""<svg xmlns="http://www.w3.org/2000/svg" width="{width}" height="{height}" viewBox="0 0 {width} {height}">""")
            .Append($"""<rect width="{width}" height="{height}" fill="#fff"/>""")
            .Append($"""<g font-family="'Noto Sans CJK {face}', 'Noto Sans {face}', sans-serif" xml:lang="{culture}" xml:space="preserve" fill="#000">""");
        var top = 0;
        foreach (var block in blocks)
        {
            if (block.Svg.Length > 0)
            {
                svg.Append($"""<g transform="translate(0 {top})">""").Append(block.Svg).Append("</g>");
            }

            top += block.Height;
        }

        return svg.Append("</g></svg>").ToString();
    }
}
