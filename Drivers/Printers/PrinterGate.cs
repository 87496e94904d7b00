using System.Collections.Concurrent;
using System.Diagnostics.CodeAnalysis;
using EdgeGateway.Core.Printing;

namespace Drivers.Printers;

/// <summary>One printer's turnstile: a job and the watch never talk to it at the same time, and a job never waits for the watch.</summary>
/// <remarks>Shared by everything in this process that goes by the same device id, because the queue and the supervisor open the printer apart from each other.</remarks>
[SuppressMessage("Design", "CA1001", Justification = "A semaphore whose wait handle nobody asks for holds nothing.")]
internal sealed class PrinterGate
{
    private static readonly ConcurrentDictionary<string, PrinterGate> s_gates = new(StringComparer.Ordinal);

    private static readonly TimeSpan s_debtLife = TimeSpan.FromMinutes(1);

    private readonly SemaphoreSlim _turn = new(1, 1);
    private readonly Lock _lock = new();
    private CancellationTokenSource? _watching;
    private int _jobsWaiting;

    /// <summary>What the printer said last; null while it was never asked.</summary>
    public PrinterStatus? LastStatus { get; set; }

    /// <summary>Whether a job broke off in this process and nothing was sent since: the printer may wait for the rest of a command.</summary>
    public bool BrokeOff { get; set; }

    /// <summary>Whether anything was sent by this process: before that, a process before it may have broken off.</summary>
    public bool HasSent { get; set; }

    /// <summary>Which <c>DLE EOT n</c> it answers, as far as that is known.</summary>
    public IReadOnlyList<byte> RealTimeQuestions { get; set; } = [1, 2, 3, 4];

    /// <summary>Questions without mark that were never answered: for a minute their answers may still come.</summary>
    public int Owed { get; private set; }

    private long _owedAt;

    /// <summary>Notes questions without an answer; 0 when all is even.</summary>
    public void Owe(int questions, TimeProvider clock) => (Owed, _owedAt) = (Math.Max(0, questions), Owed == 0 ? clock.GetTimestamp() : _owedAt);

    /// <summary>Forgets debts of more than a minute.</summary>
    public void ForgetOldDebts(TimeProvider clock)
    {
        if (clock.GetElapsedTime(_owedAt) > s_debtLife)
            Owed = 0;
        if (clock.GetElapsedTime(_realTimeOwedAt) > s_debtLife)
            RealTimeOwed = 0;
    }

    /// <summary>Questions of <c>DLE EOT</c> whose answers may still come.</summary>
    public int RealTimeOwed { get; private set; }

    private long _realTimeOwedAt;

    /// <summary>Notes questions of <c>DLE EOT</c>.</summary>
    public void OweRealTime(int questions, TimeProvider clock)
    {
        ForgetOldDebts(clock);
        (RealTimeOwed, _realTimeOwedAt) = (RealTimeOwed + questions, RealTimeOwed == 0 ? clock.GetTimestamp() : _realTimeOwedAt);
    }

    /// <summary>Notes an answer to one of them.</summary>
    public void PayRealTime() => RealTimeOwed = Math.Max(0, RealTimeOwed - 1);

    /// <summary>The one of a device.</summary>
    public static PrinterGate Of(string deviceId) => s_gates.GetOrAdd(deviceId, static _ => new PrinterGate());

    /// <summary>Waits for a job's turn; a watch that is asking gives way.</summary>
    /// <exception cref="IOException">Another job had it for the whole of <paramref name="limit"/>.</exception>
    public async ValueTask<IDisposable> EnterAsync(string deviceId, TimeSpan limit, TimeProvider clock, CancellationToken cancellationToken)
    {
        using var patience = new CancellationTokenSource(limit, clock);
        using var either = CancellationTokenSource.CreateLinkedTokenSource(patience.Token, cancellationToken);
        lock (_lock)
        {
            _jobsWaiting++;
            _watching?.Cancel();
        }
        try
        {
            await _turn.WaitAsync(either.Token).ConfigureAwait(false);
            return new Turn(_turn);
        }
        catch (OperationCanceledException) when (!cancellationToken.IsCancellationRequested)
        {
            throw new IOException($"{deviceId}: another job has held the printer for {limit.TotalSeconds:0} s");
        }
        finally
        {
            lock (_lock)
                _jobsWaiting--;
        }
    }

    /// <summary>Takes the watch's turn, unless a job has it or waits for it.</summary>
    /// <param name="giveWay">Is cancelled when a job wants its turn.</param>
    /// <returns>The turn, or null.</returns>
    public IDisposable? TryWatch(CancellationTokenSource giveWay)
    {
        lock (_lock)
        {
            if (_jobsWaiting > 0 || !_turn.Wait(0, CancellationToken.None))
                return null;
            _watching = giveWay;
            return new WatchTurn(this);
        }
    }

    private sealed class Turn(SemaphoreSlim turn) : IDisposable
    {
        private SemaphoreSlim? _turn = turn;

        public void Dispose() => Interlocked.Exchange(ref _turn, null)?.Release();
    }

    private sealed class WatchTurn(PrinterGate gate) : IDisposable
    {
        public void Dispose()
        {
            lock (gate._lock)
                gate._watching = null;
            gate._turn.Release();
        }
    }
}
