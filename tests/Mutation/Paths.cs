using System.Text.RegularExpressions;

namespace Mutation;

/// <summary>Patterns of paths.</summary>
internal static class Paths
{
    /// <summary>Whether one of the patterns fits, and none of those that begin with <c>!</c>.</summary>
    internal static bool Match(string path, IEnumerable<string> patterns)
    {
        var fits = false;
        foreach (var pattern in patterns)
        {
            if (pattern.StartsWith('!'))
            {
                if (Fits(path, pattern[1..]))
                {
                    return false;
                }
            }
            else
            {
                fits |= Fits(path, pattern);
            }
        }

        return fits;
    }

    private static bool Fits(string path, string pattern) =>
        Regex.IsMatch(path, "^" + Regex.Escape(pattern).Replace("\\*\\*/", "(.*/)?", StringComparison.Ordinal).Replace("\\*\\*", ".*", StringComparison.Ordinal).Replace("\\*", "[^/]*", StringComparison.Ordinal) + "$");
}
