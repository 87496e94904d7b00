namespace EdgeGateway.Core.Printing.Documents.Typesetting;

/// <summary>How wide one text element (a character with its combining marks) is, 0 or more, in units of the measure's own.</summary>
internal delegate int TextMeasure(string element);
