using System.Buffers;
using System.Text;
using Microsoft.AspNetCore.Http;

namespace EdgeGateway.Console;

/// <summary>Writes server-sent events to one page. Not for several threads at once.</summary>
/// <param name="response">The page's answer, already <c>text/event-stream</c>.</param>
public sealed class EventWriter(HttpResponse response)
{
    private readonly ArrayBufferWriter<byte> _added = new();

    /// <summary>Sends one event.</summary>
    /// <param name="name">Its name.</param>
    /// <param name="data">Its data: JSON, or a text, without a line break.</param>
    /// <param name="cancellationToken">Ends the wait for a page that does not read.</param>
    public async Task SendAsync(string name, ReadOnlyMemory<byte> data, CancellationToken cancellationToken)
    {
        Add(name, data.Span);
        await FlushAsync(cancellationToken);
    }

    /// <summary>Adds one event to what the next flush sends.</summary>
    public void Add(string name, ReadOnlySpan<byte> data)
    {
        _added.Write(Encoding.UTF8.GetBytes($"event: {name}\ndata: "));
        _added.Write(data);
        _added.Write("\n\n"u8);
    }

    /// <summary>Sends what was added; waits for a page that reads slowly.</summary>
    public async Task FlushAsync(CancellationToken cancellationToken)
    {
        await response.Body.WriteAsync(_added.WrittenMemory, cancellationToken);
        await response.Body.FlushAsync(cancellationToken);
        _added.ResetWrittenCount();
    }
}
