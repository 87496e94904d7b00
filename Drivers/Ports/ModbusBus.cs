using System.Collections.Concurrent;
using System.Diagnostics.CodeAnalysis;
using EdgeGateway.Core.Devices;

namespace Drivers.Ports;

/// <summary>
/// A Modbus line shared by the devices on it, serial or TCP. The first to lease it has it opened, the last to return it closes it; a line
/// that is gone is not handed out again. Questions are asked one after the other on the line's own thread, which opens it too.
/// </summary>
/// <remarks>Thread-safe. A question can be given up between two others, not while libmodbus waits for its answer. Who does not answer is asked
/// more seldom (<see cref="ModbusSilence"/>).</remarks>
[SuppressMessage("Design", "CA1001", Justification = "The line's own thread disposes the queue when the last share was returned.")]
internal sealed class ModbusBus
{
    private static readonly TimeSpan s_longestKept = TimeSpan.FromMilliseconds(10);
    private static readonly Lock s_lock = new();
    private static readonly Dictionary<string, ModbusBus> s_open = [];

    private readonly string _key;
    private readonly PortAddress _address;
    private readonly LineSettings? _settings;
    private readonly TimeProvider _clock;
    private readonly ModbusSilence _silence;

    // One question a device at a time, so it never holds more than there are devices on the line (247).
    private readonly BlockingCollection<Question> _questions = new(256);
    private readonly TaskCompletionSource<string?> _opened = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private readonly TaskCompletionSource _closed = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private readonly List<(Question Question, ushort[] Answer)> _answered = [];
    private long _firstAnswered;
    private int _leases;

    private ModbusBus(string key, PortAddress address, LineSettings? settings, TimeProvider clock)
    {
        _key = key;
        _address = address;
        _settings = settings;
        _clock = clock;
        _silence = new ModbusSilence(clock);
        new Thread(Run, 256 * 1024) { IsBackground = true, Name = $"modbus {key}" }.Start();
    }

    /// <summary>Takes a share in the line, opening it where it is not open. Other lines are not held up by one that opens slowly.</summary>
    /// <param name="address">A serial port or the host and port of a Modbus TCP device.</param>
    /// <param name="settings">The line settings; null for TCP.</param>
    /// <param name="clock">Measures the pauses of devices that do not answer.</param>
    /// <param name="cancellationToken">Ends the wait for the opening.</param>
    /// <exception cref="IOException">The port cannot be opened.</exception>
    /// <exception cref="DeviceException">Another device uses the line with other settings, or libmodbus is missing.</exception>
    public static async Task<Lease> TakeAsync(PortAddress address, LineSettings? settings, TimeProvider clock, CancellationToken cancellationToken)
    {
        string key = address.IsNetwork ? address.ToString() : Target(address.Path);
        ModbusBus? bus;
        lock (s_lock)
        {
            if (!s_open.TryGetValue(key, out bus))
                s_open[key] = bus = new ModbusBus(key, address, settings, clock);
            if (bus._settings != settings)
                throw new DeviceException($"{address}: is in use at {bus._settings}, this device asks for {settings}; give all devices on a line the same 'line'");
            bus._leases++;
        }
        try
        {
            return new Lease(bus, await bus._opened.Task.WaitAsync(cancellationToken).ConfigureAwait(false));
        }
        catch
        {
            _ = bus.ReturnAsync();
            throw;
        }
    }

    private static string Target(string path)
    {
        try
        {
            return File.ResolveLinkTarget(path, returnFinalTarget: true)?.FullName ?? path;
        }
        catch (IOException)
        {
            return path;
        }
    }

    private async Task<ushort[]> AskAsync(int unit, TimeSpan timeout, Func<ModbusLine, ushort[]> ask, CancellationToken cancellationToken)
    {
        if (_silence.Remaining(unit) is { Ticks: > 0 } pause)
            await Task.Delay(pause, _clock, cancellationToken).ConfigureAwait(false);
        var question = new Question(unit, timeout, ask, cancellationToken);
        try
        {
            _questions.Add(question, cancellationToken);
        }
        catch (InvalidOperationException) // also ObjectDisposedException
        {
            throw new IOException($"{_key}: the line was closed");
        }
        return await question.Answer.Task.WaitAsync(cancellationToken).ConfigureAwait(false);
    }

