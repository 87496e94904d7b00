using Cloud.Contracts.Commands;
using Microsoft.Extensions.Logging;

namespace EdgeGateway.Host.Commands;

/// <summary>The last lines that the gateway has logged, in memory, for who asks from afar. Thread-safe.</summary>
/// <remarks>Bounded: 2,000 lines and 512 Ki characters, whichever is less; a line has at most 4,096 characters. What is logged has no secrets and no member in it.</remarks>
internal sealed class LogRing(TimeProvider clock) : ILoggerProvider
{
    internal const int MostLines = 2000;
    internal const int MostCharacters = 512 * 1024;
    internal const int LongestLine = 4096;

    private readonly Lock _gate = new();
    private readonly Queue<(LogLevel Level, LogLine Line)> _lines = [];
    private int _characters;
    private bool _hasLost;

    /// <inheritdoc/>
    public ILogger CreateLogger(string categoryName) => new Writer(this, categoryName[(categoryName.LastIndexOf('.') + 1)..]);

    /// <inheritdoc/>
    public void Dispose()
    {
    }

    /// <summary>The last lines of at least that level, oldest first, at most <see cref="LogsOrder.MostCharacters"/> of text.</summary>
    internal LogsResult Last(int lines, LogLevel least)
    {
        lock (_gate)
        {
            var fitting = _lines.Where(one => one.Level >= least).Select(one => one.Line).ToArray();
            var (first, left) = (fitting.Length, LogsOrder.MostCharacters);
            while (first > 0 && fitting.Length - first < lines && (left -= LengthOf(fitting[first - 1])) >= 0)
            {
                first--;
            }

            return new LogsResult(_hasLost || first > 0, fitting[first..]);
        }
    }

    private void Add(LogLevel level, LogLine line)
    {
        lock (_gate)
        {
            _lines.Enqueue((level, line));
            _characters += LengthOf(line);
            while (_lines.Count > MostLines || _characters > MostCharacters)
            {
                _characters -= LengthOf(_lines.Dequeue().Line);
                _hasLost = true;
            }
        }
    }

    private static int LengthOf(LogLine line) => line.Text.Length + line.From.Length;

    private sealed class Writer(LogRing ring, string from) : ILogger
    {
        public IDisposable? BeginScope<TState>(TState state)
            where TState : notnull => null;

        public bool IsEnabled(LogLevel logLevel) => logLevel is >= LogLevel.Information and < LogLevel.None;

        public void Log<TState>(LogLevel logLevel, EventId eventId, TState state, Exception? exception, Func<TState, Exception?, string> formatter)
        {
            if (IsEnabled(logLevel))
            {
                var text = exception is null ? formatter(state, exception) : $"{formatter(state, exception)} {exception}";
                ring.Add(logLevel, new LogLine(ring.Now, logLevel.ToString().ToLowerInvariant(), from, text.Length > LongestLine ? text[..(LongestLine - 1)] + "…" : text));
            }
        }
    }

    private DateTimeOffset Now => clock.GetUtcNow();
}
