using System.Threading.Channels;

namespace Host.Tests.Verbs;

/// <summary>Text whose lines can be waited for.</summary>
internal sealed class LineWriter : StringWriter
{
    private readonly Channel<string> _lines = Channel.CreateUnbounded<string>();

    public ChannelReader<string> Lines => _lines.Reader;

    public override void WriteLine(string? value)
    {
        lock (_lines)
        {
            base.WriteLine(value);
        }

        _lines.Writer.TryWrite(value ?? "");
    }

    public override Task WriteLineAsync(string? value)
    {
        WriteLine(value);
        return Task.CompletedTask;
    }
}
