using System.Buffers;
using System.Text;
using Cloud.Contracts;
using Cloud.Mqtt;
using Tests.Shared;

namespace Cloud.Tests.Crm.Clocks;

/// <summary>A gateway's machine with a clock of its own that may stand anywhere, and an outbox that keeps what it says until it is sent. True time is headquarters'.</summary>
internal sealed class SimulatedBox(GatewayModel gateway, ManualClock truth)
{
    private readonly List<byte[]> _waiting = [];
    private string _epoch = "1-a";
    private string? _before;
    private int _epochs = 1;
    private int _boots = 1;
    private long _first = 1;
    private long _seq;
    private DateTimeOffset _bootedAt = truth.GetUtcNow();
    private TimeSpan _wallAhead = DateTimeOffset.UnixEpoch - truth.GetUtcNow();

    internal bool Synced { get; private set; }

    private DateTimeOffset Wall => truth.GetUtcNow() + _wallAhead;

    private TimeSpan Uptime => truth.GetUtcNow() - _bootedAt;

    /// <summary>Something happens now.</summary>
    internal void Say(string type, string data, string? device = "camera-1")
    {
        var body = EventBody.Write(type, new EventSource(gateway.Store, gateway.Name, device), Wall, Synced, Uptime, null, Encoding.UTF8.GetBytes(data));
        var output = new ArrayBufferWriter<byte>();
        EventBody.WriteEvent(output, new EventId(gateway.Name, _epoch, ++_seq), body);
        _waiting.Add(output.WrittenSpan.ToArray());
    }

    internal void SayHealth() => Say(EventTypes.GatewayHealth, $$"""{"clock_synced":{{(Synced ? "true" : "false")}},"boot":"boot-{{_boots}}"}""", null);

    /// <summary>NTP answers: the clock is right, and the gateway says so.</summary>
    internal void Sync()
    {
        (_wallAhead, Synced) = (TimeSpan.Zero, true);
        SayHealth();
    }

    /// <summary>Nothing tells it the time any more.</summary>
    internal void LoseSync() => Synced = false;

    /// <summary>Somebody or something sets the clock, and not to the truth.</summary>
    internal void Step(TimeSpan by) => _wallAhead += by;

    /// <summary>The service starts again; what waits must have been sent.</summary>
    internal void Restart()
    {
        Assert.Empty(_waiting);
        _before = $"{_epoch}/{_seq}";
        _epoch = $"{++_epochs}-a";
        SayHealth();
    }

    /// <summary>The machine starts again, in 1970.</summary>
    internal void Reboot()
    {
        (_bootedAt, _wallAhead, Synced) = (truth.GetUtcNow(), DateTimeOffset.UnixEpoch - truth.GetUtcNow(), false);
        _boots++;
        Restart();
    }

    /// <summary>Everything that waits, as one batch.</summary>
    internal MqttMessage Send()
    {
        EpochEnd? after = _before is not null && EpochEnd.TryParse(_before, out var end) ? end : null;
        var message = gateway.Message(new BatchHeader(_epoch, _first, _seq, [], after, false, _waiting.Count, null), GatewayModel.Join(_waiting));
        (_first, _before) = (_seq + 1, null);
        _waiting.Clear();
        return message;
    }
}
