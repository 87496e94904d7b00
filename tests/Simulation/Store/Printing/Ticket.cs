namespace Simulation.Store.Printing;

/// <summary>One ticket as the till that wants it knows it.</summary>
internal sealed class Ticket(string name, Guid id, string data, int copies, string? printer, string? role, int priority, DateTimeOffset? expires)
{
    public string Name => name;

    /// <summary>The id under which it is asked for, however often.</summary>
    public Guid Id => id;

    public string Data => data;

    public int Copies => copies;

    public string? Printer => printer;

    public string? Role => role;

    public int Priority => priority;

    public DateTimeOffset? Expires => expires;

    /// <summary>Whether somebody was told that it is accepted.</summary>
    public bool IsAccepted { get; set; }

    /// <summary>How often a person was asked about it and answered.</summary>
    public int Answers { get; set; }
}
