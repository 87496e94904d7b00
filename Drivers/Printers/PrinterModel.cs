using EdgeGateway.Core.Printing;

namespace Drivers.Printers;

/// <summary>What manuals and field reports say of one family of printers: data, each value open to correction by a device's profile.</summary>
/// <param name="Name">Its name in <c>profile.model</c>.</param>
/// <param name="About">What it is, for people.</param>
/// <param name="Source">Where its values come from.</param>
/// <param name="Profile">What documents must know of it.</param>
internal sealed record PrinterModel(string Name, string About, string Source, PrinterProfile Profile)
{
    /// <summary>Whether raster goes as <c>GS ( L</c> functions 112 and 50 instead of <c>GS v 0</c>.</summary>
    public bool StoresGraphics { get; init; }

    /// <summary>Whether real-time drawer commands inside dots can be switched off (<c>GS ( D</c>).</summary>
    public bool TamesRealTime { get; init; }

    /// <summary>Whether it is known to go on where it stopped when paper is refilled or the cover closed, without losing what it holds.</summary>
    public bool ResumesAfterFault { get; init; }

    /// <summary>Number of the code page for text with accents in <c>ESC t</c>, or null for ASCII only.</summary>
    public int? Latin1Page { get; init; }
}
