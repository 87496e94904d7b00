namespace Drivers.Printers;

/// <summary>An open way to a ZPL printer, asked by <c>~HS</c>. Silence is a fault: such printers may say nothing while paper or ribbon is out or the head open.</summary>
internal sealed class ZplConnection(
    string id, PrinterLink link, PrinterSettings settings, PrinterGate gate, IDisposable turn, TimeProvider clock)
    : LabelConnection(id, link, settings, gate, turn, clock)
{
    private readonly ZplReplies _replies = new();
    private readonly List<ZplStatus> _heard = [];

    /// <inheritdoc/>
    protected override ReadOnlyMemory<byte> Question { get; } = "~HS\n"u8.ToArray();

    /// <summary>The job asks for it (<c>^JZY</c>).</summary>
    protected override bool ReprintsBrokenLabels => true;

    /// <inheritdoc/>
    protected override void Decode(ReadOnlySpan<byte> bytes, ICollection<LabelAnswer> answers)
    {
        _heard.Clear();
        _replies.Feed(bytes, _heard);
        foreach (ZplStatus status in _heard)
            answers.Add(new LabelAnswer(status.Status, status.IsIdle));
    }

    /// <inheritdoc/>
    protected override int RowsOf(ReadOnlySpan<byte> job) => ZplLanguage.RowsOf(job);

    /// <summary>Nothing: a new <c>^XA</c> begins a new format, whatever was before.</summary>
    protected override byte[] Recovery(bool brokeOff) => [];
}
