using System.Globalization;
using System.Text;
using EdgeGateway.Core.Printing;

namespace Drivers.Printers;

/// <summary>What <c>~HS</c> says: the printer's state and how much it still holds.</summary>
/// <param name="Status">Its state.</param>
/// <param name="Formats">Formats in the receive buffer.</param>
/// <param name="Labels">Labels of the batch still to print.</param>
/// <param name="IsWithinFormat">Whether a format has begun that is not whole.</param>
/// <remarks>
/// Three strings, each STX … ETX CR LF: <c>aaa,b,c,dddd,eee,f,g,h,iii,j,k,l</c> (b paper out, c pause, e formats waiting, f buffer full, h partial format,
/// j corrupt memory, k too cold, l too hot; a full buffer is a busy printer, not a broken one), <c>mmm,n,o,p,q,r,s,t,uuuuuuuu,v,www</c> (o head open, p ribbon out, u labels left), <c>xxxx,y</c>.
/// Source: Zebra ZPL II programming guide, ~HS.
/// </remarks>
internal sealed record ZplStatus(PrinterStatus Status, int Formats, int Labels, bool IsWithinFormat)
{
    /// <summary>Whether nothing is left to print.</summary>
    public bool IsIdle => Formats == 0 && Labels == 0 && !IsWithinFormat;

    /// <summary>Reads three strings, without STX and ETX; null where they are not what <c>~HS</c> answers.</summary>
    public static ZplStatus? Read(string first, string second, string third)
    {
        string[] a = first.Split(',');
        string[] b = second.Split(',');
        if (a.Length != 12 || b.Length != 11 || third.Split(',').Length != 2
            || !Numbers(a, out int[] one) || !Numbers(b, out int[] two))
            return null;
        var faults = new List<string>();
        AddIf(one[2], "paused");
        AddIf(one[9], "corrupt_memory");
        AddIf(one[10], "recoverable");
        AddIf(one[11], "overheated");
        AddIf(two[3], "ribbon_out");
        bool isOpen = two[2] != 0;
        bool isOut = one[1] != 0;
        var status = new PrinterStatus(
            true,
            !isOpen && !isOut && faults.Count == 0,
            isOut ? PaperState.Out : PaperState.Present,
            isOpen,
            faults,
            Encoding.ASCII.GetBytes($"{first}|{second}|{third}"));
        return new ZplStatus(status, one[4], two[8], one[7] != 0);

        void AddIf(int flag, string fault)
        {
            if (flag != 0)
                faults.Add(fault);
        }
    }

    private static bool Numbers(string[] fields, out int[] numbers)
    {
        numbers = new int[fields.Length];
        for (int index = 0; index < fields.Length; index++)
        {
            if (fields[index].Length > 8 || !int.TryParse(fields[index], NumberStyles.None, CultureInfo.InvariantCulture, out numbers[index]))
                return false;
        }
        return true;
    }
}
