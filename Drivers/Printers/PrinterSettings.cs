using Drivers.Ports;
using EdgeGateway.Core.Printing;

namespace Drivers.Printers;

/// <summary>One printer as configured: its model, corrected by the device's profile.</summary>
internal sealed record PrinterSettings
{
    /// <summary>What documents must know.</summary>
    public required PrinterProfile Profile { get; init; }

    /// <summary>Whether raster goes as <c>GS ( L</c>.</summary>
    public required bool StoresGraphics { get; init; }

    /// <summary>Whether real-time drawer commands are switched off for a job.</summary>
    public required bool TamesRealTime { get; init; }

    /// <summary>Whether what it holds survives a fault; if not, a fault while a job is sent leaves its outcome unknown.</summary>
    public required bool ResumesAfterFault { get; init; }

    /// <summary>Code page of <c>ESC t</c> for text with accents; null for ASCII only.</summary>
    public required int? Latin1Page { get; init; }

    /// <summary>Rows fed at the end of a ticket on a printer without a cutter, so that it can be torn off; 0 to 255.</summary>
    public required int TearRows { get; init; }

    /// <summary>Gap between two labels in millimetres, 0 to 50; 0 is paper without gaps.</summary>
    public required int GapMillimetres { get; init; }

    /// <summary>How long an answer may take.</summary>
    public required TimeSpan Answer { get; init; }

    /// <summary>How long the printer may take no byte while a job is sent.</summary>
    public required TimeSpan Stall { get; init; }

    /// <summary>How long without a byte taken, while a job is sent, makes a fault of the printer likely.</summary>
    public required TimeSpan Standstill { get; init; }

    /// <summary>How long the word that a job is on paper is waited for, beyond the time of printing it.</summary>
    public required TimeSpan Confirm { get; init; }

    /// <summary>How long connecting may take.</summary>
    public required TimeSpan Connect { get; init; }

    /// <summary>How often the watch asks.</summary>
    public required TimeSpan Watch { get; init; }

    /// <summary>The slowest it prints, in millimetres a second: before this time is over, only an answer that waits behind the job proves it printed.</summary>
    public required int SlowestMillimetresPerSecond { get; init; }

    /// <summary>How a serial line is held.</summary>
    public required FlowControl Flow { get; init; }

    /// <summary>Rows a millimetre.</summary>
    public decimal DotsPerMillimetre => Profile.DotsPerInch switch { 203 => 8m, 300 => 12m, 600 => 24m, var dpi => dpi / 25.4m };

    /// <summary>Reads a profile and collects every mistake in it.</summary>
    public static PrinterSettings Read(ProfileReader profile, PrinterLanguage language)
    {
        PrinterModel[] models = PrinterModels.Of(language);
        string name = profile.Choice("model", models[0].Name, "", [.. models.Select(model => model.Name)]);
        PrinterModel model = models.First(each => each.Name == name);
        PrinterProfile known = model.Profile;
        bool isEscPos = language == PrinterLanguage.EscPos;
        var read = new PrinterProfile(
            language,
            profile.Number("dots", 64, 4096) ?? known.DotsPerLine,
            profile.Number("dpi", 100, 600) ?? known.DotsPerInch,
            Status(profile, language, known.Status),
            YesNo(profile, "cutter", known.HasCutter),
            isEscPos ? profile.Choice("drawer_kick", known.ShortDrawerKick ? "short" : "long", "", "long", "short") == "short" : known.ShortDrawerKick,
            profile.Choice("chinese", known.Chinese == ChineseText.Gb18030 ? "gb18030" : "raster", "", "raster", "gb18030") == "gb18030"
                ? ChineseText.Gb18030
                : ChineseText.Raster,
            profile.Choice("barcodes", "raster", "", "raster", "printer") == "printer",
            profile.Number("band_rows", 8, 256) ?? known.RasterBandRows);
        return new PrinterSettings
        {
            Profile = read,
            StoresGraphics = isEscPos && profile.Choice("graphics", model.StoresGraphics ? "gs-l" : "gs-v0", "", "gs-v0", "gs-l") == "gs-l",
            TamesRealTime = model.TamesRealTime,
            ResumesAfterFault = isEscPos && YesNo(profile, "resumes", model.ResumesAfterFault),
            Latin1Page = isEscPos ? profile.Number("latin1_page", 0, 255) ?? model.Latin1Page : null,
            TearRows = isEscPos ? profile.Number("tear_rows", 0, 255) ?? 96 : 0,
            GapMillimetres = language == PrinterLanguage.Tspl ? profile.Number("gap_mm", 0, 50) ?? 2 : 0,
            Answer = profile.Milliseconds("answer_ms", isEscPos ? 500 : 1500, 20, 10_000),
            Stall = profile.Milliseconds("stall_ms", 20_000, 100, 600_000),
            Standstill = profile.Milliseconds("standstill_ms", 1000, 20, 60_000),
            Confirm = profile.Milliseconds("confirm_ms", 20_000, 100, 600_000),
            Connect = profile.Milliseconds("connect_ms", 3000, 50, 60_000),
            Watch = profile.Milliseconds("watch_ms", 4000, 200, 60_000),
            SlowestMillimetresPerSecond = profile.Number("slowest_mm_s", 1, 10_000) ?? 50,
            Flow = profile.Choice("flow", "none", "", "none", "rts-cts", "dtr-dsr", "xon-xoff") switch
            {
                "rts-cts" => FlowControl.RtsCts,
                "dtr-dsr" => FlowControl.DtrDsr,
                "xon-xoff" => FlowControl.XonXoff,
                _ => FlowControl.None,
            },
        };
    }

    private static bool YesNo(ProfileReader profile, string name, bool otherwise) =>
        profile.Choice(name, otherwise ? "yes" : "no", "", "yes", "no") == "yes";

    private static StatusAnswers Status(ProfileReader profile, PrinterLanguage language, StatusAnswers known)
    {
        if (language != PrinterLanguage.EscPos)
            return profile.Choice("status", known == StatusAnswers.None ? "none" : "yes", "", "yes", "none") == "none" ? StatusAnswers.None
                : language == PrinterLanguage.Zpl ? StatusAnswers.HostStatus : StatusAnswers.TsplStatus;
        const StatusAnswers RealTime = StatusAnswers.RealTime;
        return profile.Choice("status", "model", "", "model", "none", "real-time", "queued", "process-id") switch
        {
            "none" => StatusAnswers.None,
            "real-time" => RealTime,
            "queued" => RealTime | StatusAnswers.Queued,
            "process-id" => RealTime | StatusAnswers.Queued | StatusAnswers.ProcessId,
            _ => known,
        };
    }
}
