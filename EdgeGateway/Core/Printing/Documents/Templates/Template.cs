namespace EdgeGateway.Core.Printing.Documents.Templates;

/// <summary>A template that was read and found right. Immutable.</summary>
/// <param name="Name">Its name.</param>
/// <param name="Width">Width of the label in eighths of a millimetre, or null on a roll: as wide as the printer.</param>
/// <param name="Height">Height of the label in eighths of a millimetre, or null on a roll: as long as it takes.</param>
/// <param name="Margin">Empty on both sides of a roll.</param>
/// <param name="Cuts">Whether the paper is cut behind it.</param>
/// <param name="Fields">What its data holds.</param>
/// <param name="Nodes">Its layout.</param>
internal sealed record Template(
    string Name, decimal? Width, decimal? Height, decimal Margin, bool Cuts, IReadOnlyList<Field> Fields, IReadOnlyList<Node> Nodes)
{
    /// <summary>Whether it is a label of a fixed size.</summary>
    public bool IsLabel => Width is not null;
}
