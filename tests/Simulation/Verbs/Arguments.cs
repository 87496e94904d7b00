using System.Globalization;

namespace Simulation.Verbs;

/// <summary>Options of the command line, as <c>--name value</c>.</summary>
internal static class Arguments
{
    public static string? Text(IReadOnlyList<string> args, string name)
    {
        for (var i = 0; i + 1 < args.Count; i++)
        {
            if (args[i] == name)
            {
                return args[i + 1];
            }
        }

        return null;
    }

    public static double Number(IReadOnlyList<string> args, string name, double otherwise) =>
        Text(args, name) is { } text ? double.Parse(text, CultureInfo.InvariantCulture) : otherwise;

    public static ulong Seed(IReadOnlyList<string> args, string name, ulong otherwise) =>
        Text(args, name) is { } text ? ulong.Parse(text, CultureInfo.InvariantCulture) : otherwise;
}
