using System.Runtime.CompilerServices;
using Drivers.Ports;
using EdgeGateway.Core.Devices;
using EdgeGateway.Core.Setup;

namespace Drivers.Shelves;

/// <summary>Driver for a weighing plate behind a Modbus RTU transmitter, one device a unit id; many may share one line.</summary>
/// <remarks>
/// Line 9600-8N1 as a rule. There is no common register map, so the profile names it (<see cref="PlateRegisters"/>).
/// Only registers are read, nothing is ever written. libmodbus opens the terminal itself: see <see cref="LibModbus"/>.
/// Source: Modbus Application Protocol 1.1b3, Modbus over Serial Line 1.02.
/// </remarks>
internal sealed class ModbusPlate(string deviceId, ModbusBus.Lease line, PlateRegisters registers, TimeProvider clock) : IDriver
{
    /// <summary>Its name in the catalogue.</summary>
    public const string Name = "modbus-plate";

    private readonly IReadOnlyList<ModbusRequest> _requests = registers.Requests(out _, out _);

    /// <summary>Its entry in the catalogue.</summary>
    public static DriverDescription Description { get; } = new(
        Name, DeviceKind.Plate, "Weighing shelf plate behind a Modbus RTU transmitter (polled)", Validate, OpenAsync)
    {
        SharesPort = true,
        Settings = ListSettings,
    };

    private static LineSettings DefaultLine => LineSettings.Parse("9600-8N1");

    /// <summary>Yields one sample a poll, until the port fails or the token stops it.</summary>
    /// <exception cref="DeviceException">The transmitter does not answer, or refuses the request.</exception>
    /// <exception cref="IOException">The port is gone.</exception>
    public async IAsyncEnumerable<Reading> ReadAsync([EnumeratorCancellation] CancellationToken cancellationToken)
    {
        while (true)
        {
            var answer = new List<ushort>();
            foreach (ModbusRequest request in _requests)
                answer.AddRange(await line.ReadAsync(request, cancellationToken).ConfigureAwait(false));
            yield return Decode(deviceId, clock.GetUtcNow(), [.. answer], registers);
            await Task.Delay(registers.PollInterval, clock, cancellationToken).ConfigureAwait(false);
        }
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
        }
        if (load.Fault is not null)
            errors.Add(load.Fault);
        decimal? grams = errors.Count == 0 ? load.Value * registers.GramsPerCount : null;
        return new LoadReading(deviceId, time, load.Counts, grams, stable, errors);
    }

    private static IReadOnlyList<DriverSetting> ListSettings()
    {
        var profile = new ProfileReader(Name, new Dictionary<string, string>());
        PlateRegisters.Read(profile);
        return profile.Settings;
    }

    private static List<string> Validate(DeviceOptions device)
    {
        var errors = new List<string>();
        DevicePort.Validate(device, allowNetwork: false, errors);
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
        LineSettings settings = DevicePort.Line(device, DefaultLine);
        // Opening blocks, and may wait for a line that another device is just opening.
        ModbusBus.Lease line = await Task.Run(() => ModbusBus.Take(device.Port, settings), cancellationToken).ConfigureAwait(false);
        return new OpenDevice(new ModbusPlate(device.Id, line, registers, clock), line, line.Note);
    }
}
