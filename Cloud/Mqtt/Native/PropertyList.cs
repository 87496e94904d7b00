using System.Runtime.InteropServices;

namespace Cloud.Mqtt.Native;

/// <summary>Builds and reads libmosquitto's MQTT 5 property lists. Native memory, so each list is disposed by who made it.</summary>
internal unsafe ref struct PropertyList
{
    private nint _list;

    /// <summary>The native list; zero where it is empty.</summary>
    internal readonly nint Pointer => _list;

    /// <summary>The properties of a PUBLISH or of a will.</summary>
    internal static PropertyList Of(MqttMessage message)
    {
        var list = default(PropertyList);
        try
        {
            if (message.ContentType is { } contentType)
            {
                list.AddString(Libmosquitto.PropertyContentType, contentType);
            }

            if (message.ResponseTopic is { } responseTopic)
            {
                list.AddString(Libmosquitto.PropertyResponseTopic, responseTopic);
            }

            if (!message.CorrelationData.IsEmpty)
            {
                list.AddBinary(Libmosquitto.PropertyCorrelationData, message.CorrelationData.Span);
            }

            if (message.ExpirySeconds is { } expiry)
            {
                list.AddNumber(Libmosquitto.PropertyMessageExpiry, expiry);
            }

            foreach (var (name, value) in message.UserProperties)
            {
                list.AddPair(name, value);
            }
        }
        catch
        {
            list.Dispose();
            throw;
        }

        return list;
    }

    internal void AddNumber(int identifier, uint value)
    {
        fixed (nint* list = &_list)
        {
            Check(Libmosquitto.mosquitto_property_add_int32(list, identifier, value), value.ToString(System.Globalization.CultureInfo.InvariantCulture));
        }
    }

    internal void AddString(int identifier, string value)
    {
        fixed (nint* list = &_list)
        {
            Check(Libmosquitto.mosquitto_property_add_string(list, identifier, value), value);
        }
    }

    internal void AddBinary(int identifier, ReadOnlySpan<byte> value)
    {
        fixed (nint* list = &_list)
        fixed (byte* bytes = value)
        {
            var length = checked((ushort)value.Length);
            Check(Libmosquitto.mosquitto_property_add_binary(list, identifier, bytes, length), $"{length} bytes");
        }
    }

    internal void AddPair(string name, string value)
    {
        fixed (nint* list = &_list)
        {
            Check(Libmosquitto.mosquitto_property_add_string_pair(list, Libmosquitto.PropertyUser, name, value), name);
        }
    }

    /// <summary>Hands the list over to the library, which frees it.</summary>
    internal void Release() => _list = 0;

    internal void Dispose()
    {
        if (_list != 0)
        {
            fixed (nint* list = &_list)
            {
                Libmosquitto.mosquitto_property_free_all(list);
            }
        }
    }

    /// <summary>A text property of a received list, or null.</summary>
    internal static string? ReadString(nint list, int identifier)
    {
        byte* value = null;
        return list == 0 || Libmosquitto.mosquitto_property_read_string(list, identifier, &value, 0) == 0 ? null : Take(value);
    }

    /// <summary>A binary property of a received list; empty where there is none.</summary>
    internal static byte[] ReadBinary(nint list, int identifier)
    {
        void* value = null;
        ushort length = 0;
        if (list == 0 || Libmosquitto.mosquitto_property_read_binary(list, identifier, &value, &length, 0) == 0)
        {
            return [];
        }

        var taken = new ReadOnlySpan<byte>(value, length).ToArray();
        NativeMemory.Free(value);
        return taken;
    }

    /// <summary>A four-byte property of a received list, or null.</summary>
    internal static uint? ReadNumber(nint list, int identifier)
    {
        uint value = 0;
        return list == 0 || Libmosquitto.mosquitto_property_read_int32(list, identifier, &value, 0) == 0 ? null : value;
    }

    /// <summary>The user properties of a received list, in order.</summary>
    internal static IReadOnlyList<KeyValuePair<string, string>> ReadUserProperties(nint list)
    {
        if (list == 0)
        {
            return [];
        }

        List<KeyValuePair<string, string>>? pairs = null;
        byte* name = null;
        byte* value = null;
        var at = Libmosquitto.mosquitto_property_read_string_pair(list, Libmosquitto.PropertyUser, &name, &value, 0);
        while (at != 0)
        {
            (pairs ??= []).Add(new(Take(name), Take(value)));
            name = value = null;
            at = Libmosquitto.mosquitto_property_read_string_pair(at, Libmosquitto.PropertyUser, &name, &value, 1);
        }

        return pairs ?? (IReadOnlyList<KeyValuePair<string, string>>)[];
    }

    private static string Take(byte* text)
    {
        var taken = Marshal.PtrToStringUTF8((nint)text) ?? "";
        NativeMemory.Free(text);
        return taken;
    }

    private static void Check(int result, string value)
    {
        if (result != Libmosquitto.Success)
        {
            throw new MqttException($"'{value}' cannot be an MQTT property: {Libmosquitto.ErrorText(result)}");
        }
    }
}
