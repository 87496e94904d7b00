using System.Text.Json;
using EdgeGateway.Core.Weighing;
using Microsoft.Extensions.Logging;

namespace EdgeGateway.Core.Visits;

/// <summary>Where the <see cref="VisitLog"/> is kept: one small file, replaced whole.</summary>
internal sealed class VisitFile(string path, TimeProvider clock, ILogger logger)
{
    private bool _failing;

    /// <summary>Reads it; one that cannot be read is put aside.</summary>
    public VisitsKept Read()
    {
        try
        {
            return File.Exists(path) ? JsonSerializer.Deserialize(File.ReadAllBytes(path), VisitsJson.Default.VisitsKept) ?? new VisitsKept() : new VisitsKept();
        }
        catch (Exception e) when (e is JsonException or NotSupportedException)
        {
            var aside = $"{path}.damaged-{clock.GetUtcNow().ToUnixTimeSeconds()}";
            File.Move(path, aside, overwrite: true);
            LogMessages.VisitsDamaged(logger, path, aside, e.Message);
            return new VisitsKept();
        }
    }

    /// <summary>Replaces it. Where the disk refuses, that is said once.</summary>
    public void Write(VisitsKept kept)
    {
        try
        {
            DurableFile.Replace(path, JsonSerializer.SerializeToUtf8Bytes(kept, VisitsJson.Default.VisitsKept));
            _failing = false;
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            if (!_failing)
            {
                _failing = true;
                LogMessages.VisitsNotWritten(logger, e.Message);
            }
        }
    }
}
