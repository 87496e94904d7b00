using System.Text.Json;
using Cloud.Contracts.Joining;

namespace EdgeGateway.Host.Joining;

/// <summary>A file with a code that somebody laid beside the system before its first start (cloud-init, the boot partition of a card): it is used once, and erased.</summary>
internal sealed class JoinFile(string dataFolder, IReadOnlyList<string> places, Enrolling enrolling)
{
    private const int Longest = 4_096;

    /// <summary>Where such a file may lie.</summary>
    public static IReadOnlyList<string> PlacesFor(string dataFolder) =>
        [Path.Combine(dataFolder, "join"), "/etc/edge-gateway/join", "/boot/firmware/edge-gateway-join", "/boot/edge-gateway-join"];

    /// <summary>Why the last try did not join, in words; null where there was no file, or it did.</summary>
    public string? Problem { get; private set; }

    /// <summary>Joins with the first file there is. What goes wrong is told once and does not stop the start: a box that has joined runs without.</summary>
    /// <returns>Whether the box has joined with it, now or before.</returns>
    public async Task<bool> UseAsync(TextWriter words, CancellationToken cancellationToken)
    {
        string? problem = null;
        foreach (var place in places.Where(File.Exists))
        {
            try
            {
                if (Read(place) is not var (code, headquarters))
                {
                    problem = $"{place} is no join file; expected {{\"code\": \"…\", \"headquarters\": \"https://…\"}} as headquarters shows it";
                    continue;
                }

                if (Identity.Read(Identity.FileIn(dataFolder), out _)?.Facts.CodeHash != Enrolling.HashOf(code))
                {
                    var identity = await enrolling.RunAsync(code, headquarters, cancellationToken);
                    await words.WriteLineAsync($"edge-gateway: joined {identity.Facts.Headquarters} as {identity.Facts.Gateway} of {identity.Facts.Store}");
                }

                Erase(place);
                enrolling.Done("file erased");
                Problem = null;
                return true;
            }
            catch (Exception e) when (e is JoinException or IOException or UnauthorizedAccessException)
            {
                problem = $"joining with {place} failed: {e.Message}";
            }
        }

        if (problem is not null && problem != Problem)
        {
            await words.WriteLineAsync($"edge-gateway: {problem}");
        }

        Problem = problem;
        return false;
    }

    private static (JoinCode Code, Uri Headquarters)? Read(string place)
    {
        if (new FileInfo(place).Length > Longest)
        {
            return null;
        }

        try
        {
            var text = JsonSerializer.Deserialize(File.ReadAllText(place), IdentityJson.Default.JoinFileText);
            return JoinCode.Read(text?.Code, out _) is { } code && HeadquartersDoor.ReadAddress(text!.Headquarters, out _) is { } address ? (code, address) : null;
        }
        catch (JsonException)
        {
            return null;
        }
    }

    private static void Erase(string place)
    {
        try
        {
            File.Delete(place);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            // A folder of root's, or a read-only one. The code in it is used up, and the identity remembers its hash.
        }
    }
}
