namespace EdgeGateway.Host.Setup;

/// <summary>Paths with <c>*</c> for any characters and <c>?</c> for one.</summary>
internal static class PathGlob
{
    /// <summary>Whether a path fits, in time linear in both lengths for all but the oddest globs.</summary>
    public static bool Matches(string glob, string path)
    {
        int at = 0, from = 0, star = -1, resume = 0;
        while (from < path.Length)
        {
            if (at < glob.Length && glob[at] == '*')
            {
                (star, resume) = (at++, from);
            }
            else if (at < glob.Length && (glob[at] == '?' || glob[at] == path[from]))
            {
                at++;
                from++;
            }
            else if (star >= 0)
            {
                at = star + 1;
                from = ++resume;
            }
            else
            {
                return false;
            }
        }

        return glob.AsSpan(at).Trim('*').IsEmpty;
    }
}
