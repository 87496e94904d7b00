using System.Globalization;
using EdgeGateway.Core.Printing.Jobs;

namespace Simulation.Store.Printing;

/// <summary>
/// What tills were told of their tickets, against the paper. Looked at whenever the desk shows something new, whenever the gateway comes back, and in the end.
/// </summary>
internal sealed class PrintBook(IReadOnlyList<PrinterSite> sites, StorePlan plan, Promises promises, Trace trace)
{
    private readonly List<Ticket> _tickets = [];
    private readonly Dictionary<Guid, string> _shown = [];

    public IReadOnlyList<Ticket> Tickets => _tickets;

    /// <summary>Jobs that came to their end without a person, those for which one was asked, and sheets that carry the mark: what the worlds have tried.</summary>
    public (int Printed, int Asked, int Marked) Counts =>
        (_shown.Values.Count(state => state == "printed"), _tickets.Sum(ticket => ticket.Answers), sites.Sum(site => site.Paper().Count(sheet => sheet.IsMarked)));

    public void Add(Ticket ticket) => _tickets.Add(ticket);

    /// <summary>How many whole sheets of a ticket are on paper, without the mark and with it.</summary>
    public (int Plain, int Marked) PaperOf(Ticket ticket)
    {
        var sheets = sites.SelectMany(site => site.Paper()).Where(sheet => sheet.Ticket == ticket.Name).ToList();
        return (sheets.Count(sheet => !sheet.IsMarked), sheets.Count(sheet => sheet.IsMarked));
    }

    /// <summary>Holds all that the desk shows to the paper.</summary>
    public void Check(PrintDesk desk)
    {
        var paper = sites.SelectMany(site => site.Paper()).ToLookup(sheet => sheet.Ticket, sheet => sheet.IsMarked);
        var waiting = 0;
        foreach (var ticket in _tickets)
        {
            var (plain, marked) = (paper[ticket.Name].Count(isMarked => !isMarked), paper[ticket.Name].Count(isMarked => isMarked));
            if (plain > ticket.Copies)
            {
                promises.Broken(Say(ticket, $"{plain} sheets without the mark, {ticket.Copies} wanted"));
            }

            var job = desk.Find(ticket.Id);
            if (job is null)
            {
                if (ticket.IsAccepted)
                {
                    promises.Broken(Say(ticket, "was accepted and is lost"));
                }

                continue;
            }

            waiting += job.State is "accepted" or "sending" or "sent" && job.Answer is null ? 1 : 0;
            Check(ticket, job, plain, marked);
        }

        if (waiting > plan.JobCapacity)
        {
            promises.Broken(string.Create(CultureInfo.InvariantCulture, $"{waiting} jobs wait; there is room for {plan.JobCapacity}"));
        }
    }

    /// <summary>Whether every ticket that was accepted has come to its end.</summary>
    public bool IsSettled(PrintDesk desk) => _tickets.TrueForAll(ticket => desk.Find(ticket.Id) is null or { State: "printed" or "not_printed" });

    /// <summary>Holds the events in the outbox to the states: each outcome told, and told once.</summary>
    public void CheckTold(PrintDesk desk, IReadOnlyList<PrintOutcomeTold> told)
    {
        var of = told.ToLookup(one => one.Job);
        foreach (var ticket in _tickets)
        {
            if (desk.Find(ticket.Id) is not { } job)
            {
                continue;
            }

            var mine = of[ticket.Id].ToList();
            var last = job.State == "printed" ? "print.completed" : "print.failed";
            if (!mine.Exists(one => one.Type == last))
            {
                promises.Broken(Say(ticket, $"is {job.State} and nobody told; told were: {string.Join(", ", mine.Select(one => one.Type))}"));
            }

            if (mine.GroupBy(one => one with { Origin = Guid.Empty }).FirstOrDefault(same => same.Count() > 1) is { } twice)
            {
                promises.Broken(Say(ticket, $"one outcome is told {twice.Count()} times: {twice.Key.Type}"));
            }

            if (mine.Count(one => one.Type == "print.unknown") is var asked && asked < ticket.Answers)
            {
                promises.Broken(Say(ticket, $"a person answered {ticket.Answers} times and was asked {asked} times"));
            }
        }
    }

    private void Check(Ticket ticket, JobView job, int plain, int marked)
    {
        var shown = string.Create(CultureInfo.InvariantCulture, $"{job.State}/{job.Attempts}/{job.Printed}");
        if (_shown.GetValueOrDefault(ticket.Id) == shown)
        {
            return;
        }

        _shown[ticket.Id] = shown;
        trace.Note(job.State, ticket.Name, job.Attempts, job.Printed, (plain * 100) + marked);
        trace.Say($"  {ticket.Name} at {job.Printer}: {job.Reason} [{job.Said}]");
        if (job.State == "printed" && job.Answer != "printed" && plain + marked < ticket.Copies)
        {
            promises.Broken(Say(ticket, $"is printed, and on paper are {plain} and {marked} marked of {ticket.Copies} ({job.Reason})"));
        }

        if (job.State is "not_printed" or "accepted" && job.Answer is null && plain + marked != job.Printed)
        {
            promises.Broken(Say(ticket, $"is {job.State} but for {job.Printed}, and on paper are {plain} and {marked} marked ({job.Reason})"));
        }
    }

    private static string Say(Ticket ticket, string what) => $"ticket {ticket.Name}: {what}";
}

/// <summary>One outcome as the outbox has it.</summary>
internal sealed record PrintOutcomeTold(Guid Job, string Type, int Attempts, string? Answer, Guid Origin);
