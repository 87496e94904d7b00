namespace Drivers.Ports;

/// <summary>One question to a device on a Modbus line: consecutive registers.</summary>
/// <param name="Unit">The device's address on the line, 1 to 247.</param>
/// <param name="Input">Input registers (function 4) where true, holding registers (function 3) where false.</param>
/// <param name="Address">The first register as it goes over the wire, counted from 0.</param>
/// <param name="Count">How many, 1 to 125.</param>
/// <param name="Timeout">How long the device may take to answer.</param>
internal readonly record struct ModbusRequest(int Unit, bool Input, int Address, int Count, TimeSpan Timeout)
{
    /// <inheritdoc/>
    public override string ToString() =>
        $"{(Input ? "input" : "holding")} register {Address}{(Count > 1 ? $" to {Address + Count - 1}" : "")} of unit {Unit}";
}
