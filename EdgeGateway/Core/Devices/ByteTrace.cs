using System.Runtime.CompilerServices;
using System.Threading.Channels;
using EdgeGateway.Core.Setup;

namespace EdgeGateway.Core.Devices;

/// <summary>The last bytes of one device's line, for those who look at it and for support. Thread-safe.</summary>
/// <remarks>
/// Bounded: the last 16 KiB in at most 1,024 pieces. While nobody watches, a piece costs one short lock and a copy, and no allocation; the room is
/// made with the first piece.
/// </remarks>
public sealed class ByteTrace(TimeProvider clock)
{
    /// <summary>Bytes kept at most.</summary>
    public const int KeptBytes = 16 * 1024;

    /// <summary>Pieces kept at most.</summary>
    public const int KeptPieces = 1024;

    /// <summary>A longer read or write is written down as several pieces.</summary>
    public const int LongestPiece = 4096;

    private const int WaitingPieces = 256;

    private readonly Lock _gate = new();
    private readonly List<Channel<TracedBytes>> _watchers = [];
    private Piece[] _pieces = [];
    private byte[] _ring = [];
    private int _first;
    private int _count;
    private int _used;
    private int _end;
    private bool _isOver;

    /// <summary>Writes down what has gone over the line just now.</summary>
    public void Record(ByteDirection direction, ReadOnlySpan<byte> bytes)
    {
        for (; bytes.Length > LongestPiece; bytes = bytes[LongestPiece..])
        {
            RecordPiece(direction, bytes[..LongestPiece]);
        }

        if (bytes.Length > 0)
        {
            RecordPiece(direction, bytes);
        }
    }

    /// <summary>What is kept, oldest first.</summary>
    public IReadOnlyList<TracedBytes> Kept()
    {
        lock (_gate)
        {
            var kept = new TracedBytes[_count];
            for (var i = 0; i < kept.Length; i++)
            {
                var piece = _pieces[(_first + i) % KeptPieces];
                var bytes = new byte[piece.Length];
                var upToEnd = Math.Min(piece.Length, KeptBytes - piece.Start);
                _ring.AsSpan(piece.Start, upToEnd).CopyTo(bytes);
                _ring.AsSpan(0, piece.Length - upToEnd).CopyTo(bytes.AsSpan(upToEnd));
                kept[i] = new TracedBytes(piece.At, piece.Direction, bytes);
            }

            return kept;
        }
    }

    /// <summary>What goes over the line from now on, until <see cref="End"/>. Who reads too slowly loses the oldest pieces.</summary>
    public async IAsyncEnumerable<TracedBytes> WatchAsync([EnumeratorCancellation] CancellationToken cancellationToken)
    {
        var watcher = Channel.CreateBounded<TracedBytes>(new BoundedChannelOptions(WaitingPieces) { FullMode = BoundedChannelFullMode.DropOldest, SingleReader = true });
        lock (_gate)
        {
            if (_isOver)
            {
                yield break;
            }

            _watchers.Add(watcher);
        }

        try
        {
            await foreach (var piece in watcher.Reader.ReadAllAsync(cancellationToken).ConfigureAwait(false))
            {
                yield return piece;
            }
        }
        finally
        {
            lock (_gate)
            {
                _watchers.Remove(watcher);
            }
        }
    }

    /// <summary>Lets everybody go who watches: the device is gone for good.</summary>
    public void End()
    {
        lock (_gate)
        {
            _isOver = true;
            _watchers.ForEach(watcher => watcher.Writer.TryComplete());
        }
    }

    private void RecordPiece(ByteDirection direction, ReadOnlySpan<byte> bytes)
    {
        var at = clock.GetUtcNow();
        lock (_gate)
        {
            if (_ring.Length == 0)
            {
                (_ring, _pieces) = (new byte[KeptBytes], new Piece[KeptPieces]);
            }

            while (_count == KeptPieces || _used + bytes.Length > KeptBytes)
            {
                _used -= _pieces[_first].Length;
                _first = (_first + 1) % KeptPieces;
                _count--;
            }

            var upToEnd = Math.Min(bytes.Length, KeptBytes - _end);
            bytes[..upToEnd].CopyTo(_ring.AsSpan(_end));
            bytes[upToEnd..].CopyTo(_ring);
            _pieces[(_first + _count) % KeptPieces] = new Piece(at, direction, _end, bytes.Length);
            _end = (_end + bytes.Length) % KeptBytes;
            _count++;
            _used += bytes.Length;
            if (_watchers.Count > 0)
            {
                var piece = new TracedBytes(at, direction, bytes.ToArray());
                _watchers.ForEach(watcher => watcher.Writer.TryWrite(piece));
            }
        }
    }

    private readonly record struct Piece(DateTimeOffset At, ByteDirection Direction, int Start, int Length);
}

/// <summary>Bytes that went over a line in one read or write.</summary>
/// <param name="At">When.</param>
/// <param name="Direction">Which way.</param>
/// <param name="Bytes">The bytes, at most <see cref="ByteTrace.LongestPiece"/>.</param>
public readonly record struct TracedBytes(DateTimeOffset At, ByteDirection Direction, ReadOnlyMemory<byte> Bytes);
