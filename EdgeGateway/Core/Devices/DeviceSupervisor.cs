using Microsoft.Extensions.Logging;

namespace EdgeGateway.Core.Devices;

/// <summary>Keeps one device read: opens it, passes readings on, and after any failure closes, waits and opens again, until it is stopped.</summary>
/// <remarks>
/// Whatever a driver throws ends only its own connection. Between failures it waits a random part (full jitter) of a ceiling that doubles from
/// <see cref="SupervisorOptions.ReopenMin"/> to <see cref="SupervisorOptions.ReopenMax"/>. Any valid reading starts the count anew.
/// </remarks>
/// <param name="device">Its settings; it must be on <paramref name="board"/>.</param>
/// <param name="driver">How it is opened.</param>
/// <param name="options">How often and how fast it is tried.</param>
/// <param name="board">Where its state is shown.</param>
/// <param name="signals">Where readings and changes go.</param>
/// <param name="metrics">What is counted.</param>
/// <param name="clock">Time.</param>
/// <param name="jitter">Random numbers from 0 up to 1.</param>
/// <param name="logger">One line a change of availability.</param>
public sealed class DeviceSupervisor(
    DeviceOptions device,
    DriverDescription driver,
    SupervisorOptions options,
    DeviceBoard board,
    DeviceSignals signals,
    DeviceMetrics metrics,
    TimeProvider clock,
    Func<double> jitter,
    ILogger<DeviceSupervisor> logger)
{
    private const string ReadNow = "read";

    private readonly SignalOutlet _outlet = new(signals, metrics, driver.Name);
    private DeviceConnection? _connection;
    private Availability _availability;
    private int _failures;
    private string? _noted;
    private string? _stableName;
    private bool _isProven;

    /// <summary>Ends the pause before the next opening, whether it is under way or still to come.</summary>
    private TaskCompletionSource _wake = NewWake();

    /// <summary>Ends the present connection, which is then no failure.</summary>
    private CancellationTokenSource? _session;

    /// <summary>Completed by the first valid reading of a connection that was begun after <see cref="RestartAsync"/>.</summary>
    private TaskCompletionSource? _restarted;

    /// <summary>What <see cref="_restarted"/> was when the present connection began.</summary>
    private TaskCompletionSource? _awaited;

    /// <summary>Called with the first valid reading of each connection: what is plugged in is what it was taken for.</summary>
    public Action? Proven { get; init; }

    /// <summary>Reads the device until <paramref name="cancellationToken"/>, then closes the port and ends normally.</summary>
    public Task RunAsync(CancellationToken cancellationToken) => Task.Run(() => SuperviseAsync(cancellationToken), CancellationToken.None);

    /// <summary>Tells the device something; refused, with the reason, while it is not connected or where it has no such command.</summary>
    public ValueTask<CommandOutcome> ExecuteAsync(DeviceCommand command, CancellationToken cancellationToken) =>
        Volatile.Read(ref _connection)?.ExecuteAsync(command, cancellationToken) ?? new(CommandOutcome.Refused("not connected"));

    /// <summary>Closes the port and opens it again, without a pause and without counting as a failure; the weight is gone meanwhile.</summary>
    /// <returns>Completes with the first valid reading after it.</returns>
    /// <exception cref="OperationCanceledException">None came before the token; it is tried on as ever.</exception>
    public async Task RestartAsync(CancellationToken cancellationToken)
    {
        var restarted = Volatile.Read(ref _restarted) is { Task.IsCompleted: false } waiting ? waiting : NewWake();
        Volatile.Write(ref _restarted, restarted);
        var session = Volatile.Read(ref _session);
        try
        {
            if (session is not null)
            {
                await session.CancelAsync().ConfigureAwait(false);
            }
        }
        catch (ObjectDisposedException)
        {
            // It has ended by itself just now.
        }

        Wake();
        await restarted.Task.WaitAsync(cancellationToken).ConfigureAwait(false);
    }

    /// <summary>Opens the port at once instead of waiting out the pause: something was plugged in there. Without effect on an open port.</summary>
    public void Wake() => Volatile.Read(ref _wake).TrySetResult();

    /// <summary>A scanner says nothing while nobody scans.</summary>
    private TimeSpan SilenceLimit => driver.Kind == DeviceKind.Scanner ? Timeout.InfiniteTimeSpan : options.SilenceLimit;

    private async Task SuperviseAsync(CancellationToken cancellationToken)
    {
        while (!cancellationToken.IsCancellationRequested)
        {
            using var session = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
            var connection = new DeviceConnection(device, driver, SilenceLimit, clock);
            Volatile.Write(ref _connection, connection);
            Volatile.Write(ref _session, session);
            _isProven = false;
            _awaited = Volatile.Read(ref _restarted);
            var failure = await connection.ReadUntilFailureAsync(Opened, Accept, session.Token).ConfigureAwait(false);
            if (cancellationToken.IsCancellationRequested)
            {
                break;
            }

            if (failure is null)
            {
                Interrupt();
                metrics.Reopened(driver.Name);
                continue;
            }

            Fail(failure);
            if (!await PauseAsync(cancellationToken).ConfigureAwait(false))
            {
                break;
            }

            metrics.Reopened(driver.Name);
        }

        if (_availability == Availability.Online)
        {
            metrics.Online(driver.Name, -1);
        }
    }

    private void Opened(OpenDevice open)
    {
        _stableName = open.StableName ?? device.Port;
        board.Place(device.Id, _stableName);
        if (open.Note is { } note && note != _noted)
        {
            _noted = note;
            LogMessages.DeviceNote(logger, device.Id, note);
        }
    }

    private void Accept(Reading reading)
    {
        metrics.Read(driver.Name);
        board.Show(reading);
        if (ReadingFacts.IsValid(reading))
        {
            Recover();
            if (!_isProven)
            {
                _isProven = true;
                _awaited?.TrySetResult();
                Proven?.Invoke();
            }
        }

        _outlet.Pass(new ReadingSignal(reading));
    }

    private void Recover()
    {
        if (_availability != Availability.Online)
        {
            ChangeTo(Availability.Online, ReadNow);
            metrics.Online(driver.Name, 1);
            LogMessages.DeviceOnline(logger, device.Id, driver.Name, device.Port);
        }
        else if (_failures > 0)
        {
            board.Show(device.Id, Availability.Online, ReadNow);
        }

        _failures = 0;
    }

    private void Fail(DeviceFailure failure)
    {
        _failures++;
        metrics.Failed(driver.Name);
        Interrupt();
        if (_availability == Availability.Offline || _failures < options.OfflineAfterFailures)
        {
            board.Show(device.Id, _availability, _availability == Availability.Online ? $"reconnecting: {failure.Reason}" : failure.Reason);
            return;
        }

        if (_availability == Availability.Online)
        {
            metrics.Online(driver.Name, -1);
        }

        ChangeTo(Availability.Offline, failure.Reason);
        LogMessages.DeviceOffline(logger, failure.Unexpected, device.Id, driver.Name, device.Port, failure.Reason);
    }

    private void Interrupt()
    {
        board.Interrupt(device.Id);
        _outlet.Pass(new InterruptionSignal(device.Id, clock.GetUtcNow()));
    }

    private void ChangeTo(Availability availability, string reason)
    {
        _availability = availability;
        board.Show(device.Id, availability, reason);
        _outlet.Pass(new AvailabilitySignal(device.Id, clock.GetUtcNow(), availability, reason) { StableName = _stableName });
    }

    private async Task<bool> PauseAsync(CancellationToken cancellationToken)
    {
        using var over = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        var doublings = Math.Min(_failures - 1, 30);
        var ceiling = Math.Min(options.ReopenMin.TotalSeconds * Math.Pow(2, Math.Max(0, doublings)), options.ReopenMax.TotalSeconds);
        var pause = Task.Delay(TimeSpan.FromSeconds(ceiling * jitter()), clock, over.Token);
        var woken = Volatile.Read(ref _wake);
        await Task.WhenAny(pause, woken.Task).ConfigureAwait(false);
        await over.CancelAsync().ConfigureAwait(false);
        if (woken.Task.IsCompleted)
        {
            Volatile.Write(ref _wake, NewWake());
        }

        return !cancellationToken.IsCancellationRequested;
    }

    private static TaskCompletionSource NewWake() => new(TaskCreationOptions.RunContinuationsAsynchronously);
}
