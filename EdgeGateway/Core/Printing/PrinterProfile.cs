namespace EdgeGateway.Core.Printing;

/// <summary>What a printer understands.</summary>
public enum PrinterLanguage
{
    /// <summary>Receipt printers: Epson's ESC/POS and its many clones.</summary>
    EscPos,

    /// <summary>Label printers: Zebra's ZPL II.</summary>
    Zpl,

    /// <summary>Label printers: TSC's TSPL.</summary>
    Tspl,
}

/// <summary>How a printer draws Chinese.</summary>
public enum ChineseText
{
    /// <summary>As dots: the default, right on every printer.</summary>
    Raster,

    /// <summary>As GB18030 bytes in its own font, where the printer was tried.</summary>
    Gb18030,
}

/// <summary>What a printer answers when asked how it is.</summary>
[Flags]
public enum StatusAnswers
{
    /// <summary>Nothing: its state stays unknown.</summary>
    None = 0,

    /// <summary>ESC/POS <c>DLE EOT n</c>, at once, even while printing.</summary>
    RealTime = 1,

    /// <summary>ESC/POS <c>GS r n</c>, when what came before is printed.</summary>
    Queued = 2,

    /// <summary>ESC/POS automatic status back.</summary>
    Automatic = 4,

    /// <summary>ESC/POS <c>GS ( H</c>: the id of a job when its data is processed.</summary>
    ProcessId = 8,

    /// <summary>ZPL <c>~HS</c>.</summary>
    HostStatus = 16,

    /// <summary>TSPL <c>ESC ! ?</c>.</summary>
    TsplStatus = 32,
}

/// <summary>What one model of printer can do.</summary>
/// <param name="Language">Its language.</param>
/// <param name="DotsPerLine">Width of its head in dots: 576 on 80 mm paper, 384 on 58 mm.</param>
/// <param name="DotsPerInch">203, 300 or 600.</param>
/// <param name="Status">What it answers.</param>
/// <param name="HasCutter">Whether it cuts.</param>
/// <param name="ShortDrawerKick">Whether it wants the drawer's command without times.</param>
/// <param name="Chinese">How it draws Chinese.</param>
/// <param name="DrawsBarcodes">Whether bar codes are left to it; else they are dots.</param>
/// <param name="RasterBandRows">Rows sent in one raster command, 8 to 256.</param>
public sealed record PrinterProfile(
    PrinterLanguage Language,
    int DotsPerLine,
    int DotsPerInch,
    StatusAnswers Status,
    bool HasCutter,
    bool ShortDrawerKick = false,
    ChineseText Chinese = ChineseText.Raster,
    bool DrawsBarcodes = false,
    int RasterBandRows = 256);
