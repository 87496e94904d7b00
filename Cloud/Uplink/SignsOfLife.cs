using Cloud.Mqtt;

namespace Cloud.Uplink;

/// <summary>
/// A connection's signs of life where no batch is one. Given by the session's loop, so that they stop when it does; with QoS 0, for nobody needs an old one;
/// and beside the outbox, whose disk they would wear.
/// </summary>
internal sealed class SignsOfLife(IMqttConnection connection, UplinkIdentity identity, TimeProvider clock)
{
    /// <summary>How often. Headquarters believes in silence after two and a half of these.</summary>
    internal static readonly TimeSpan Period = TimeSpan.FromSeconds(10);

    private long _givenAt = clock.GetTimestamp();

    /// <summary>Something else was one.</summary>
    internal void Given() => _givenAt = clock.GetTimestamp();

    /// <summary>Gives one if it is time.</summary>
    /// <returns>When the next is due.</returns>
    internal TimeSpan GiveIfDue()
    {
        var left = Period - clock.GetElapsedTime(_givenAt);
        if (left > TimeSpan.Zero)
        {
            return left;
        }

        Given();
        _ = GiveAsync();
        return Period;
    }

    private async Task GiveAsync()
    {
        try
        {
            await connection.PublishAsync(StateMessages.SignOfLife(identity), CancellationToken.None).ConfigureAwait(false);
        }
        catch (MqttException)
        {
            // The connection's end says so.
        }
    }
}
