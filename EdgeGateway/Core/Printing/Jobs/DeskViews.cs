namespace EdgeGateway.Core.Printing.Jobs;

/// <summary>What the desk shows. Thread-safe.</summary>
internal sealed class DeskViews(DeskParts desk)
{
    /// <summary>Every printer, in the order of the configuration.</summary>
    public IReadOnlyList<PrinterView> Printers() => [.. desk.Turns.Stations.Select(station =>
    {
        var (state, reason, since, status) = station.Condition;
        return new PrinterView(
            station.Id,
            station.Name,
            station.Role,
            station.Printer.Profile.Language switch { PrinterLanguage.EscPos => "escpos", PrinterLanguage.Zpl => "zpl", _ => "tspl" },
            station.Printer.Profile.DotsPerLine,
            station.Printer.IsWeak,
            station.Current is not null && station.IsUsable ? "printing" : state.ToString().ToLowerInvariant(),
            reason,
            since,
            JobText.Of(status?.Paper ?? PaperState.Unknown),
            status?.CoverOpen,
            status?.Faults ?? [],
            desk.Turns.CountWaiting(station),
            station.Current?.ToString("D"));
    })];

    /// <summary>Jobs: those a person is asked about, those that wait or are under way, and the last that have ended, the newest first in each.</summary>
    public IReadOnlyList<JobView> Jobs() =>
        [.. desk.Store.Live().Reverse().OrderBy(job => job.State == JobState.Unknown ? 0 : 1).Concat(desk.Store.Ended().Reverse()).Select(JobView.Of)];

    /// <summary>The document of a request as an SVG picture, as the printer will print it.</summary>
    public (string? Svg, PrintRefusal? Refusal) Preview(WantedJob wanted)
    {
        ArgumentNullException.ThrowIfNull(wanted);
        var mistakes = new List<(string Path, string Message)>();
        if (JobRules.Read(wanted, desk.Documents.Templates, desk.Turns.Stations, desk.Options, mistakes) is not { } request)
        {
            return (null, new PrintRefusal(PrintRefusalKind.Invalid, mistakes));
        }

        return Draw(request);
    }

    /// <summary>The document of a job as an SVG picture.</summary>
    public (string? Svg, PrintRefusal? Refusal) Preview(Guid id)
    {
        try
        {
            return desk.Store.Find(id) is { } job ? Draw(job.Request) : (null, new PrintRefusal(PrintRefusalKind.NotFound, "id", $"there is no job {id:D}"));
        }
        catch (JobStoreException e)
        {
            return (null, new PrintRefusal(PrintRefusalKind.Unavailable, "", e.Message));
        }
    }

    private (string? Svg, PrintRefusal? Refusal) Draw(PrintJobRequest request)
    {
        if (JobRules.FirstFor(request, desk.Turns.Stations) is not { } station)
        {
            return (null, new PrintRefusal(PrintRefusalKind.NotFound, "printer", "its printer is no longer there"));
        }

        try
        {
            return (desk.Documents.Preview(request, station.Printer.Profile), null);
        }
        catch (PrintDocumentException e)
        {
            return (null, new PrintRefusal(PrintRefusalKind.Invalid, [.. e.Message.Split('\n').Select(line => ("data", line))]));
        }
    }
}
