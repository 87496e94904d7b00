using System.Runtime.CompilerServices;
using Drivers.Ports;
using EdgeGateway.Core.Devices;

namespace Drivers.Scales;

/// <summary>Driver for counter scales that speak the Mettler Toledo 8217 protocol, polled with <c>W</c>.</summary>
/// <remarks>
/// Line 9600-7E1. The byte <c>57</c> asks, without an end mark; the answer is one frame of
/// <see cref="Toledo8217Decoder"/>. Input that waits is thrown away before each question, so an old answer is never taken
/// for the new one. Some scales give a weight once and then answer only "no motion, no fault" until the load moves:
/// the last stable weight then stands, marked <c>no_change</c>, until motion, zero, a fault, a change between net and
/// gross, or the profile's <c>hold_ms</c>. Source: METTLER TOLEDO DIVA Service Manual p. 39 to 45.
/// </remarks>
/// <param name="deviceId">The scale's configured name.</param>
/// <param name="port">Bytes to and from the scale.</param>
/// <param name="settings">What the protocol leaves open.</param>
/// <param name="clock">For stamps and waits.</param>
public sealed class Toledo8217(string deviceId, Stream port, Toledo8217Settings settings, TimeProvider clock) : IDriver
{
    /// <summary>Its name in the catalogue.</summary>
    public const string Name = "toledo-8217";

    private const int MostDamagedInARow = 5;

    private static readonly byte[] s_ask = "W"u8.ToArray();

    private readonly Toledo8217Decoder _decoder = new Toledo8217Decoder(settings.Unit, settings.Decimals);
    private readonly NoChange _noChange = new(settings.Hold, clock);
    private readonly byte[] _buffer = new byte[64];
    private int _damagedInARow;

    /// <summary>Its entry in the catalogue.</summary>
    public static DriverDescription Description { get; } = new(
        Name, DeviceKind.Scale, "Mettler Toledo 8217 and compatible counter scales (polled)", Validate, OpenAsync);

    private static LineSettings DefaultLine => LineSettings.Parse("9600-7E1");

    /// <summary>Yields what the scale answers to each question, until the port fails or the token stops it.</summary>
    /// <exception cref="DeviceException">No answer in time, or nothing but damaged answers.</exception>
    /// <exception cref="IOException">The port is gone.</exception>
    public async IAsyncEnumerable<Reading> ReadAsync([EnumeratorCancellation] CancellationToken cancellationToken)
    {
        while (true)
        {
            cancellationToken.ThrowIfCancellationRequested();
            if (await AskAsync(cancellationToken).ConfigureAwait(false) is WeightFrame frame)
                yield return new WeightReading(deviceId, clock.GetUtcNow(), _noChange.Resolve(frame));
            await Task.Delay(settings.PollInterval, clock, cancellationToken).ConfigureAwait(false);
        }
    }

    private static List<string> Validate(DeviceOptions device)
    {
        var errors = new List<string>();
        DevicePort.Validate(device, allowNetwork: true, errors);
        var profile = new ProfileReader(Name, device.Profile);
        Toledo8217Settings.Read(profile);
        errors.AddRange(profile.Errors);
        return errors;
    }

    private static async ValueTask<OpenDevice> OpenAsync(
        DeviceOptions device, TimeProvider clock, CancellationToken cancellationToken)
    {
        var profile = new ProfileReader(Name, device.Profile);
        Toledo8217Settings settings = Toledo8217Settings.Read(profile);
        profile.ThrowIfWrong();
        (Stream port, string? note) = await DevicePort.OpenAsync(device, DefaultLine, clock, cancellationToken).ConfigureAwait(false);
        return new OpenDevice(new Toledo8217(device.Id, port, settings, clock), port, note);
    }

    /// <summary>Asks once; null where the answer came damaged.</summary>
    private async ValueTask<WeightFrame?> AskAsync(CancellationToken cancellationToken)
    {
        using var silence = new CancellationTokenSource(settings.ReplyTimeout, clock);
        using var either = CancellationTokenSource.CreateLinkedTokenSource(silence.Token, cancellationToken);
        int received = 0;
        try
        {
            _decoder.Break();
            (port as PortStream)?.DiscardInput();
            await port.WriteAsync(s_ask, either.Token).ConfigureAwait(false);
            await port.FlushAsync(either.Token).ConfigureAwait(false);
            var frames = new List<WeightFrame>();
            while (true)
            {
                int count = await port.ReadAsync(_buffer, either.Token).ConfigureAwait(false);
                if (count == 0)
                    throw new IOException($"{deviceId}: the port was closed");
                received += count;
                _decoder.Feed(_buffer.AsSpan(0, count), frames);
                // A start that broke off is followed by the real answer; anything else ends this question.
                if (frames.FindLast(frame => frame.Errors is not [FrameErrors.Incomplete]) is WeightFrame newest)
                    return FrameErrors.IsDamage(newest.Errors) ? Damaged() : Sound(newest);
            }
        }
        catch (LineErrorException)
        {
            return Damaged();
        }
        catch (OperationCanceledException) when (silence.IsCancellationRequested && !cancellationToken.IsCancellationRequested)
        {
            throw new DeviceException($"{deviceId}: no answer to W within {settings.ReplyTimeout.TotalMilliseconds:0} ms "
                + $"({received} bytes came); check the scale, its protocol setting (8217), the cable and 'line'");
        }
    }

    private WeightFrame Sound(WeightFrame frame)
    {
        _damagedInARow = 0;
        return frame;
    }

    private WeightFrame? Damaged()
    {
        // The lost answer may have been a new weight, after which "nothing changed" no longer speaks of the old one.
        _noChange.Forget();
        if (++_damagedInARow < MostDamagedInARow)
            return null;
        throw new DeviceException($"{deviceId}: {MostDamagedInARow} answers in a row came damaged or were no 8217 frames; "
            + "check 'line', the cable, the scale's protocol setting, profile.decimals and profile.width");
    }
}
