using Drivers.Scanners;
using Tests.Shared;

namespace Drivers.Tests.Scanners;

public sealed class ScanReaderTests : IDisposable
{
    private static readonly TimeSpan s_silence = TimeSpan.FromMilliseconds(100);

    private readonly ManualClock _clock = new();
    private readonly OneRead _line = new();

    public void Dispose() => _line.Dispose();

    [Fact]
    public async Task Read_OneByte_IsBytes()
    {
        var reader = new ScanReader("scanner-1", _line, s_silence, _clock);
        var reading = reader.ReadAsync(untilSilence: true, CancellationToken.None);
        _line.Come.SetResult(1);

        Assert.Equal(ScanReader.Outcome.Bytes, await reading);
        Assert.Equal(1, reader.Bytes.Length);
    }

    [Fact]
    public async Task Read_UntilSilence_IsSilenceAfterItsTime_AndTheReadGoesOn()
    {
        var reader = new ScanReader("scanner-1", _line, s_silence, _clock);
        var reading = reader.ReadAsync(untilSilence: true, CancellationToken.None).AsTask();
        _clock.Advance(s_silence - TimeSpan.FromTicks(1));
        Assert.False(reading.IsCompleted);
        _clock.Advance(TimeSpan.FromTicks(1));
        Assert.Equal(ScanReader.Outcome.Silence, await reading);

        var next = reader.ReadAsync(untilSilence: true, CancellationToken.None);
        _line.Come.SetResult(2);
        Assert.Equal(ScanReader.Outcome.Bytes, await next);
        Assert.Equal((2, 1), (reader.Bytes.Length, _line.Reads));
    }

    [Fact]
    public async Task Read_WhereSilenceMeansNothing_WaitsHoweverLong()
    {
        var reader = new ScanReader("scanner-1", _line, s_silence, _clock);
        var reading = reader.ReadAsync(untilSilence: false, CancellationToken.None).AsTask();
        Assert.Equal(0, _clock.ArmedTimers);
        _clock.Advance(TimeSpan.FromHours(1));
        _line.Come.SetResult(3);

        Assert.Equal(ScanReader.Outcome.Bytes, await reading);
    }

    [Fact]
    public async Task Read_NoBytes_MeansThatThePortIsGone()
    {
        var reader = new ScanReader("scanner-1", _line, s_silence, _clock);
        _line.Come.SetResult(0);

        var failure = await Assert.ThrowsAsync<IOException>(async () => await reader.ReadAsync(untilSilence: false, CancellationToken.None));
        Assert.Contains("scanner-1", failure.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Read_CancelledOnAPortThatDoesNotEnd_IsCancelledAndNoSilence()
    {
        using var cancelled = new CancellationTokenSource();
        var reading = new ScanReader("scanner-1", _line, s_silence, _clock).ReadAsync(untilSilence: true, cancelled.Token).AsTask();
        await cancelled.CancelAsync();

        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => reading);
    }

    /// <summary>A port with one read, which ends when told and not before.</summary>
    private sealed class OneRead : Stream
    {
        public TaskCompletionSource<int> Come { get; } = new(TaskCreationOptions.RunContinuationsAsynchronously);

        public int Reads { get; private set; }

        public override bool CanRead => true;

        public override bool CanSeek => false;

        public override bool CanWrite => false;

        public override long Length => throw new NotSupportedException();

        public override long Position { get => throw new NotSupportedException(); set => throw new NotSupportedException(); }

        public override ValueTask<int> ReadAsync(Memory<byte> buffer, CancellationToken cancellationToken = default)
        {
            Reads++;
            return new(Come.Task);
        }

        public override int Read(byte[] buffer, int offset, int count) => throw new NotSupportedException();

        public override void Flush() => throw new NotSupportedException();

        public override long Seek(long offset, SeekOrigin origin) => throw new NotSupportedException();

        public override void SetLength(long value) => throw new NotSupportedException();

        public override void Write(byte[] buffer, int offset, int count) => throw new NotSupportedException();
    }
}
