using Microsoft.Extensions.Logging;

namespace EdgeGateway.Core.Weighing;

/// <summary>The prices in force, and what is wrong with the file.</summary>
/// <param name="List">The last list without a mistake; empty where there never was one.</param>
/// <param name="LoadedAt">When it was read, or null.</param>
/// <param name="Errors">Every mistake in the file as it is now; then <paramref name="List"/> is from before.</param>
public sealed record PricesInForce(PriceList List, DateTimeOffset? LoadedAt, IReadOnlyList<PriceListError> Errors);

/// <summary>A store's price list on disk: read again when the file changes, without restart. Safe for use from several threads.</summary>
/// <remarks>
/// A list with a mistake is refused whole, and the one before stays in force, said in the log once and on the page all the time: a typing
/// error must not close the counter. Write the file beside it and rename it over, so that no half of it is ever read.
/// </remarks>
/// <param name="path">The file; null for a store that sells nothing by weight through the gateway.</param>
/// <param name="clock">Stamps, and the pace of looking.</param>
/// <param name="logger">One line a change.</param>
public sealed class PriceListFile(string? path, TimeProvider clock, ILogger logger)
{
    /// <summary>How often the file is looked at.</summary>
    internal static readonly TimeSpan Pace = TimeSpan.FromSeconds(2);

    private PricesInForce _prices = new(PriceList.Empty, null, []);
    private (DateTime Written, long Length)? _seen;
    private string? _said;

    /// <summary>Whether the store has a price list, right or wrong.</summary>
    public bool IsSet => path is not null;

    /// <summary>The file, or null.</summary>
    public string? Path => path;

    /// <summary>The prices now.</summary>
    public PricesInForce Prices => Volatile.Read(ref _prices);

    /// <summary>Reads the file once, without logging, for checking a configuration.</summary>
    public static PriceList? Read(string path, out IReadOnlyList<PriceListError> errors)
    {
        try
        {
            if (new FileInfo(path) is { Exists: true, Length: > PriceListText.MaxLength } large)
            {
                errors = [new PriceListError("", $"{path} has {large.Length} bytes; at most {PriceListText.MaxLength} are read")];
                return null;
            }

            return PriceListText.Read(File.ReadAllBytes(path), out errors);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            errors = [new PriceListError("", $"cannot be read: {e.Message}")];
            return null;
        }
    }

    /// <summary>Reads the file where it has changed since the last look.</summary>
    public void Look()
    {
        if (path is null)
        {
            return;
        }

        var file = new FileInfo(path);
        var now = file.Exists ? (file.LastWriteTimeUtc, file.Length) : default;
        if (_seen == now)
        {
            return;
        }

        _seen = now;
        var list = Read(path, out var errors);
        if (list is not null)
        {
            Volatile.Write(ref _prices, new PricesInForce(list, clock.GetUtcNow(), []));
            _said = null;
            LogMessages.PricesLoaded(logger, path, list.Items.Count);
            return;
        }

        Volatile.Write(ref _prices, _prices with { Errors = errors });
        var words = string.Join("; ", errors.Take(20));
        if (words != _said)
        {
            _said = words;
            LogMessages.PricesRefused(logger, path, errors.Count, words);
        }
    }

    /// <summary>Looks again and again until the token.</summary>
    public async Task WatchAsync(CancellationToken cancellationToken)
    {
        using var timer = new PeriodicTimer(Pace, clock);
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
}
