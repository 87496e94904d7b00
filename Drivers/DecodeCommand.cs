using System.Buffers;
using System.Globalization;
using System.Text;
using System.Text.Json;
using Drivers.Scales;
using EdgeGateway.Core.Devices;

namespace Drivers;

/// <summary>What <c>decode</c> is told beside the protocol and the bytes.</summary>
/// <param name="Hex">The input is text: hex pairs, one chunk a line, spaces allowed.</param>
/// <param name="Profile">What the protocol leaves open, by the names of the driver's profile, such as <c>unit</c>.</param>
public sealed record DecodeOptions(bool Hex, IReadOnlyDictionary<string, string> Profile);

/// <summary>The work of <c>decode PROTOCOL [FILE]</c>: bytes in, one JSON object a frame out.</summary>
public static class DecodeCommand
{
    private const int Done = 0;
    private const int Failed = 1;
    private const int BadUsage = 2;

    /// <summary>Decodes <paramref name="input"/> to its end. Each line is written as soon as its frame is complete.</summary>
    /// <param name="protocol">One of <see cref="FrameDecoders.Names"/>.</param>
    /// <param name="input">Raw bytes, or hex text.</param>
    /// <param name="output">One line of JSON a frame: protocol, weight, unit, stable, net_gross, error, flags.</param>
    /// <param name="error">Words on what went wrong.</param>
    /// <param name="options">The rest.</param>
    /// <returns>0 done, 1 the input cannot be read, 2 bad usage.</returns>
    public static int Run(string protocol, Stream input, TextWriter output, TextWriter error, DecodeOptions options)
    {
        ArgumentNullException.ThrowIfNull(error);
        ArgumentNullException.ThrowIfNull(options);
        IFrameDecoder? decoder = FrameDecoders.Create(protocol, options.Profile, out IReadOnlyList<string> mistakes);
        if (decoder is null)
            error.WriteLine($"decode: '{protocol}' is no protocol known here; known are {string.Join(", ", FrameDecoders.Names)}");
        foreach (string mistake in mistakes)
            error.WriteLine($"decode: {mistake}");
        if (decoder is null || mistakes.Count > 0)
            return BadUsage;
        try
        {
            var frames = new List<WeightFrame>();
            foreach (ReadOnlyMemory<byte> chunk in options.Hex ? HexLines(input) : Chunks(input))
            {
                decoder.Feed(chunk.Span, frames);
                Write(protocol, frames, output);
            }
            decoder.End(frames);
            Write(protocol, frames, output);
            return Done;
        }
        catch (Exception failure) when (failure is IOException or FormatException)
        {
            error.WriteLine($"decode: {failure.Message}");
            return Failed;
        }
    }

    private static IEnumerable<ReadOnlyMemory<byte>> Chunks(Stream input)
    {
        var buffer = new byte[64 * 1024];
        int count;
        while ((count = input.Read(buffer, 0, buffer.Length)) > 0)
            yield return buffer.AsMemory(0, count);
    }

    private static IEnumerable<ReadOnlyMemory<byte>> HexLines(Stream input)
    {
        using var reader = new StreamReader(input, Encoding.ASCII, leaveOpen: true);
        for (int number = 1; reader.ReadLine() is string line; number++)
        {
            string digits = string.Concat(line.Where(character => !char.IsWhiteSpace(character)));
            byte[] chunk = new byte[digits.Length / 2];
            if (digits.Length % 2 != 0 || Convert.FromHexString(digits, chunk, out _, out _) != OperationStatus.Done)
                throw new FormatException($"line {number.ToString(CultureInfo.InvariantCulture)} is not hex: write pairs such as 02 3f 41 0d");
            yield return chunk;
        }
    }

    private static void Write(string protocol, List<WeightFrame> frames, TextWriter output)
    {
        foreach (WeightFrame frame in frames)
            output.WriteLine(Json(protocol, frame));
        frames.Clear();
    }

    private static string Json(string protocol, WeightFrame frame)
    {
        var buffer = new ArrayBufferWriter<byte>(256);
        using (var json = new Utf8JsonWriter(buffer))
        {
            json.WriteStartObject();
            json.WriteString("protocol", protocol);
            json.WriteString("weight", frame.Weight?.ToString(CultureInfo.InvariantCulture));
            json.WriteString("unit", frame.Unit);
            if (frame.Stable is bool stable)
                json.WriteBoolean("stable", stable);
            else
                json.WriteNull("stable");
            json.WriteString("net_gross", frame.NetGross switch { NetGross.Net => "net", NetGross.Gross => "gross", NetGross.Tare => "tare", _ => null });
            if (frame.Errors.Count == 0)
                json.WriteNull("error");
            else
                WriteNames(json, "error", frame.Errors);
            WriteNames(json, "flags", frame.Flags);
            json.WriteEndObject();
        }
        return Encoding.UTF8.GetString(buffer.WrittenSpan);
    }

    private static void WriteNames(Utf8JsonWriter json, string property, IReadOnlyList<string> names)
    {
        json.WriteStartArray(property);
        foreach (string name in names)
            json.WriteStringValue(name);
        json.WriteEndArray();
    }
}
