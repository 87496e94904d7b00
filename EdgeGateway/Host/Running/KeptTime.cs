using EdgeGateway.Core.Events;
using Microsoft.Extensions.Logging;

namespace EdgeGateway.Host.Running;

/// <summary>
/// The last time that was known to be good, as the time of change of the file <c>clock</c> in the data folder: noted each hour while something disciplines the machine's clock, and when
/// the gateway ends. Only then: a clock that stands wrong must not become what the next start goes by.
/// </summary>
internal sealed class KeptTime(string dataFolder, EventStamp stamp, TimeProvider clock, ILogger logger)
{
    /// <summary>How often it is noted.</summary>
    internal static readonly TimeSpan Pace = TimeSpan.FromHours(1);

    private bool _failing;

    /// <summary>Where it is kept.</summary>
    public static string FileIn(string dataFolder) => Path.Combine(dataFolder, "clock");

    /// <summary>Reads it; null where none is kept.</summary>
    public static DateTimeOffset? Read(string dataFolder)
    {
        var file = new FileInfo(FileIn(dataFolder));
        return file.Exists ? new DateTimeOffset(file.LastWriteTimeUtc, TimeSpan.Zero) : null;
    }

    /// <summary>Notes it until the token, and once more then.</summary>
    public async Task RunAsync(CancellationToken cancellationToken)
    {
        using var timer = new PeriodicTimer(Pace, clock);
        try
        {
            do
            {
                Note();
            }
            while (await timer.WaitForNextTickAsync(cancellationToken));
        }
        catch (OperationCanceledException)
        {
            Note();
        }
    }

    /// <summary>Notes the time, if it is good.</summary>
    internal void Note()
    {
        if (!stamp.IsClockSynced)
        {
            return;
        }

        try
        {
            var path = FileIn(dataFolder);
            if (!File.Exists(path))
            {
                File.WriteAllBytes(path, []);
            }

            File.SetLastWriteTimeUtc(path, clock.GetUtcNow().UtcDateTime);
            _failing = false;
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            if (!_failing)
            {
                _failing = true;
                logger.TimeNotKept(e.Message);
            }
        }
    }
}
