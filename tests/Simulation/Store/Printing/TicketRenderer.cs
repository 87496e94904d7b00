using System.Globalization;
using System.Text.Json;
using EdgeGateway.Core.Printing;

namespace Simulation.Store.Printing;

/// <summary>Tickets that can be told apart on paper: a line with the ticket's name at the beginning and one at the end, and dots of its own in between.</summary>
internal sealed class TicketRenderer : IDocumentRenderer
{
    public const string Template = "ticket";

    public IReadOnlyList<string> Templates { get; } = [Template];

    /// <summary>The first line of a ticket.</summary>
    public static string Begin(string name) => name + " begins";

    /// <summary>The last line of a ticket.</summary>
    public static string End(string name) => name + " ends";

    /// <summary>What is asked for.</summary>
    public static string Data(string name, int rows) => string.Create(CultureInfo.InvariantCulture, $"{{\"name\":\"{name}\",\"rows\":{rows}}}");

    public PrintDocument Render(string template, JsonElement data, string culture, PrinterProfile profile)
    {
        var name = data.GetProperty("name").GetString()!;
        var picture = Picture(name, Math.Min(profile.DotsPerLine, 384), data.GetProperty("rows").GetInt32());
        return profile.Language == PrinterLanguage.EscPos
            ? new PrintDocument(name, [new TextPart([Begin(name)]), new RasterPart(picture), new TextPart([End(name)]), new FeedPart(8), new CutPart()])
            : new PrintDocument(name, [new RasterPart(picture)], picture.Width, picture.Height);
    }

    public string Preview(string template, JsonElement data, string culture, PrinterProfile profile) => throw new NotSupportedException();

    /// <summary>Whether a document carries the mark of a duplicate: then its dots are not those of its ticket alone.</summary>
    public static bool IsMarked(PrintDocument document) =>
        document.Parts.OfType<RasterPart>().ToList() is not [var only] || !only.Bitmap.Rows.Span.SequenceEqual(Picture(document.Name, only.Bitmap.Width, only.Bitmap.Height).Rows.Span);

    private static MonoBitmap Picture(string name, int width, int rows)
    {
        // A label must have room for the mark.
        var height = Math.Max(rows, 40);
        var dice = new Dice(ulong.Parse(name.AsSpan(1), CultureInfo.InvariantCulture));
        var stride = (width + 7) / 8;
        var bytes = new byte[stride * height];
        for (var y = 0; y < height; y++)
        {
            BitConverter.TryWriteBytes(bytes.AsSpan(y * stride, 8), dice.Next() | 1);
        }

        return new MonoBitmap(width, height, bytes);
    }
}
