using Simulators.Session;

namespace Simulators.Printers;

/// <summary>All the paper that came out of a printer, as sheets, and what else a person would notice.</summary>
/// <param name="model">The printer it comes from.</param>
/// <param name="truth">Told of each sheet when it ends.</param>
internal sealed class PaperRoll(PrinterModel model, GroundTruth truth) : IDisposable
{
    private readonly List<Sheet> _sheets = [];

    /// <summary>Every sheet, the one that hangs in the printer included if something is on it.</summary>
    public IReadOnlyList<Sheet> Sheets => _sheets;

    /// <summary>How often the paper was cut.</summary>
    public int Cuts { get; private set; }

    /// <summary>How often the drawer opened, by pin.</summary>
    public Dictionary<int, int> Kicks { get; } = [];

    /// <summary>Commands that the printer does not know, as hex, first 100 of them.</summary>
    public List<string> UnknownCommands { get; } = [];

    /// <summary>Rows of paper in all.</summary>
    public long Rows { get; private set; }

    /// <summary>Sheets that show all of what <paramref name="whole"/> shows.</summary>
    public int Copies(Sheet whole) => _sheets.Count(sheet => sheet.LooksLike(whole));

    /// <summary>Sheets that show the beginning of <paramref name="whole"/> and not all.</summary>
    public int Beginnings(Sheet whole) => _sheets.Count(sheet => sheet.IsBeginningOf(whole));

    /// <summary>The sheet that hangs in the printer; made where there is none.</summary>
    public Sheet Current
    {
        get
        {
            if (_sheets is not [.., { End: SheetEnd.None }])
            {
                _sheets.Add(new Sheet(_sheets.Count + 1, model.WidthDots, model.KeepsRows));
            }

            return _sheets[^1];
        }
    }

    /// <summary>Prints one row.</summary>
    public void Add(byte[]? row)
    {
        Rows++;
        Current.Add(row);
    }

    /// <summary>Says of the newest sheet to which job it belongs.</summary>
    public void Mark(string mark)
    {
        if (_sheets.Count == 0)
        {
            return;
        }

        _sheets[^1].Marks.Add(mark);
        truth.Write("marked", json =>
        {
            json.WriteNumber("sheet", _sheets[^1].Number);
            json.WriteString("mark", mark);
        });
    }

    /// <summary>Cuts.</summary>
    public void Cut()
    {
        Cuts++;
        Finish(SheetEnd.Cut);
    }

    /// <summary>Opens the drawer.</summary>
    public void Kick(int pin)
    {
        Kicks[pin] = Kicks.GetValueOrDefault(pin) + 1;
        truth.Write("drawer", json => json.WriteNumber("pin", pin));
    }

    /// <summary>Notes a command that the printer does not know.</summary>
    public void Unknown(string command)
    {
        if (UnknownCommands.Count < 100)
        {
            UnknownCommands.Add(command);
        }

        truth.Write("unknown_command", json => json.WriteString("command", command));
    }

    /// <summary>Ends the sheet that hangs in the printer, if anything of it is out.</summary>
    public void Finish(SheetEnd end)
    {
        if (_sheets is not [.., { End: SheetEnd.None } sheet])
        {
            return;
        }

        sheet.Finish(end);
        truth.Write("sheet", json =>
        {
            json.WriteNumber("number", sheet.Number);
            json.WriteString("end", end.ToString());
            json.WriteNumber("rows", sheet.RowCount);
            json.WriteNumber("black_rows", sheet.BlackRows);
            json.WriteNumber("tears", sheet.Tears);
            json.WriteString("digest", sheet.Digest);
            json.WriteStartArray("marks");
            sheet.Marks.ForEach(json.WriteStringValue);
            json.WriteEndArray();
            json.WriteStartArray("lines");
            sheet.Lines.ForEach(json.WriteStringValue);
            json.WriteEndArray();
            json.WriteStartArray("symbols");
            sheet.Symbols.ForEach(json.WriteStringValue);
            json.WriteEndArray();
        });
    }

    /// <inheritdoc/>
    public void Dispose() => _sheets.ForEach(sheet => sheet.Dispose());
}
