namespace Cloud.Crm.Templates;

/// <summary>A template that is in force, without its sections.</summary>
/// <param name="Id">Its id.</param>
/// <param name="Version">Its version, from 1.</param>
/// <param name="Group">The group of stores it is for.</param>
/// <param name="Rank">A higher one beats a lower one.</param>
internal sealed record Template(string Id, long Version, string Group, int Rank)
{
    /// <summary>Tells it and its version, such as <c>spring@3</c>.</summary>
    internal string Print => FormattableString.Invariant($"{Id}@{Version}");
}
