using System.Runtime.CompilerServices;
using Drivers.Ports;
using EdgeGateway.Core.Devices;
using EdgeGateway.Core.Pipeline;

namespace Drivers.Scales;

/// <summary>Driver for indicators and scales in Toledo continuous output: they send by themselves, some 5 to 20 times a second.</summary>
/// <remarks>
/// Line 4800-7E1 as a rule, 9600 is seen. Nothing is ever sent to the scale. From what arrives at once the newest frame
/// is given, the older backlog is dropped. Frames: <see cref="ToledoContinuousDecoder"/>.
/// </remarks>
/// <param name="deviceId">The scale's configured name.</param>
/// <param name="port">Bytes from the scale.</param>
/// <param name="format">What the protocol leaves open.</param>
/// <param name="silence">How long no sound frame may come before the scale counts as not there.</param>
/// <param name="clock">For stamps and waits.</param>
public sealed class ToledoContinuous(
    string deviceId, Stream port, ToledoContinuousFormat format, TimeSpan silence, TimeProvider clock) : IDriver
{
    /// <summary>Its name in the catalogue.</summary>
    public const string Name = "toledo-continuous";

    private readonly ToledoContinuousDecoder _decoder = new ToledoContinuousDecoder(format);
    private readonly byte[] _buffer = new byte[256];

    /// <summary>Its entry in the catalogue.</summary>
    public static DriverDescription Description { get; } = new(
        Name, DeviceKind.Scale, "Toledo continuous output (indicators, floor and counter scales; streaming)", Validate, OpenAsync);

    private static LineSettings DefaultLine => LineSettings.Parse("4800-7E1");

    /// <summary>Yields the newest frame of each arrival, until the port fails or the token stops it.</summary>
    /// <exception cref="DeviceException">No sound frame for too long.</exception>
    /// <exception cref="IOException">The port is gone.</exception>
    public async IAsyncEnumerable<Reading> ReadAsync([EnumeratorCancellation] CancellationToken cancellationToken)
    {
        while (true)
        {
            WeightFrame frame = await NextAsync(cancellationToken).ConfigureAwait(false);
            yield return new WeightReading(deviceId, clock.GetUtcNow(), frame);
        }
    }

    private static List<string> Validate(DeviceOptions device)
    {
        var errors = new List<string>();
        DevicePort.Validate(device, allowNetwork: true, errors);
        ReadProfile(device, out ProfileReader profile);
        errors.AddRange(profile.Errors);
        return errors;
    }

    private static async ValueTask<OpenDevice> OpenAsync(
        DeviceOptions device, TimeProvider clock, CancellationToken cancellationToken)
    {
        (ToledoContinuousFormat format, TimeSpan silence) = ReadProfile(device, out ProfileReader profile);
        profile.ThrowIfWrong();
        (Stream port, string? note) = await DevicePort.OpenAsync(device, DefaultLine, clock, cancellationToken).ConfigureAwait(false);
        return new OpenDevice(new ToledoContinuous(device.Id, port, format, silence, clock), port, note);
    }

    private static (ToledoContinuousFormat Format, TimeSpan Silence) ReadProfile(DeviceOptions device, out ProfileReader profile)
    {
        profile = new ProfileReader(Name, device.Profile);
        ToledoContinuousFormat format = ToledoContinuousFormat.Read(profile);
        TimeSpan silence = profile.Milliseconds("silence_ms", 2_000, 100, 600_000);
        profile.AcceptAboveZero(DeviceInterpreter.DivisionProfile);
        profile.RejectUnknown();
        return (format, silence);
    }

    private async ValueTask<WeightFrame> NextAsync(CancellationToken cancellationToken)
    {
        using var tooLong = new CancellationTokenSource(silence, clock);
        using var either = CancellationTokenSource.CreateLinkedTokenSource(tooLong.Token, cancellationToken);
        var frames = new List<WeightFrame>();
        int received = 0;
        int damaged = 0;
        try
        {
            while (true)
            {
                try
                {
                    int count = await port.ReadAsync(_buffer, either.Token).ConfigureAwait(false);
                    if (count == 0)
                        throw new IOException($"{deviceId}: the port was closed");
                    received += count;
                    _decoder.Feed(_buffer.AsSpan(0, count), frames);
                }
                catch (LineErrorException)
                {
                    damaged++;
                    _decoder.Break();
                }
                if (frames.FindLast(frame => !FrameErrors.IsDamage(frame.Errors)) is WeightFrame newest)
                    return newest;
                damaged += frames.Count;
                frames.Clear();
            }
        }
        catch (OperationCanceledException) when (tooLong.IsCancellationRequested && !cancellationToken.IsCancellationRequested)
        {
            throw new DeviceException($"{deviceId}: no sound frame within {silence.TotalMilliseconds:0} ms ({received} bytes came, "
                + $"{damaged} times damaged); check that the scale sends continuously, 'line', profile.checksum and profile.form");
        }
    }
}
