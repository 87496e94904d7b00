namespace Drivers.Printers;

/// <summary>An open way to a TSPL printer, asked by <c>ESC ! ?</c>.</summary>
internal sealed class TsplConnection(
    string id, PrinterLink link, PrinterSettings settings, PrinterGate gate, IDisposable turn, TimeProvider clock)
    : LabelConnection(id, link, settings, gate, turn, clock)
{
    /// <inheritdoc/>
    protected override ReadOnlyMemory<byte> Question { get; } = new byte[] { 0x1B, (byte)'!', (byte)'?' };

    /// <summary>By its factory setting (<c>SET REPRINT OFF</c>) it does not.</summary>
    protected override bool ReprintsBrokenLabels => false;

    /// <inheritdoc/>
    protected override void Decode(ReadOnlySpan<byte> bytes, ICollection<LabelAnswer> answers)
    {
        foreach (byte one in bytes)
        {
            if (one is 0x11 or 0x13)
                continue;
            TsplStatus status = TsplStatus.Short(one);
            answers.Add(new LabelAnswer(status.Status, !status.IsPrinting));
        }
    }

    /// <inheritdoc/>
    protected override int RowsOf(ReadOnlySpan<byte> job) => TsplLanguage.RowsOf(job, Settings.DotsPerMillimetre);

    /// <summary>White dots end a picture that the printer waits for; a line end makes the rest of them a line that it does not know.</summary>
    protected override byte[] Recovery(bool brokeOff)
    {
        if (!brokeOff && Link is SerialLink)
            return [];
        int stride = (Settings.Profile.DotsPerLine + 7) / 8;
        var job = new JobBytes();
        byte[] white = new byte[stride * TsplLanguage.BandRows];
        Array.Fill(white, (byte)0xFF);
        return job.Add(white).Text("\r\nCLS\r\n").ToArray();
    }
}
