using System.Buffers;
using System.Buffers.Binary;
using System.Text;

namespace EdgeGateway.Vision.Models;

/// <summary>Writes protocol buffers, as far as ONNX files need them. Source: protobuf.dev, encoding.</summary>
internal sealed class ProtoWriter(int capacity = 256)
{
    private const int VarintWire = 0;
    private const int BytesWire = 2;

    private readonly ArrayBufferWriter<byte> _bytes = new(capacity);

    internal byte[] ToArray() => _bytes.WrittenSpan.ToArray();

    internal ProtoWriter Number(int field, long value)
    {
        Varint((ulong)((field << 3) | VarintWire));
        Varint((ulong)value);
        return this;
    }

    internal ProtoWriter Text(int field, string value) => Bytes(field, Encoding.UTF8.GetBytes(value));

    internal ProtoWriter Message(int field, ProtoWriter value) => Bytes(field, value._bytes.WrittenSpan);

    internal ProtoWriter Bytes(int field, ReadOnlySpan<byte> value)
    {
        Varint((ulong)((field << 3) | BytesWire));
        Varint((ulong)value.Length);
        _bytes.Write(value);
        return this;
    }

    internal ProtoWriter Floats(int field, ReadOnlySpan<float> values)
    {
        Varint((ulong)((field << 3) | BytesWire));
        Varint((ulong)values.Length * sizeof(float));
        var bytes = _bytes.GetSpan(values.Length * sizeof(float));
        for (var i = 0; i < values.Length; i++)
        {
            BinaryPrimitives.WriteSingleLittleEndian(bytes[(i * sizeof(float))..], values[i]);
        }

        _bytes.Advance(values.Length * sizeof(float));
        return this;
    }

    internal ProtoWriter Longs(int field, ReadOnlySpan<long> values)
    {
        var bytes = new byte[values.Length * sizeof(long)];
        for (var i = 0; i < values.Length; i++)
        {
            BinaryPrimitives.WriteInt64LittleEndian(bytes.AsSpan(i * sizeof(long)), values[i]);
        }

        return Bytes(field, bytes);
    }

    private void Varint(ulong value)
    {
        while (value >= 0x80)
        {
            _bytes.Write([(byte)((value & 0x7F) | 0x80)]);
            value >>= 7;
        }

        _bytes.Write([(byte)value]);
    }
}
