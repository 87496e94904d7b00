using System.Text.Json;

namespace EdgeGateway.Core.Printing;

/// <summary>Makes documents from templates and data.</summary>
public interface IDocumentRenderer
{
    /// <summary>The names of the templates, such as <c>receipt</c>.</summary>
    IReadOnlyList<string> Templates { get; }

    /// <summary>Makes a document for a printer; the same request gives the same dots.</summary>
    /// <param name="template">One of <see cref="Templates"/>.</param>
    /// <param name="data">What to print, by the template's own schema.</param>
    /// <param name="culture"><c>en</c>, <c>zh-CN</c> or <c>zh-TW</c>.</param>
    /// <param name="profile">The printer it is for.</param>
    /// <exception cref="PrintDocumentException">It cannot be made; the message has every mistake, one a line.</exception>
    PrintDocument Render(string template, JsonElement data, string culture, PrinterProfile profile);

    /// <summary>The same document as a picture: SVG that needs nothing from elsewhere, one unit a dot.</summary>
    /// <param name="template">One of <see cref="Templates"/>.</param>
    /// <param name="data">What to print, by the template's own schema.</param>
    /// <param name="culture"><c>en</c>, <c>zh-CN</c> or <c>zh-TW</c>.</param>
    /// <param name="profile">The printer it is for.</param>
    /// <exception cref="PrintDocumentException">It cannot be made; the message has every mistake, one a line.</exception>
    string Preview(string template, JsonElement data, string culture, PrinterProfile profile);
}
