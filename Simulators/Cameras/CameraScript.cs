using System.Globalization;
using Simulators.Session;

namespace Simulators.Cameras;

/// <summary>Script lines of a simulated camera: <c>stall</c>, <c>freeze</c>, <c>black</c>, <c>garbage</c>, <c>refuse</c>, <c>cut</c>, <c>live</c>, <c>person N</c>.</summary>
/// <param name="feed">What is shown.</param>
/// <param name="ask">Lets a person come, by number from 0; says why not.</param>
/// <param name="truth">What was wrong when.</param>
internal sealed class CameraScript(CameraFeed feed, Func<int, string?> ask, GroundTruth truth)
{
    /// <summary>Does what a line says.</summary>
    /// <returns>Null, or what is wrong with the line.</returns>
    public string? Run(string line)
    {
        switch (line.Split(' ', StringSplitOptions.RemoveEmptyEntries))
        {
            case ["live"]:
                Set(CameraTrouble.None);
                return null;
            case [var name] when Enum.TryParse<CameraTrouble>(name, ignoreCase: true, out var trouble) && Enum.IsDefined(trouble) && !char.IsAsciiDigit(name[0]):
                Set(trouble);
                return null;
            case ["person", var number] when int.TryParse(number, NumberStyles.None, CultureInfo.InvariantCulture, out var person) && person > 0:
                return ask(person - 1);
            default:
                return $"'{line}': expected stall, freeze, black, garbage, refuse, cut, live, person N or quit";
        }
    }

    private void Set(CameraTrouble trouble)
    {
        feed.Trouble = trouble;
        truth.Write("trouble", json => json.WriteString("trouble", trouble.ToString().ToLowerInvariant()));
    }
}
