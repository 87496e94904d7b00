using System.Runtime.InteropServices;

namespace Cloud.Mqtt.Native;

/// <summary>Hands commands to libmosquitto, on the loop's thread. It copies what it is given.</summary>
internal static unsafe class CommandWriter
{
    /// <summary>Sends a PUBLISH.</summary>
    /// <returns>Null, or why it was not sent.</returns>
    internal static string? Publish(nint client, MqttMessage message, out int messageId)
    {
        messageId = 0;
        int result;
        try
        {
            var properties = PropertyList.Of(message);
            fixed (byte* payload = message.Payload.Span)
            fixed (int* id = &messageId)
            {
                result = Libmosquitto.mosquitto_publish_v5(
                    client, id, message.Topic, message.Payload.Length, payload, message.QoS,
                    message.Retain ? (byte)1 : (byte)0, properties.Pointer);
            }

            properties.Dispose();
        }
        catch (MqttException e)
        {
            return e.Message;
        }

        // Anything but success, "no connection" too, is a publish that failed: what the library kept of it dies with the handle.
        return result == Libmosquitto.Success
            ? null
            : $"The message to {message.Topic} ({message.Payload.Length} bytes) was not sent: {Libmosquitto.ErrorText(result)}";
    }

    /// <summary>Sends one SUBSCRIBE for all filters, QoS 1.</summary>
    /// <returns>Null, or why it was not sent.</returns>
    internal static string? Subscribe(nint client, IReadOnlyList<string> filters, out int messageId)
    {
        messageId = 0;
        var texts = new nint[filters.Count];
        try
        {
            for (var i = 0; i < texts.Length; i++)
            {
                texts[i] = Marshal.StringToCoTaskMemUTF8(filters[i]);
            }

            int result;
            fixed (nint* all = texts)
            fixed (int* id = &messageId)
            {
                result = Libmosquitto.mosquitto_subscribe_multiple(client, id, texts.Length, (byte**)all, 1, 0, 0);
            }

            return result == Libmosquitto.Success
                ? null
                : $"Subscribing to {string.Join(", ", filters)} failed: {Libmosquitto.ErrorText(result)}";
        }
        finally
        {
            foreach (var text in texts)
            {
                Marshal.FreeCoTaskMem(text);
            }
        }
    }
}
