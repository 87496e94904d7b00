using System.Buffers;
using Simulators.Session;

namespace Drivers.Tests.Simulators;

/// <summary>A simulated device without a line: bytes in, bytes out, as hex.</summary>
internal static class SimulatedLine
{
    /// <summary>What the device answers to bytes that come one by one.</summary>
    public static string Ask(this ISimulatedDevice device, params ReadOnlySpan<byte> bytes)
    {
        var output = new ArrayBufferWriter<byte>();
        foreach (var one in bytes)
        {
            device.Receive([one], output);
        }

        return Hex(output);
    }

    /// <summary>What the device does when the line falls silent.</summary>
    public static string Silence(this ISimulatedDevice device)
    {
        var output = new ArrayBufferWriter<byte>();
        device.LineFellSilent(output);
        return Hex(output);
    }

    /// <summary>One frame of a device that streams.</summary>
    public static string Frame(this ISimulatedDevice device)
    {
        var output = new ArrayBufferWriter<byte>();
        device.Stream(output);
        return Hex(output);
    }

    /// <summary>Runs a script line; it must be right.</summary>
    public static void Script(this ISimulatedDevice device, string text)
    {
        Assert.Null(ScriptLine.TryParse(text, out var line));
        Assert.Null(device.Apply(line));
    }

    private static string Hex(ArrayBufferWriter<byte> output) => Convert.ToHexStringLower(output.WrittenSpan);
}
