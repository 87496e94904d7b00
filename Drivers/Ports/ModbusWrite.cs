namespace Drivers.Ports;

/// <summary>One value for one holding register of a device on a Modbus line.</summary>
/// <param name="Unit">The device's address on the line, 1 to 247.</param>
/// <param name="Address">The register as it goes over the wire, counted from 0.</param>
/// <param name="Value">What to write.</param>
/// <param name="Many">By function 16, for devices that know no function 6.</param>
/// <param name="Timeout">How long the device may take to answer.</param>
internal readonly record struct ModbusWrite(int Unit, int Address, ushort Value, bool Many, TimeSpan Timeout)
{
    /// <inheritdoc/>
    public override string ToString() => $"writing {Value} to holding register {Address} of unit {Unit}";
}
