using System.Globalization;
using System.Text.Json;
using EdgeGateway.Core.Printing.Jobs;

namespace Simulation.Store.Printing;

/// <summary>The people of the store: tills that want tickets, again where they heard no answer, and somebody who looks after what the gateway asks about.</summary>
internal sealed class Clerk(StoreGateway gateway, IReadOnlyList<PrinterSite> sites, PrintBook book, StorePlan plan, MachineClock clock, Dice dice, Promises promises, Trace trace)
{
    private static readonly TimeSpan s_look = TimeSpan.FromSeconds(20);
    private static readonly TimeSpan s_quiet = TimeSpan.FromSeconds(5);

    /// <summary>Whether more tickets are wanted.</summary>
    public bool IsBusy { get; set; } = true;

    public async Task WantAsync()
    {
        while (IsBusy)
        {
            await Task.Delay(dice.Pause(plan.TicketPause), clock);
            if (!IsBusy)
            {
                return;
            }

            var old = book.Tickets.Count > 0 && dice.OneIn(4) ? book.Tickets[dice.Next(book.Tickets.Count)] : null;
            if (old is null)
            {
                book.Add(old = Draw());
            }

            // Also of one that is printed, or was asked for in another life: it is the same job.
            Ask(old);
        }
    }

    /// <summary>Sees to the printers that a person is asked about, looks at the paper, and answers.</summary>
    public async Task LookAfterAsync()
    {
        while (true)
        {
            await Task.Delay(s_look, clock);
            if (Asked() is not { } desk)
            {
                continue;
            }

            foreach (var site in sites)
            {
                site.SeeTo();
            }

            do
            {
                await Task.Delay(s_quiet, clock);
            }
            while (!sites.All(site => site.IsIdle));

            if (gateway.Desk == desk && !gateway.IsDown)
            {
                foreach (var job in desk.Jobs().Where(job => job.State == "unknown"))
                {
                    Answer(desk, job);
                }
            }
        }
    }

    private PrintDesk? Asked() => !gateway.IsDown && gateway.Desk is { } desk && desk.Jobs().Any(job => job.State == "unknown") ? desk : null;

    private void Answer(PrintDesk desk, JobView job)
    {
        var ticket = book.Tickets.First(one => one.Id == job.Id);
        var (plain, marked) = book.PaperOf(ticket);
        var isThere = plain + marked >= ticket.Copies;
        var answer = isThere ? (dice.OneIn(5) ? JobAnswer.Reprint : JobAnswer.Printed) : dice.OneIn(3) ? JobAnswer.Cancel : JobAnswer.Reprint;
        var refusal = desk.Answer(job.Id, answer, "Ann", job.Attempts).Refusal;
        trace.Note("answered", ticket.Name, (long)answer, plain, marked);
        if (refusal is null && !gateway.IsDown)
        {
            ticket.Answers++;
        }
    }

    private Ticket Draw()
    {
        var number = book.Tickets.Count + 1;
        var name = string.Create(CultureInfo.InvariantCulture, $"t{number}");
        var site = sites[dice.Next(sites.Count)];
        var isNamed = dice.OneIn(2);
        return new Ticket(
            name, new Guid(number, 1, 2, 3, 4, 5, 6, 7, 8, 9, 10), TicketRenderer.Data(name, dice.Between(8, 160)), dice.OneIn(6) ? dice.Between(2, 3) : 1,
            isNamed ? site.Id : null, isNamed ? null : site.Role, dice.Next(10), dice.OneIn(12) ? clock.GetUtcNow().AddSeconds(dice.Between(2, 30)) : null);
    }

    private void Ask(Ticket ticket)
    {
        if (gateway.IsDown || gateway.Desk is not { } desk)
        {
            return;
        }

        using var data = JsonDocument.Parse(ticket.Data);
        var wanted = new WantedJob(ticket.Id, TicketRenderer.Template, data.RootElement.Clone(), "en", ticket.Copies, ticket.Printer, ticket.Role, ticket.Priority, ticket.Expires);
        var answer = desk.Submit(wanted, new PrintAsker("console", null));
        if (gateway.IsDown)
        {
            return;
        }

        trace.Note("asked", ticket.Name, answer.Refusal is { } refusal ? 1 + (long)refusal.Kind : 0);
        if (answer.Refusal is null)
        {
            ticket.IsAccepted = true;
        }
        else if (ticket.IsAccepted && answer.Refusal.Kind is not PrintRefusalKind.Unavailable)
        {
            promises.Broken($"ticket {ticket.Name}: was accepted, and asked for again it is refused: {answer.Refusal.Text}");
        }
    }
}
