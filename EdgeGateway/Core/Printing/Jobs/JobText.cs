using System.Globalization;
using System.Text;

namespace EdgeGateway.Core.Printing.Jobs;

/// <summary>The words of states and answers on the wire and on the pages, and what a printer said as a text.</summary>
public static class JobText
{
    /// <summary><c>accepted</c>, <c>sending</c>, <c>sent</c>, <c>printed</c>, <c>not_printed</c> or <c>unknown</c>.</summary>
    public static string Of(JobState state) => state switch
    {
        JobState.Accepted => "accepted",
        JobState.Sending => "sending",
        JobState.Sent => "sent",
        JobState.Printed => "printed",
        JobState.NotPrinted => "not_printed",
        _ => "unknown",
    };

    /// <summary><c>reprint</c>, <c>printed</c> or <c>cancel</c>.</summary>
    public static string Of(JobAnswer answer) => answer switch
    {
        JobAnswer.Reprint => "reprint",
        JobAnswer.Printed => "printed",
        _ => "cancel",
    };

    /// <summary>Reads an answer; null where it is none.</summary>
    public static JobAnswer? ReadAnswer(string? text) => text switch
    {
        "reprint" => JobAnswer.Reprint,
        "printed" => JobAnswer.Printed,
        "cancel" => JobAnswer.Cancel,
        _ => null,
    };

    /// <summary><c>unknown</c>, <c>present</c>, <c>near_end</c> or <c>out</c>.</summary>
    public static string Of(PaperState paper) => paper switch
    {
        PaperState.Present => "present",
        PaperState.NearEnd => "near_end",
        PaperState.Out => "out",
        _ => "unknown",
    };

    /// <summary>What a printer said, in one line: <c>online, paper near_end, raw 16 12 12 12</c>.</summary>
    public static string Of(PrinterStatus status)
    {
        ArgumentNullException.ThrowIfNull(status);
        if (!status.Answered)
        {
            return "no answer";
        }

        var text = new StringBuilder(status.Online switch { true => "online", false => "offline", null => "does not say whether online" });
        if (status.Paper != PaperState.Unknown)
        {
            text.Append(CultureInfo.InvariantCulture, $", paper {Of(status.Paper)}");
        }

        if (status.CoverOpen == true)
        {
            text.Append(", cover open");
        }

        foreach (var fault in status.Faults)
        {
            text.Append(CultureInfo.InvariantCulture, $", {fault}");
        }

        var raw = status.Raw.Span;
        if (raw.Length > 0)
        {
            text.Append(CultureInfo.InvariantCulture, $", raw {Convert.ToHexString(raw[..Math.Min(raw.Length, 64)])}");
        }

        return text.ToString();
    }

    /// <summary>Why a printer cannot print now, as words for programs: <c>paper_out</c>, <c>cover_open</c>, its faults, <c>offline</c>.</summary>
    public static IReadOnlyList<string> Obstacles(PrinterStatus status)
    {
        ArgumentNullException.ThrowIfNull(status);
        var obstacles = new List<string>();
        if (status.Paper == PaperState.Out)
        {
            obstacles.Add("paper_out");
        }

        if (status.CoverOpen == true)
        {
            obstacles.Add("cover_open");
        }

        obstacles.AddRange(status.Faults);
        if (obstacles.Count == 0 && status.Online == false)
        {
            obstacles.Add("offline");
        }

        return obstacles;
    }
}
