using System.Text;
using System.Text.Json;
using Microsoft.Extensions.Logging;

namespace EdgeGateway.Core.Shelves.Live;

/// <summary>Which planogram is in force: headquarters' where there is one, else the file of the configuration. Thread-safe.</summary>
/// <remarks>
/// The file is looked at every two seconds. A planogram with a mistake is refused whole, with every mistake, and the one before stays in force. What was
/// accepted is kept on the disk, so that a restart without internet, or with a file that was spoilt meanwhile, goes on with it. Write the file beside it and
/// rename it over, so that no half of it is ever read.
/// </remarks>
public sealed class PlanogramDesk
{
    /// <summary>How often the file is looked at.</summary>
    internal static readonly TimeSpan Pace = TimeSpan.FromSeconds(2);

    private readonly Lock _gate = new();
    private readonly StoreShelves _shelves;
    private readonly string? _path;
    private readonly TimeProvider _clock;
    private readonly ILogger _logger;
    private (DateTime Written, long Length)? _seen;
    private Offered _headquarters;
    private Offered _file;
    private PlanogramView _view = ShelvesView.Empty.Planogram;

    /// <summary>Puts what was kept in force, then the file as it is now.</summary>
    /// <param name="shelves">The plates.</param>
    /// <param name="path">The file; null where there is none.</param>
    /// <param name="clock">Stamps, and the pace of looking.</param>
    /// <param name="logger">One line a change.</param>
    public PlanogramDesk(StoreShelves shelves, string? path, TimeProvider clock, ILogger logger)
    {
        (_shelves, _path, _clock, _logger) = (shelves, path, clock, logger);
        _headquarters = Restore(PlanogramSource.Headquarters);
        _file = path is null ? Offered.Nothing : Restore(PlanogramSource.File);
        Apply();
        Look();
    }

    /// <summary>What is in force.</summary>
    public PlanogramView View => Volatile.Read(ref _view);

    /// <summary>Reads a file once, for checking a configuration.</summary>
    /// <returns>The planogram, or null where there are errors.</returns>
    public static LivePlanogram? ReadFile(string path, List<PlanogramError> errors)
    {
        ArgumentNullException.ThrowIfNull(errors);
        return ReadText(path, errors) is { } text ? LivePlanogramReader.Read(text, errors) : null;
    }

    /// <summary>Reads the file where it has changed since the last look.</summary>
    public void Look()
    {
        lock (_gate)
        {
            if (_path is null)
            {
                return;
            }

            var file = new FileInfo(_path);
            var now = file.Exists ? (file.LastWriteTimeUtc, file.Length) : default;
            if (_seen == now)
            {
                return;
            }

            _seen = now;
            var errors = new List<PlanogramError>();
            _file = ReadText(_path, errors) is { } text ? Take(PlanogramSource.File, _file, text, errors) : Refuse(PlanogramSource.File, _file, errors);
            Apply();
        }
    }

    /// <summary>Looks again and again until the token.</summary>
    public async Task WatchAsync(CancellationToken cancellationToken)
    {
        using var timer = new PeriodicTimer(Pace, _clock);
        try
        {
            while (await timer.WaitForNextTickAsync(cancellationToken).ConfigureAwait(false))
            {
                Look();
            }
        }
        catch (OperationCanceledException)
        {
            // Stopped.
        }
    }

    /// <summary>The text of headquarters' planogram that is in force; null where there is none.</summary>
    public string? FromHeadquarters
    {
        get
        {
            lock (_gate)
            {
                return _headquarters.Planogram is null ? null : Encoding.UTF8.GetString(_headquarters.Text);
            }
        }
    }

    /// <summary>Checks a planogram that headquarters wants to offer; what is wrong is told as of one that was refused, and nothing else changes.</summary>
    /// <returns>Every mistake; empty where it can be put in force.</returns>
    public IReadOnlyList<PlanogramMistake> Check(JsonElement section)
    {
        lock (_gate)
        {
            var errors = new List<PlanogramError>();
            if (LivePlanogramReader.Read(Encoding.UTF8.GetBytes(section.GetRawText()), errors) is not null)
            {
                return [];
            }

            _headquarters = Refuse(PlanogramSource.Headquarters, _headquarters, errors);
            Apply();
            return _headquarters.Errors;
        }
    }

