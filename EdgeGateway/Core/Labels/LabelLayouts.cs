using System.Globalization;
using EdgeGateway.Core.Scanning;

namespace EdgeGateway.Core.Labels;

/// <summary>All layouts of a store; no prefix is the beginning of another. Immutable.</summary>
public sealed class LabelLayouts
{
    private LabelLayouts(IReadOnlyList<PriceLayout> all) => All = all;

    /// <summary>A store without price and weight labels.</summary>
    public static LabelLayouts None { get; } = new([]);

    /// <summary>The layouts, in the order of the configuration.</summary>
    public IReadOnlyList<PriceLayout> All { get; }

    /// <summary>Reads the layouts.</summary>
    /// <param name="options">From the configuration.</param>
    /// <param name="errors">Every mistake, with its path below <c>labels</c>, such as <c>layouts[0].pattern</c>.</param>
    /// <returns>The layouts, or null where there are errors.</returns>
    public static LabelLayouts? TryRead(LabelOptions options, out IReadOnlyList<(string Path, string Message)> errors)
    {
        ArgumentNullException.ThrowIfNull(options);
        var found = new List<(string, string)>();
        var layouts = new List<(PriceLayout Layout, int Index)>();
        for (var i = 0; i < options.Layouts.Count; i++)
        {
            var path = string.Create(CultureInfo.InvariantCulture, $"layouts[{i}]");
            var layout = PriceLayout.TryRead(options.Layouts[i], out var mistakes);
            found.AddRange(mistakes.Select(mistake => ($"{path}.{mistake.Setting}", mistake.Message)));
            if (layout is null)
            {
                continue;
            }

            foreach (var (other, index) in layouts.Where(other => Overlap(other.Layout.Prefix, layout.Prefix)))
            {
                found.Add(($"{path}.pattern", string.Create(
                    CultureInfo.InvariantCulture,
                    $"the prefix \"{layout.Prefix}\" overlaps \"{other.Prefix}\" of layouts[{index}]; a code must belong to one layout only")));
            }

            layouts.Add((layout, i));
        }

        errors = found;
        return found.Count > 0 ? null : new LabelLayouts([.. layouts.Select(l => l.Layout)]);
    }

    /// <summary>The layouts of options that are known to be right.</summary>
    /// <exception cref="ArgumentException">They are not.</exception>
    public static LabelLayouts Of(LabelOptions options) => TryRead(options, out var errors)
        ?? throw new ArgumentException(string.Join("; ", errors.Select(error => $"labels.{error.Path}: {error.Message}")), nameof(options));

    /// <summary>Reads a code by the layout of its prefix.</summary>
    /// <param name="code">13 digits whose check digit fits.</param>
    /// <param name="errors">Where what is wrong with the label goes.</param>
    /// <returns>What the label says; null where no layout has its prefix or the label is wrong.</returns>
    public WeighedItem? Read(string code, ICollection<ScanFault> errors)
    {
        foreach (var layout in All)
        {
            if (code.StartsWith(layout.Prefix, StringComparison.Ordinal))
            {
                if (layout.TryRead(code, out var item) is { } fault)
                {
                    errors.Add(fault);
                }

                return item;
            }
        }

        return null;
    }

    private static bool Overlap(string a, string b) => a.StartsWith(b, StringComparison.Ordinal) || b.StartsWith(a, StringComparison.Ordinal);
}
