using Fuzz.Targets;

namespace Fuzz;

/// <summary>Every target.</summary>
internal static class FuzzTargets
{
    public static IReadOnlyList<FuzzTarget> All { get; } =
    [
        .. ScaleTargets.All,
        .. ScannerTargets.All,
        .. PrinterTargets.All,
        .. PortTargets.All,
        .. ShelfTargets.All,
        .. ConfigurationTargets.All,
        .. WireTargets.All,
        .. CommandTargets.All,
        .. HttpTargets.All,
        .. BundleTargets.All,
        .. ImportTargets.All,
        .. TemplateTargets.All,
        .. OutboxTargets.All,
    ];

    public static FuzzTarget Of(string name) => All.FirstOrDefault(target => target.Name == name)
        ?? throw new ArgumentException($"there is no target '{name}'; there are {string.Join(", ", All.Select(target => target.Name))}");
}
