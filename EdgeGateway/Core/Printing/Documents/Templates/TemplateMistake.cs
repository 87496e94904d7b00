using System.Globalization;

namespace EdgeGateway.Core.Printing.Documents.Templates;

/// <summary>One mistake in a template.</summary>
/// <param name="Line">The line it stands on, from 1.</param>
/// <param name="Message">What came and what was expected.</param>
public sealed record TemplateMistake(int Line, string Message)
{
    /// <inheritdoc/>
    public override string ToString() => string.Create(CultureInfo.InvariantCulture, $"line {Line}: {Message}");
}
