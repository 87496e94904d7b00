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

    /// <summary>Joins with the first file there is. What goes wrong is told and does not stop the start: a box that has joined runs without.</summary>
    public async Task UseAsync(TextWriter words, CancellationToken cancellationToken)
    {
        foreach (var place in places.Where(File.Exists))
        {
            try
            {
                if (Read(place) is not var (code, headquarters))
                {
                    await words.WriteLineAsync($"edge-gateway: {place} is no join file; expected {{\"code\": \"…\", \"headquarters\": \"https://…\"}} as headquarters shows it");
                    continue;
                }

                if (Identity.Read(Identity.FileIn(dataFolder), out _)?.Facts.CodeHash != Enrolling.HashOf(code))
                {
                    var identity = await enrolling.RunAsync(code, headquarters, cancellationToken);
                    await words.WriteLineAsync($"edge-gateway: joined {identity.Facts.Headquarters} as {identity.Facts.Gateway} of {identity.Facts.Store}");
                }

                Erase(place);
                enrolling.Done("file erased");
                return;
            }
            catch (Exception e) when (e is JoinException or IOException or UnauthorizedAccessException)
            {
                await words.WriteLineAsync($"edge-gateway: joining with {place} failed: {e.Message}");
            }
        }
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
