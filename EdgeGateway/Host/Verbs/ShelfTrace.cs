using System.Globalization;
using EdgeGateway.Core.Shelves;

namespace EdgeGateway.Host.Verbs;

/// <summary>Reads the rows of a shelf trace. Pure; a row is one line without its end.</summary>
internal static class ShelfTrace
{
    /// <summary>The columns that every trace has; <c>,temp_c</c> may follow.</summary>
    public const string Header = "t_ms,plate,counts";

    private const int MostShown = 60;
    private const double MostWhole = 1L << 53;

    /// <summary>Whether the header names a temperature, or what is wrong with it.</summary>
    public static bool TryHeader(ReadOnlySpan<char> line, out bool temperature, out string problem)
    {
        line = line.TrimStart('\uFEFF').TrimEnd();
        temperature = line.SequenceEqual(Header + ",temp_c");
        problem = temperature || line.SequenceEqual(Header) ? "" : $"came {Shown(line)}; expected the header {Header} or {Header},temp_c";
        return problem.Length == 0;
    }

    /// <summary>Takes a row apart, or says what is wrong with it.</summary>
    public static bool TryRow(ReadOnlySpan<char> line, bool temperature, out ReadOnlySpan<char> plate, out LoadSample sample, out string problem)
    {
        plate = default;
        (sample, problem) = (default, "");
        Span<Range> fields = stackalloc Range[6];
        var columns = line.Split(fields, ',');
        if (columns != (temperature ? 4 : 3))
        {
            problem = $"came {Shown(line)}; expected {Header}{(temperature ? ",temp_c" : "")}, {(temperature ? 4 : 3)} fields";
            return false;
        }

        plate = line[fields[1]].Trim();
        if (!TryWhole(line[fields[0]], out var time))
        {
            problem = $"t_ms came {Shown(line[fields[0]])}; expected whole milliseconds";
        }
        else if (Math.Abs((double)time) > MostWhole)
        {
            problem = $"t_ms came {time}; expected milliseconds within ±2^53";
        }
        else if (!TryWhole(line[fields[2]], out var counts))
        {
            problem = $"counts came {Shown(line[fields[2]])}; expected a whole number of counts";
        }
        else if (!TryTemperature(temperature ? line[fields[3]] : default, out var celsius))
        {
            problem = $"temp_c came {Shown(line[fields[3]])}; expected degrees Celsius or nothing";
        }
        else
        {
            sample = new LoadSample(time, counts, celsius);
        }

        return problem.Length == 0;
    }

    private static bool TryWhole(ReadOnlySpan<char> text, out long whole)
    {
        if (long.TryParse(text, NumberStyles.AllowLeadingSign | NumberStyles.AllowLeadingWhite | NumberStyles.AllowTrailingWhite, CultureInfo.InvariantCulture, out whole))
        {
            return true;
        }

        // Programs that know only floating point write 8388608.0 and mean a whole number.
        if (double.TryParse(text, NumberStyles.Float, CultureInfo.InvariantCulture, out var number) && Math.Abs(number) <= MostWhole && number == Math.Floor(number))
        {
            whole = (long)number;
            return true;
        }

        return false;
    }

    private static bool TryTemperature(ReadOnlySpan<char> text, out double? celsius)
    {
        celsius = null;
        if (text.Trim().IsEmpty)
        {
            return true;
        }

        if (double.TryParse(text, NumberStyles.Float, CultureInfo.InvariantCulture, out var number) && double.IsFinite(number))
        {
            celsius = number;
            return true;
        }

        return false;
    }

    private static string Shown(ReadOnlySpan<char> text) => text.IsEmpty ? "nothing" : text.Length <= MostShown ? text.ToString() : string.Concat(text[..MostShown], "…");
}
