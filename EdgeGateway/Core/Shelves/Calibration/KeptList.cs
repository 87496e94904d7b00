using System.Text.Json.Serialization.Metadata;
using Microsoft.Extensions.Logging;

namespace EdgeGateway.Core.Shelves.Calibration;

/// <summary>A list that is on the disk before it is in force. A damaged file is put aside and said so; one that cannot be put aside is never written over.</summary>
/// <remarks>Safe for use from several threads.</remarks>
internal sealed class KeptList<T>
{
    private readonly Lock _gate = new();
    private readonly CheckedFile<T> _file;
    private readonly bool _writable;
    private volatile List<T> _entries = [];

    /// <summary>Reads the list.</summary>
    /// <param name="path">The file.</param>
    /// <param name="type">How the entries are written.</param>
    /// <param name="wrong">Says what is wrong with an entry, or null.</param>
    /// <param name="what">What is lost with the file, for people.</param>
    /// <param name="clock">Names the file that is put aside.</param>
    /// <param name="logger">Told of damage.</param>
    public KeptList(string path, JsonTypeInfo<List<T>> type, Func<T, string?> wrong, string what, TimeProvider clock, ILogger logger)
    {
        _file = new CheckedFile<T>(path, type, wrong);
        try
        {
            _entries = _file.Read();
            _writable = true;
            return;
        }
        catch (Exception e) when (e is InvalidDataException or IOException or UnauthorizedAccessException)
        {
            Problem = $"{path} is not used: {e.Message}; {what}";
        }

        try
        {
            var aside = _file.PutAside(clock.GetUtcNow());
            _writable = true;
            Problem = $"{Problem}. It was put aside as {aside}";
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            Problem = $"{Problem}. It could not be put aside ({e.Message}), so nothing is kept until it is moved away and the gateway is started again";
        }

        LogMessages.ShelfFileDamaged(logger, Problem);
    }

    /// <summary>What was wrong with the file at the start and what to do, or null.</summary>
    public string? Problem { get; }

    /// <summary>The list now; never changed in place.</summary>
    public IReadOnlyList<T> Entries => _entries;

    /// <summary>Changes the list: first on the disk.</summary>
    /// <exception cref="IOException">The disk does not take it; the list is as it was.</exception>
    public void Change(Func<IReadOnlyList<T>, List<T>> change)
    {
        lock (_gate)
        {
            if (!_writable)
            {
                throw new IOException(Problem);
            }

            var changed = change(_entries);
            try
            {
                _file.Write(changed);
            }
            catch (UnauthorizedAccessException e)
            {
                throw new IOException(e.Message, e);
            }

            _entries = changed;
        }
    }
}
