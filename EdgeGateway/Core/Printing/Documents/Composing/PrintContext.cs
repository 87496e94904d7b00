using EdgeGateway.Core.Labels;

namespace EdgeGateway.Core.Printing.Documents.Composing;

/// <summary>For whom a document is made.</summary>
/// <param name="Culture">Its words.</param>
/// <param name="Profile">The printer.</param>
/// <param name="Layouts">The store's weight and price labels.</param>
/// <param name="ThisYear">For dates of two digits in bar codes.</param>
internal sealed record PrintContext(string Culture, PrinterProfile Profile, LabelLayouts Layouts, int ThisYear)
{
    /// <summary>From lengths to dots.</summary>
    public Scale Scale => new(Profile.DotsPerInch);

    /// <summary>Whether lines of text go to the printer as text.</summary>
    public bool WritesText => Profile is { Chinese: ChineseText.Gb18030, Language: PrinterLanguage.EscPos };
}
