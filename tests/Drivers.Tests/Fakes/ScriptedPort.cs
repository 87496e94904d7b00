using System.Threading.Channels;
using Drivers.Ports;

namespace Drivers.Tests.Fakes;

/// <summary>A port whose other side is the test: it says what arrives, what is damaged, and what is answered to a question.</summary>
internal sealed class ScriptedPort : PortStream
{
    private readonly Channel<object> _arriving = Channel.CreateUnbounded<object>();
    private byte[] _rest = [];

    /// <summary>What the driver sent, one entry a write.</summary>
    public List<byte[]> Sent { get; } = [];

    /// <summary>How often the driver threw away what waited.</summary>
    public int Discards { get; private set; }

    /// <summary>Called with each question; what it returns arrives.</summary>
    public Func<byte[], byte[]?>? Answer { get; set; }

    public void Arrive(params byte[] bytes) => _arriving.Writer.TryWrite(bytes);

    public void ArriveDamaged() => _arriving.Writer.TryWrite(new LineErrorException("damaged"));

    public void Unplug() => _arriving.Writer.TryWrite(new IOException("gone"));

    public override async ValueTask<int> ReadAsync(Memory<byte> buffer, CancellationToken cancellationToken = default)
    {
        if (_rest.Length == 0)
        {
            object next = await _arriving.Reader.ReadAsync(cancellationToken);
            if (next is Exception failure)
                throw failure;
            _rest = (byte[])next;
        }
        int count = Math.Min(buffer.Length, _rest.Length);
        _rest.AsSpan(0, count).CopyTo(buffer.Span);
        _rest = _rest[count..];
        return count;
    }

    public override ValueTask WriteAsync(ReadOnlyMemory<byte> buffer, CancellationToken cancellationToken = default)
    {
        Sent.Add(buffer.ToArray());
        if (Answer?.Invoke(buffer.ToArray()) is byte[] answer)
            Arrive(answer);
        return ValueTask.CompletedTask;
    }

    public override void DiscardInput()
    {
        Discards++;
        _rest = [];
        while (_arriving.Reader.TryPeek(out object? waiting) && waiting is byte[])
            _arriving.Reader.TryRead(out _);
    }
}
