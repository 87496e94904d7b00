using System.Buffers.Binary;
using System.Text;

namespace EdgeGateway.Core.Members;

/// <summary>What stands openly before a sealed template, and is bound to it: one byte version 1, one byte length of the pack's id, the id, two bytes number of photos, big-endian.</summary>
internal static class SealedHead
{
    private const byte Version = 1;

    /// <summary>Writes it.</summary>
    public static byte[] Write(string pack, int photos)
    {
        var id = Encoding.UTF8.GetBytes(pack);
        var head = new byte[2 + id.Length + sizeof(ushort)];
        (head[0], head[1]) = (Version, checked((byte)id.Length));
        id.CopyTo(head, 2);
        BinaryPrimitives.WriteUInt16BigEndian(head.AsSpan(2 + id.Length), (ushort)Math.Min(photos, ushort.MaxValue));
        return head;
    }

    /// <summary>Reads it; false where there is none.</summary>
    public static bool TryRead(ReadOnlySpan<byte> box, out string pack, out int photos, out int length)
    {
        (pack, photos, length) = ("", 0, 0);
        if (box.Length < 2 || box[0] != Version || box.Length < 2 + box[1] + sizeof(ushort))
        {
            return false;
        }

        length = 2 + box[1] + sizeof(ushort);
        pack = Encoding.UTF8.GetString(box.Slice(2, box[1]));
        photos = BinaryPrimitives.ReadUInt16BigEndian(box[(length - sizeof(ushort))..]);
        return true;
    }
}
