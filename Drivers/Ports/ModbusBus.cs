using System.Collections.Concurrent;
using System.Diagnostics.CodeAnalysis;
using EdgeGateway.Core.Devices;

namespace Drivers.Ports;

/// <summary>
/// A Modbus line shared by the devices on it. The first to lease it opens the port, the last to return it closes it; a line
/// that is gone is not handed out again. Questions are asked one after the other on the line's own thread.
/// </summary>
/// <remarks>Thread-safe. A question can be given up between two others, not while libmodbus waits for its answer.</remarks>
[SuppressMessage("Design", "CA1001", Justification = "The line's own thread disposes the queue when the last share was returned.")]
internal sealed class ModbusBus
{
    private static readonly Lock s_lock = new();
    private static readonly Dictionary<string, ModbusBus> s_open = [];

    private readonly string _key;
    private readonly LineSettings _settings;
    private readonly ModbusLine _line;

    // One question a device at a time, so it never holds more than there are devices on the line (247).
    private readonly BlockingCollection<Question> _questions = new(256);
    private readonly TaskCompletionSource _closed = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private int _leases;

    private ModbusBus(string key, LineSettings settings, ModbusLine line)
    {
        _key = key;
        _settings = settings;
        _line = line;
        new Thread(Run, 256 * 1024) { IsBackground = true, Name = $"modbus {key}" }.Start();
    }

    /// <summary>Takes a share in the line, opening it where it is not open.</summary>
    /// <exception cref="IOException">The port cannot be opened.</exception>
    /// <exception cref="DeviceException">Another device uses the line with other settings, or libmodbus is missing.</exception>
    public static Lease Take(string path, LineSettings settings)
    {
        string key = Target(path);
        lock (s_lock)
        {
            if (!s_open.TryGetValue(key, out ModbusBus? bus))
                s_open[key] = bus = new ModbusBus(key, settings, ModbusLine.Open(path, settings));
            if (bus._settings != settings)
                throw new DeviceException($"{path}: is in use at {bus._settings}, this device asks for {settings}; give all devices on a line the same 'line'");
            bus._leases++;
            return new Lease(bus);
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

    private async Task<ushort[]> AskAsync(ModbusRequest request, CancellationToken cancellationToken)
    {
        var question = new Question(request, cancellationToken);
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
        IOException? gone = null;
        foreach (Question question in _questions.GetConsumingEnumerable())
        {
            if (question.Cancelled.IsCancellationRequested)
                question.Answer.TrySetCanceled(question.Cancelled);
            else if (gone is not null)
                question.Answer.TrySetException(new IOException(gone.Message, gone));
            else
                Answer(question, ref gone);
        }
        _line.Dispose();
        _questions.Dispose();
        _closed.SetResult();
    }

    private void Answer(Question question, ref IOException? gone)
    {
        try
        {
            question.Answer.TrySetResult(_line.Read(question.Request));
        }
        catch (IOException failure)
        {
            // Let go at once: the others on this line still hold their shares, and whoever reopens must not find it locked.
            gone = failure;
            Forget();
            _line.Dispose();
            question.Answer.TrySetException(failure);
        }
        catch (Exception failure)
        {
            question.Answer.TrySetException(failure);
        }
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
    public sealed class Lease(ModbusBus bus) : IAsyncDisposable
    {
        private int _returned;

        /// <summary>What about the line belongs in the log once; null where there is nothing.</summary>
        public string? Note => bus._line.Note;

        /// <summary>Asks, after whoever asked before.</summary>
        /// <exception cref="DeviceException">No answer, a damaged one, or a refusal.</exception>
        /// <exception cref="IOException">The port is gone.</exception>
        public Task<ushort[]> ReadAsync(ModbusRequest request, CancellationToken cancellationToken) =>
            bus.AskAsync(request, cancellationToken);

        /// <summary>Returns the share; the last one waits until the port is closed.</summary>
        public ValueTask DisposeAsync() =>
            Interlocked.Exchange(ref _returned, 1) == 0 ? new ValueTask(bus.ReturnAsync()) : ValueTask.CompletedTask;
    }

    private sealed class Question(ModbusRequest request, CancellationToken cancelled)
    {
        public ModbusRequest Request => request;

        public CancellationToken Cancelled => cancelled;

        public TaskCompletionSource<ushort[]> Answer { get; } = new(TaskCreationOptions.RunContinuationsAsynchronously);
    }
}