    private void Run()
    {
        ModbusLine? line = null;
        IOException? gone = null;
        try
        {
            line = _address.IsNetwork ? ModbusLine.OpenTcp(_address) : ModbusLine.Open(_address.Path, _settings!.Value);
            _opened.SetResult(line.Note);
        }
        catch (Exception failure)
        {
            Forget();
            _opened.SetException(failure);
            _ = _opened.Task.Exception;
            gone = new IOException($"{_key}: {failure.Message}", failure);
        }
        foreach (Question question in _questions.GetConsumingEnumerable())
        {
            if (question.Cancelled.IsCancellationRequested)
                question.Answer.TrySetCanceled(question.Cancelled);
            else if (gone is not null || line is null)
                question.Answer.TrySetException(new IOException(gone?.Message, gone));
            else
                Answer(question, line, ref gone);
            TellAnswers();
        }
        line?.Dispose();
        _questions.Dispose();
        _closed.SetResult();
    }

    private void Answer(Question question, ModbusLine line, ref IOException? gone)
    {
        try
        {
            ushort[] answer = question.Ask(line);
            _silence.Heard(question.Unit);
            if (_answered.Count == 0)
                _firstAnswered = _clock.GetTimestamp();
            _answered.Add((question, answer));
        }
        catch (IOException failure)
        {
            // Let go at once: the others on this line still hold their shares, and whoever reopens must not find it locked.
            gone = failure;
            Forget();
            line.Dispose();
            question.Answer.TrySetException(failure);
        }
        catch (Exception failure)
        {
            if (line.WasSilent)
                _silence.Unheard(question.Unit, question.Timeout);
            else
                _silence.Heard(question.Unit);
            question.Answer.TrySetException(failure);
        }
    }

    /// <summary>Tells askers their answers: on a fast line those of a few milliseconds together, since each time the pool is woken costs more than an answer.</summary>
    private void TellAnswers()
    {
        if (_questions.Count > 0 && _clock.GetElapsedTime(_firstAnswered) < s_longestKept)
            return;
        foreach (var (question, answer) in _answered)
            question.Answer.TrySetResult(answer);
        _answered.Clear();
    }

    /// <summary>Sees to it that the next lease opens the port anew.</summary>
    private void Forget()
    {
        lock (s_lock)
        {
            if (s_open.TryGetValue(_key, out ModbusBus? bus) && bus == this)
                s_open.Remove(_key);
        }
    }

    private Task ReturnAsync()
    {
        lock (s_lock)
        {
            if (--_leases > 0)
                return Task.CompletedTask;
            Forget();
            _questions.CompleteAdding();
        }
        return _closed.Task;
    }

    /// <summary>One device's share in a line.</summary>
    /// <param name="bus">The line.</param>
    /// <param name="note">What about the line belongs in the log once; null where there is nothing.</param>
    public sealed class Lease(ModbusBus bus, string? note) : IAsyncDisposable
    {
        private int _returned;

        /// <summary>What about the line belongs in the log once; null where there is nothing.</summary>
        public string? Note => note;

        /// <summary>Asks, after whoever asked before.</summary>
        /// <exception cref="DeviceException">No answer, a damaged one, or a refusal.</exception>
        /// <exception cref="IOException">The port is gone.</exception>
        public Task<ushort[]> ReadAsync(ModbusRequest request, CancellationToken cancellationToken) =>
            bus.AskAsync(request.Unit, request.Timeout, line => line.Read(request), cancellationToken);

        /// <summary>Writes, after whoever asked before, and waits for the device's word.</summary>
        /// <exception cref="DeviceException">No answer, a damaged one, or a refusal.</exception>
        /// <exception cref="IOException">The port is gone.</exception>
        public Task WriteAsync(ModbusWrite write, CancellationToken cancellationToken) =>
            bus.AskAsync(write.Unit, write.Timeout, line => line.Write(write), cancellationToken);

        /// <summary>Returns the share; the last one waits until the port is closed.</summary>
        public ValueTask DisposeAsync() =>
            Interlocked.Exchange(ref _returned, 1) == 0 ? new ValueTask(bus.ReturnAsync()) : ValueTask.CompletedTask;
    }

    private sealed class Question(int unit, TimeSpan timeout, Func<ModbusLine, ushort[]> ask, CancellationToken cancelled)
    {
        public int Unit => unit;

        public TimeSpan Timeout => timeout;

        public Func<ModbusLine, ushort[]> Ask => ask;

        public CancellationToken Cancelled => cancelled;

        public TaskCompletionSource<ushort[]> Answer { get; } = new(TaskCreationOptions.RunContinuationsAsynchronously);
    }
}
