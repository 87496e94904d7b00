using System.Text.Json;
using Simulators.Fleet.Mqtt;

namespace Simulators.Fleet;

/// <summary>
/// One connection's life as a gateway leads it: cursor subscribed, online said, batches within the window, trimmed by the cursor alone, sent again when asked.
/// Source: docs/asyncapi.json, and docs/adr 3, 7 and 10. No I/O; not thread-safe.
/// </summary>
/// <param name="address">Whose.</param>
/// <param name="epoch">The epoch of its outbox.</param>
/// <param name="outbox">What waits.</param>
/// <param name="counts">Told of what happens.</param>
/// <param name="clock">The clock.</param>
/// <param name="send">Takes a packet for the broker.</param>
internal sealed class FleetSession(FleetAddress address, string epoch, FleetOutbox outbox, FleetCounts counts, TimeProvider clock, Action<ReadOnlyMemory<byte>> send)
{
    private const ushort SubscribeId = 1;
    private const ushort OnlineId = 2;
    private const ushort FirstBatchId = 3;
    private static readonly KeyValuePair<string, string>[] s_none = [];

    private readonly Queue<(long Last, long At)> _window = new();
    private long _position = outbox.Committed;
    private long _highest = outbox.Committed;
    private long _waitingSince;
    private long _givenAt;
    private long _pingedAt;
    private ushort _packet = FirstBatchId;
    private bool _known;

    /// <summary>Whether the broker has acknowledged that it is online.</summary>
    public bool IsOnline { get; private set; }

    /// <summary>Whether headquarters has committed something over it.</summary>
    public bool WasOfUse { get; private set; }

    /// <summary>What a gateway says of itself, also its will.</summary>
    public static byte[] State(string status) => JsonSerializer.SerializeToUtf8Bytes(new FleetState(status, "0.1.0", "fleet"), FleetJson.Default.FleetState);

    /// <summary>Asks to be let in.</summary>
    /// <param name="user">Who it is to the broker, also its client id.</param>
    /// <param name="password">What it says to prove it, or null.</param>
    public void Begin(string user, string? password) => send(PacketWriter.Connect(user, user, password, FleetPlan.KeepAlive, address.Topic("state"), State("offline")));

    /// <summary>Takes what the broker said.</summary>
    /// <exception cref="IOException">The broker refused or said goodbye.</exception>
    /// <exception cref="InvalidDataException">Headquarters said what cannot be.</exception>
    public void Take(Packet packet)
    {
        if (packet.IsRefusal || packet.Kind == PacketKind.Disconnect)
        {
            throw new IOException($"the broker answered {packet.Kind} with reason 0x{packet.Reason:X2}");
        }

        switch (packet.Kind)
        {
            case PacketKind.ConnectAcknowledged:
                counts.Connected();
                send(PacketWriter.Subscribe(SubscribeId, address.Topic("cursor"), address.Topic("config/desired"), address.Topic("command/+")));
                break;
            case PacketKind.SubscribeAcknowledged:
                send(PacketWriter.Publish(address.Topic("state"), State("online"), OnlineId, retain: true, "application/json", s_none));
                break;
            case PacketKind.PublishAcknowledged when packet.Id == OnlineId:
                IsOnline = true;
                _pingedAt = Given();
                counts.CameOnline();
                Tick();
                break;
            case PacketKind.Publish:
                if (packet.Id != 0)
                {
                    send(PacketWriter.Acknowledge(packet.Id));
                }

                if (packet.Topic.EndsWith("/cursor", StringComparison.Ordinal))
                {
                    Take(Cursor(packet.Payload.Span));
                }

                break;
        }
    }

    /// <summary>Does what is due: batches, a sign of life, a ping.</summary>
    /// <exception cref="IOException">Headquarters committed nothing for too long.</exception>
    public void Tick()
    {
        if (!IsOnline)
        {
            return;
        }

        if (_window.Count > 0 && clock.GetElapsedTime(_waitingSince) > FleetPlan.CursorTimeout)
        {
            counts.TimedOut();
            throw new IOException($"headquarters committed nothing for {FleetPlan.CursorTimeout.TotalSeconds:0} s");
        }

        SendBatches();
        if (clock.GetElapsedTime(_givenAt) >= FleetPlan.SignEvery)
        {
            send(PacketWriter.Publish(address.Topic("state"), State("online"), 0, retain: false, "application/json", s_none));
            counts.Signed();
            Given();
        }

        if (clock.GetElapsedTime(_pingedAt) >= FleetPlan.KeepAlive)
        {
            send(PacketWriter.Ping());
            _pingedAt = clock.GetTimestamp();
        }
    }

    private void SendBatches()
    {
        // Until something is committed over this connection one batch travels alone (docs/adr/0007).
        while (_position < outbox.Last && _window.Count < (_known ? FleetPlan.Window : 1))
        {
            var (first, last) = (_position + 1, Math.Min(outbox.Last, _position + FleetBatch.MostEvents));
            send(FleetBatch.Write(address, epoch, outbox, first, last, _packet));
            _packet = _packet == ushort.MaxValue ? FirstBatchId : (ushort)(_packet + 1);
            counts.Sent(Math.Max(0, Math.Min(last, _highest) - first + 1));
            var now = Given();
            if (_window.Count == 0)
            {
                _waitingSince = now;
            }

            _window.Enqueue((last, now));
            _position = last;
            _highest = Math.Max(_highest, last);
        }
    }

    private void Take(FleetCursor cursor)
    {
        if (cursor.Epoch is not null && cursor.Epoch != epoch)
        {
            throw new InvalidDataException($"the cursor speaks of epoch {cursor.Epoch}; the outbox is {epoch}");
        }

        outbox.Trim(cursor.Epoch is null ? 0 : cursor.Seq);
        while (_window.TryPeek(out var batch) && batch.Last <= outbox.Committed)
        {
            counts.Committed(clock.GetElapsedTime(batch.At));
            _window.Dequeue();
            _known = WasOfUse = true;
            _waitingSince = clock.GetTimestamp();
        }

        _position = Math.Max(_position, outbox.Committed);
        if (cursor.Replay && IsOnline)
        {
            counts.Replayed();
            _window.Clear();
            _known = false;
            _position = outbox.Committed;
        }

        Tick();
    }

    private static FleetCursor Cursor(ReadOnlySpan<byte> payload)
    {
        try
        {
            return JsonSerializer.Deserialize(payload, FleetJson.Default.FleetCursor) ?? throw new InvalidDataException("the cursor is null");
        }
        catch (JsonException e)
        {
            throw new InvalidDataException($"the cursor cannot be read: {e.Message}", e);
        }
    }

    private long Given() => _givenAt = clock.GetTimestamp();
}
