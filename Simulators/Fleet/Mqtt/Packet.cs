namespace Simulators.Fleet.Mqtt;

/// <summary>A packet of the broker, as far as a gateway looks at it.</summary>
/// <param name="Kind">What it is.</param>
/// <param name="Id">Its packet identifier, 0 where it has none.</param>
/// <param name="Reason">The reason code: below 0x80 all is well; of several, the worst.</param>
/// <param name="Topic">Of a message; else empty.</param>
/// <param name="Payload">Of a message; else empty.</param>
internal readonly record struct Packet(PacketKind Kind, ushort Id, byte Reason, string Topic, ReadOnlyMemory<byte> Payload)
{
    /// <summary>Whether the broker refused.</summary>
    public bool IsRefusal => Reason >= 0x80;
}
