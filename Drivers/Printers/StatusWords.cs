using EdgeGateway.Core.Printing;

namespace Drivers.Printers;

/// <summary>Says a printer's status in words, for reasons that people read.</summary>
internal static class StatusWords
{
    /// <summary>The status in words.</summary>
    public static string Of(PrinterStatus status)
    {
        if (!status.Answered)
            return "the printer says nothing";
        var words = new List<string>();
        if (status.CoverOpen == true)
            words.Add("the cover is open");
        if (status.Paper == PaperState.Out)
            words.Add("paper is out");
        words.AddRange(status.Faults.Select(Fault));
        if (words.Count == 0 && status.Online == false)
            words.Add("it is offline");
        if (status.Paper == PaperState.NearEnd)
            words.Add("paper is near its end");
        return words.Count == 0 ? "the printer reports no fault" : $"the printer reports: {string.Join(", ", words)}";
    }

    private static string Fault(string fault) => fault switch
    {
        "cutter" => "the cutter is jammed",
        "overheated" => "the head is too hot",
        "unrecoverable" => "it is broken, switch it off and on",
        "recoverable" => "an error",
        "ribbon_out" => "the ribbon is out",
        "jam" => "paper is jammed",
        "paused" => "it is paused",
        "corrupt_memory" => "its memory is damaged",
        _ => fault,
    };
}
