using EdgeGateway.Core.Printing;

namespace Drivers.Printers;

/// <summary>The printers whose abilities are known from public sources. Anything else is one of the <c>generic</c> ones, corrected by its profile.</summary>
internal static class PrinterModels
{
    private const StatusAnswers Epson = StatusAnswers.RealTime | StatusAnswers.Queued | StatusAnswers.Automatic | StatusAnswers.ProcessId;
    private const StatusAnswers Common = StatusAnswers.RealTime | StatusAnswers.Queued;

    /// <summary>All of them; the first of a language is what holds where a profile names none.</summary>
    public static IReadOnlyList<PrinterModel> All { get; } =
    [
        new("generic-80", "80 mm receipt printer with cutter that answers DLE EOT and GS r",
            "The subset that the manuals of Epson, Rongta (RP325-328 command set V1.0), Metapace T-2 and CHD 6800 share",
            new PrinterProfile(PrinterLanguage.EscPos, 576, 203, Common, HasCutter: true)),
        new("generic-58", "58 mm receipt printer without cutter that answers nothing",
            "Field reports of clones that never answer: mike42/escpos-php#43, node-escpos#198",
            new PrinterProfile(PrinterLanguage.EscPos, 384, 203, StatusAnswers.None, HasCutter: false)),
        new("epson-tm-t20", "Epson TM-T20 and TM-T82 families, 80 mm, 203 dpi",
            "Epson ESC/POS reference: GS ( H <fn 48>, GS ( L, GS ( D, GS a list TM-T20 to TM-T20X-II and TM-T82",
            new PrinterProfile(PrinterLanguage.EscPos, 576, 203, Epson, HasCutter: true))
        {
            StoresGraphics = true, TamesRealTime = true, ResumesAfterFault = true, Latin1Page = 16,
        },
        new("epson-tm-t88", "Epson TM-T88IV to VII, TM-T70, 80 mm, 180 dpi",
            "Epson ESC/POS reference: GS ( H <fn 48>, GS ( L, GS ( D, GS a list TM-T88IV to TM-T88VII; 512 dots at 180 dpi by their specifications",
            new PrinterProfile(PrinterLanguage.EscPos, 512, 180, Epson, HasCutter: true))
        {
            StoresGraphics = true, TamesRealTime = true, ResumesAfterFault = true, Latin1Page = 16,
        },
        new("xprinter-80", "Xprinter-like 80 mm clone: answers status, often one question late",
            "escpos-rs#18 (the answer is that of the question before); printers.md says what is done about it",
            new PrinterProfile(PrinterLanguage.EscPos, 576, 203, Common, HasCutter: true)),
        new("rongta-80", "Rongta RP325 to RP328, 80 mm", "Rongta RP325-328 command set V1.0: DLE EOT, DLE DC4",
            new PrinterProfile(PrinterLanguage.EscPos, 576, 203, Common, HasCutter: true)),
        new("star-escpos", "Star printers set to ESC/POS emulation, 80 mm",
            "Star ESC/POS mode command specifications rev. 2.50: DLE EOT, GS r, GS a",
            new PrinterProfile(PrinterLanguage.EscPos, 576, 203, Common | StatusAnswers.Automatic, HasCutter: true)),
        new("dahua-58", "Printer of Dahua price scales: the drawer's command has no times",
            "Field note on Dahua scales: 1B 70 00",
            new PrinterProfile(PrinterLanguage.EscPos, 384, 203, StatusAnswers.None, HasCutter: false, ShortDrawerKick: true)),
        new("generic-zpl", "ZPL II label printer, 4 inches, 203 dpi", "Zebra ZPL II programming guide: ~HS, ^GF",
            new PrinterProfile(PrinterLanguage.Zpl, 832, 203, StatusAnswers.HostStatus, HasCutter: false)),
        new("zebra-zd-203", "Zebra ZD220 to ZD621, 203 dpi", "Zebra ZPL II programming guide; 4.09 inches (832 dots) of printing width",
            new PrinterProfile(PrinterLanguage.Zpl, 832, 203, StatusAnswers.HostStatus, HasCutter: false)),
        new("zebra-zd-300", "Zebra ZD421, ZD621, 300 dpi", "Zebra ZPL II programming guide; 4.16 inches (1248 dots) of printing width",
            new PrinterProfile(PrinterLanguage.Zpl, 1248, 300, StatusAnswers.HostStatus, HasCutter: false)),
        new("generic-tspl", "TSPL label printer, 4 inches, 203 dpi", "TSC TTP-244 Plus programming manual p. 97; TSPL/TSPL2",
            new PrinterProfile(PrinterLanguage.Tspl, 832, 203, StatusAnswers.TsplStatus, HasCutter: false)),
        new("gprinter-58", "Gprinter GP-2120T and relatives, 58 mm labels", "Gprinter GP-2120T manual p. 34 (ESC ! ?)",
            new PrinterProfile(PrinterLanguage.Tspl, 384, 203, StatusAnswers.TsplStatus, HasCutter: false)),
        new("tsc-203", "TSC TTP-244 and relatives, 203 dpi", "TSC TTP-244 Plus programming manual p. 97 (ESC ! ?, ESC ! S); 108 mm of printing width",
            new PrinterProfile(PrinterLanguage.Tspl, 864, 203, StatusAnswers.TsplStatus, HasCutter: false)),
    ];

    /// <summary>The models of one language.</summary>
    public static PrinterModel[] Of(PrinterLanguage language) => [.. All.Where(model => model.Profile.Language == language)];
}
