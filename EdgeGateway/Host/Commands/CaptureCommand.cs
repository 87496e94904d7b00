using System.Text;
using System.Text.Json;
using Cloud.Contracts;
using Cloud.Contracts.Commands;
using Cloud.Uplink;
using EdgeGateway.Core.Devices;
using EdgeGateway.Core.Setup;
using EdgeGateway.Host.Running;

namespace EdgeGateway.Host.Commands;

/// <summary>Headquarters' command <c>capture</c>: what goes over a device's line from now on, for a while. Never of a camera, whose line carries people.</summary>
/// <param name="devices">Every device.</param>
/// <param name="clock">Time.</param>
internal sealed class CaptureCommand(Func<IReadOnlyList<RunningDevice>> devices, TimeProvider clock)
{
    /// <summary>Each piece has a frame of its own in the answer.</summary>
    private const int MostPieces = 2000;

    private static readonly TimeSpan s_progressEvery = TimeSpan.FromSeconds(1);

    /// <summary>Writes it down.</summary>
    internal async ValueTask<CommandAnswer> HandleAsync(CommandCall call, CancellationToken cancellationToken)
    {
        var (body, refusal) = CommandBody.Read(call, GatewayCommandJson.Default.CaptureOrder, "device, and perhaps seconds and bytes");
        refusal ??= CommandBody.Beyond("seconds", body!.Seconds, CaptureOrder.MostSeconds) ?? CommandBody.Beyond("bytes", body.Bytes, CaptureOrder.MostBytes);
        if (refusal is not null)
        {
            return refusal;
        }

        var (device, missing) = DeviceCommands.Find(devices(), body!.Device);
        if (device is null)
        {
            return missing!;
        }

        if (device.Driver.Kind == DeviceKind.Camera)
        {
            return CommandBody.Refused($"'{device.Device.Id}' is a camera; what a camera sees does not leave the store");
        }

        var length = TimeSpan.FromSeconds(body.Seconds ?? CaptureOrder.UsualSeconds);
        var result = await WatchAsync(device, length, body.Bytes ?? CaptureOrder.UsualBytes, call, cancellationToken);
        return new CommandAnswer(
            CommandStatus.Done,
            JsonSerializer.SerializeToElement(result, GatewayCommandJson.Default.CaptureResult),
            result.Bytes == 0 ? $"nothing went over the line of '{device.Device.Id}' in {length.TotalSeconds:0} s, or its driver keeps no trace" : null);
    }

    private async Task<CaptureResult> WatchAsync(RunningDevice device, TimeSpan length, int most, CommandCall call, CancellationToken cancellationToken)
    {
        using var limit = new CancellationTokenSource(length, clock);
        using var ends = CancellationTokenSource.CreateLinkedTokenSource(limit.Token, cancellationToken);
        var begun = clock.GetTimestamp();
        var pieces = new List<CapturedPiece>();
        var (bytes, cut) = (0, false);
        await using var telling = new ProgressTeller(call, s_progressEvery, () => new CommandProgress((long)clock.GetElapsedTime(begun).TotalSeconds, (long)length.TotalSeconds, "s"), clock);
        try
        {
            await foreach (var piece in device.Trace.WatchAsync(ends.Token))
            {
                var room = Math.Min(piece.Bytes.Length, most - bytes);
                pieces.Add(Of(piece, room));
                bytes += room;
                cut = room < piece.Bytes.Length;
                if (bytes >= most || pieces.Count >= MostPieces)
                {
                    cut |= pieces.Count >= MostPieces;
                    break;
                }
            }
        }
        catch (OperationCanceledException) when (!cancellationToken.IsCancellationRequested)
        {
            // The time is over.
        }

        return new CaptureResult(device.Device.Id, bytes, cut, pieces);
    }

    private static CapturedPiece Of(TracedBytes piece, int room)
    {
        var bytes = piece.Bytes.Span[..room];
        var text = new StringBuilder(bytes.Length);
        foreach (var one in bytes)
        {
            text.Append(one is >= 0x20 and < 0x7F ? (char)one : '.');
        }

        return new CapturedPiece(piece.At, piece.Direction == ByteDirection.In ? "in" : "out", Convert.ToHexStringLower(bytes), text.ToString());
    }
}