    /// <summary>Headquarters offers a planogram; null or undefined takes its own back, and the file's is in force again.</summary>
    /// <returns>Every mistake; empty where it is in force and on the disk.</returns>
    public IReadOnlyList<PlanogramMistake> Offer(JsonElement section)
    {
        lock (_gate)
        {
            var text = section.ValueKind is JsonValueKind.Null or JsonValueKind.Undefined ? null : Encoding.UTF8.GetBytes(section.GetRawText());
            _headquarters = Take(PlanogramSource.Headquarters, _headquarters, text, []);
            Apply();
            return _headquarters.Errors;
        }
    }

    private static byte[]? ReadText(string path, List<PlanogramError> errors)
    {
        try
        {
            if (new FileInfo(path) is { Exists: true, Length: > LivePlanogramReader.MaxLength } large)
            {
                errors.Add(new PlanogramError("", $"{path} has {large.Length} bytes; at most {LivePlanogramReader.MaxLength} are read"));
                return null;
            }

            return File.ReadAllBytes(path);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            errors.Add(new PlanogramError("", $"cannot be read: {e.Message}"));
            return null;
        }
    }

    /// <summary>Takes a text that was offered, or null where what was offered is taken back.</summary>
    private Offered Take(string source, Offered before, byte[]? text, List<PlanogramError> errors)
    {
        if (text is null ? before.Planogram is null : before.Planogram is not null && before.Text.AsSpan().SequenceEqual(text))
        {
            return before with { Errors = [] };
        }

        var planogram = text is null ? null : LivePlanogramReader.Read(text, errors);
        var now = _clock.GetUtcNow();
        if (errors.Count == 0)
        {
            try
            {
                _shelves.Keep(source, text is null ? null : new KeptPlanogram(now, Encoding.UTF8.GetString(text)));
                return new Offered(planogram, text ?? [], now, []);
            }
            catch (IOException e)
            {
                errors.Add(new PlanogramError("", e.Message));
            }
        }

        return Refuse(source, before, errors);
    }

    private Offered Refuse(string source, Offered before, List<PlanogramError> errors)
    {
        LogMessages.PlanogramRefused(_logger, source, errors.Count, string.Join("; ", errors.Take(20).Select(error => $"{error.Path}: {error.Problem}")));
        return before with { Errors = [.. errors.Select(error => new PlanogramMistake(error.Path, error.Problem))] };
    }

    private void Apply()
    {
        var source = _headquarters.Planogram is not null ? PlanogramSource.Headquarters : _file.Planogram is not null ? PlanogramSource.File : PlanogramSource.None;
        var inForce = source == PlanogramSource.Headquarters ? _headquarters : _file;
        var view = source == PlanogramSource.None
            ? new PlanogramView(source, null, null, [.. _headquarters.Errors, .. _file.Errors])
            : new PlanogramView(source, inForce.Planogram!.Version, inForce.At, [.. _headquarters.Errors, .. source == PlanogramSource.File ? _file.Errors : []]);
        if ((view.Source, view.Version, view.AppliedAt) != (_view.Source, _view.Version, _view.AppliedAt))
        {
            _shelves.Apply(inForce.Planogram ?? LivePlanogram.Empty);
            LogMessages.PlanogramApplied(_logger, view.Version ?? "-", source, inForce.Planogram?.Plates.Count ?? 0);
        }

        Volatile.Write(ref _view, view);
    }

    private Offered Restore(string source)
    {
        if (_shelves.Kept(source) is not { } kept)
        {
            return Offered.Nothing;
        }

        var text = Encoding.UTF8.GetBytes(kept.Text);
        return LivePlanogramReader.Read(text, []) is { } planogram ? new Offered(planogram, text, kept.AppliedAt, []) : Offered.Nothing;
    }

    /// <summary>What one side has offered: the last that was right, and what is wrong with the last.</summary>
    private sealed record Offered(LivePlanogram? Planogram, byte[] Text, DateTimeOffset? At, IReadOnlyList<PlanogramMistake> Errors)
    {
        public static Offered Nothing { get; } = new(null, [], null, []);
    }
}
