namespace Cloud.Uplink;

/// <summary>How a wanted configuration is tried before it is trusted: what worked when it came must go on working, or what was trusted before is put in force again.</summary>
/// <param name="File">Where it is kept what was trusted last, what is being tried and what was rolled back.</param>
/// <param name="Works">What works now, in words for people, such as <c>device 'scale-1'</c>, or <see cref="Headquarters"/>. Cheap; any thread.</param>
public sealed record TwinTrial(string File, Func<IReadOnlyCollection<string>> Works)
{
    /// <summary>The connection to headquarters, among what works.</summary>
    public const string Headquarters = "headquarters";

    /// <summary>How long it is tried.</summary>
    /// <value>The default is two minutes.</value>
    public TimeSpan Length { get; init; } = TimeSpan.FromMinutes(2);

    /// <summary>How long what is lost is given to come back, for a port or a connection may be opened again just then.</summary>
    /// <value>The default is 30 seconds.</value>
    public TimeSpan Grace { get; init; } = TimeSpan.FromSeconds(30);

    /// <summary>How often it is looked at what works.</summary>
    /// <value>The default is five seconds.</value>
    public TimeSpan Look { get; init; } = TimeSpan.FromSeconds(5);
}
