namespace EdgeGateway.Core.Printing.Documents.Rendering;

/// <summary>Where a font is.</summary>
/// <param name="Family">Its family, as it calls itself.</param>
/// <param name="Path">Its file.</param>
/// <param name="Index">Which of the file's fonts.</param>
internal sealed record FontFile(string Family, string Path, int Index);
