using EdgeGateway.Core.Scanning;

namespace Drivers.Scanners;

/// <summary>Makes scans of a scanner's bytes: pure, at most one scan of memory, and never two scans in one.</summary>
/// <remarks>
/// A scan that is damaged, too long, or broken off by another ending than its own is dropped whole: half of a code may be another code. What
/// comes then is dropped too, up to the next ending or silence. A scan without its suffix is dropped when the line falls silent.
/// Without a suffix only time divides scans, so two that come as one are known by the identifier in the middle, and dropped both.
/// </remarks>
/// <param name="suffix">What ends a scan.</param>
/// <param name="maxLength">The most bytes of one scan.</param>
/// <param name="sendsAim">Whether each scan begins with an AIM identifier.</param>
internal sealed class ScanAssembler(ScanSuffix suffix, int maxLength, bool sendsAim)
{
    private const byte Tab = 0x09;
    private const byte Lf = 0x0A;
    private const byte Cr = 0x0D;

    private readonly List<byte> _bytes = new(64);
    private bool _dropping;
    private bool _afterCr;

    /// <summary>Whether a scan is under way, sound or not, so that silence means something.</summary>
    public bool IsWithin => _bytes.Count > 0 || _dropping || _afterCr;

    /// <summary>Scans dropped since the start.</summary>
    public long Dropped { get; private set; }

    /// <summary>Takes the next bytes and adds the texts of the scans that they complete.</summary>
    public void Feed(ReadOnlySpan<byte> bytes, ICollection<string> scans)
    {
        foreach (byte value in bytes)
            Take(value, scans);
    }

    /// <summary>A byte was damaged on the line: the scan under way, or about to come, is dropped.</summary>
    public void Break()
    {
        Dropped += _dropping ? 0 : 1;
        (_dropping, _afterCr) = (true, false);
        _bytes.Clear();
    }

    /// <summary>The line has been silent for as long as it never is within a scan.</summary>
    public void Silence(ICollection<string> scans)
    {
        if (suffix == ScanSuffix.None)
            Complete(scans);
        else if (_bytes.Count > 0)
            Break();
        (_dropping, _afterCr) = (false, false);
    }

    private void Take(byte value, ICollection<string> scans)
    {
        bool afterCr = _afterCr;
        _afterCr = false;
        switch (suffix)
        {
            case ScanSuffix.Any or ScanSuffix.None when value is Cr or Lf or Tab:
            case ScanSuffix.Cr when value == Cr:
            case ScanSuffix.Tab when value == Tab:
            case ScanSuffix.Lf when value == Lf:
            case ScanSuffix.Crlf when value == Lf && afterCr:
                Complete(scans);
                _dropping = false;
                return;
            case ScanSuffix.Cr when value == Lf && _bytes.Count == 0 && !_dropping:
                return;
            case ScanSuffix.Lf or ScanSuffix.Crlf when value == Cr && !afterCr:
                _afterCr = true;
                return;
            case not (ScanSuffix.Any or ScanSuffix.None) when value is Cr or Lf || afterCr:
                Break();
                return;
        }
        if (_dropping)
            return;
        if (_bytes.Count == maxLength)
            Break();
        else
            _bytes.Add(value);
    }

    private void Complete(ICollection<string> scans)
    {
        if (_bytes.Count == 0 || _dropping)
            return;
        string text = ScanText.Of(System.Runtime.InteropServices.CollectionsMarshal.AsSpan(_bytes));
        _bytes.Clear();
        if (suffix == ScanSuffix.None && sendsAim && HasIdentifierWithin(text))
            Dropped++;
        else
            scans.Add(text);
    }

    private static bool HasIdentifierWithin(ReadOnlySpan<char> text)
    {
        for (int at = 1; at < text.Length; at++)
        {
            if (Symbology.IsIdentified(text[at..]))
                return true;
        }
        return false;
    }
}
