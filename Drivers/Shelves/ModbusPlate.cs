using System.Globalization;
using System.Runtime.CompilerServices;
using Drivers.Ports;
using EdgeGateway.Core.Devices;
using EdgeGateway.Core.Setup;

namespace Drivers.Shelves;

/// <summary>Driver for a weighing plate behind a Modbus transmitter, RTU or TCP, one device a unit id; many may share one line.</summary>
/// <remarks>
/// Line 9600-8N1 as a rule, or <c>tcp://host:502</c>. There is no common register map: the profile names a maker (<see cref="Transmitters"/>) or the
/// registers themselves (<see cref="PlateRegisters"/>). Nothing is written but zero and tare, on command. libmodbus opens the terminal or the socket
/// itself: see <see cref="LibModbus"/>. Source: Modbus Application Protocol 1.1b3, Modbus over Serial Line 1.02, Modbus Messaging on TCP/IP 1.0b.
/// </remarks>
internal sealed class ModbusPlate(string deviceId, string port, ModbusBus.Lease line, PlateRegisters registers, TimeProvider clock) : ICommandedDriver
{
    /// <summary>Its name in the catalogue.</summary>
    public const string Name = "modbus-plate";

    private readonly IReadOnlyList<ModbusRequest> _requests = registers.Requests(out _, out _);

    /// <summary>Its entry in the catalogue.</summary>
    public static DriverDescription Description { get; } = new(
        Name, DeviceKind.Plate, "Weighing shelf plate behind a Modbus transmitter, RTU or TCP (polled)", Validate, OpenAsync)
    {
        SharesPort = true,
        Settings = ListSettings,
        Commands = [DeviceCommandKind.Zero, DeviceCommandKind.Tare, DeviceCommandKind.ClearTare],
    };

    /// <inheritdoc/>
    public IReadOnlyList<DeviceCommandKind> Commands { get; } = [.. registers.Commands?.Values.Keys ?? []];

    private static LineSettings DefaultLine => LineSettings.Parse("9600-8N1");

    /// <summary>Yields one sample a poll, until the port fails or the token stops it.</summary>
    /// <exception cref="DeviceException">The transmitter does not answer, or refuses the request.</exception>
    /// <exception cref="IOException">The port is gone.</exception>
    public async IAsyncEnumerable<Reading> ReadAsync([EnumeratorCancellation] CancellationToken cancellationToken)
    {
        var pace = new PollPace(registers.PollInterval, clock);
        while (true)
        {
            ushort[] answer = await line.ReadAsync(_requests[0], cancellationToken).ConfigureAwait(false);
            if (_requests.Count > 1)
                answer = [.. answer, .. await line.ReadAsync(_requests[1], cancellationToken).ConfigureAwait(false)];
            yield return Decode(deviceId, clock.GetUtcNow(), answer, registers);
            await pace.WaitAsync(cancellationToken).ConfigureAwait(false);
        }
    }

    /// <summary>Writes zero or tare; refused within ten seconds of the last one.</summary>
    public async ValueTask<CommandOutcome> ExecuteAsync(DeviceCommand command, CancellationToken cancellationToken)
    {
        if (registers.Commands is not { } commands || !commands.Values.ContainsKey(command.Kind))
            return CommandOutcome.Refused("the profile names no such command");
        if (CommandPace.Shared.Take($"{port} {registers.Unit.ToString(CultureInfo.InvariantCulture)}", clock) is TimeSpan wait)
        {
            return CommandOutcome.Refused(string.Create(CultureInfo.InvariantCulture,
                $"a command was written less than 10 s ago, and the memory of some transmitters wears out; again in {Math.Ceiling(wait.TotalSeconds)} s"));
        }
        foreach (ModbusWrite write in commands.Writes(command.Kind))
            await line.WriteAsync(write, cancellationToken).ConfigureAwait(false);
        return new CommandOutcome(true, "written; the transmitter does not say more");
    }

    /// <summary>One sample from the registers that <see cref="PlateRegisters.Requests"/> asks for, in that order.</summary>
    internal static LoadReading Decode(string deviceId, DateTimeOffset time, ReadOnlySpan<ushort> answer, PlateRegisters registers)
    {
        registers.Requests(out int loadAt, out int statusAt);
        RegisterValue load = Registers.Read(
            answer.Slice(loadAt, Registers.CountOf(registers.Type)), registers.Type, registers.BigWordFirst);
        var errors = new List<string>();
        bool? stable = null;
        if (registers.Status is PlateStatus status)
        {
            errors.AddRange(status.Faults(answer[statusAt]));
            stable = status.IsStable(answer[statusAt]);
            if (status.IsNegative(answer[statusAt]))
                load = load.Negative();
        }
        if (load.Fault is not null)
            errors.Add(load.Fault);
        decimal? grams = errors.Count == 0 ? load.Value * registers.GramsPerCount : null;
        return new LoadReading(deviceId, time, load.Counts, grams, stable, errors);
    }

    private static IReadOnlyList<DriverSetting> ListSettings()
    {
        // With a maker, the map is no longer asked for.
        var profile = new ProfileReader(Name, new Dictionary<string, string> { ["transmitter"] = Transmitters.Names[0] });
        PlateRegisters.Read(profile);
        return profile.Settings;
    }

    private static List<string> Validate(DeviceOptions device)
    {
        var errors = new List<string>();
        DevicePort.Validate(device, allowNetwork: true, errors);
        var profile = new ProfileReader(Name, device.Profile);
        PlateRegisters.Read(profile);
        errors.AddRange(profile.Errors);
        return errors;
    }

    private static async ValueTask<OpenDevice> OpenAsync(
        DeviceOptions device, TimeProvider clock, CancellationToken cancellationToken)
    {
        var profile = new ProfileReader(Name, device.Profile);
        PlateRegisters registers = PlateRegisters.Read(profile);
        profile.ThrowIfWrong();
        if (!PortAddress.TryParse(device.Port, out PortAddress? address, out string? error))
            throw new DeviceException($"port: {error}");
        LineSettings? settings = address.IsNetwork ? null : DevicePort.Line(device, DefaultLine);
        ModbusBus.Lease line = await ModbusBus.TakeAsync(address, settings, clock, cancellationToken).ConfigureAwait(false);
        return new OpenDevice(new ModbusPlate(device.Id, device.Port, line, registers, clock), line, line.Note);
    }
}
