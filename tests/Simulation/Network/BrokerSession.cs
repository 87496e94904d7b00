using Cloud.Mqtt;

namespace Simulation.Network;

/// <summary>What the broker keeps for a client id. Source: MQTT 5.0, sections 3.1.2.11, 4.1, 4.4 and 4.6.</summary>
internal sealed class BrokerSession(string clientId)
{
    /// <summary>Mosquitto's default; what is beyond it is dropped after it was acknowledged to its sender.</summary>
    public const int MostQueued = 1000;

    public string ClientId => clientId;

    public List<string> Filters { get; init; } = [];

    /// <summary>Waits for a connection.</summary>
    public LinkedList<MqttMessage> Queued { get; init; } = new();

    /// <summary>Sent and not acknowledged, in order.</summary>
    public List<(int Packet, MqttMessage Message)> Unacknowledged { get; } = [];

    public SimulatedConnection? Connection { get; set; }

    public TimeSpan Expiry { get; set; }

    public int LastPacket { get; set; }

    /// <summary>Which ending of a connection is the last; an expiry that was begun before does not count.</summary>
    public int Ends { get; set; }

    /// <summary>What the broker would read back from its file.</summary>
    public BrokerSession Saved() => new(clientId)
    {
        Filters = [.. Filters],
        Queued = new LinkedList<MqttMessage>(Unacknowledged.Select(u => u.Message).Concat(Queued)),
        Expiry = Expiry,
    };

    /// <summary>What was sent and not acknowledged is to be sent again, before all else.</summary>
    public void Requeue()
    {
        for (var i = Unacknowledged.Count - 1; i >= 0; i--)
        {
            Queued.AddFirst(Unacknowledged[i].Message);
        }

        Unacknowledged.Clear();
    }
}
