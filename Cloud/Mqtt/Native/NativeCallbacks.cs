using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;

namespace Cloud.Mqtt.Native;

/// <summary>What libmosquitto calls, on the loop's thread. Nothing is kept that it owns, and no exception leaves.</summary>
internal static unsafe class NativeCallbacks
{
    internal static void Attach(nint client)
    {
        Libmosquitto.mosquitto_connect_v5_callback_set(client, &OnConnect);
        Libmosquitto.mosquitto_disconnect_v5_callback_set(client, &OnDisconnect);
        Libmosquitto.mosquitto_publish_v5_callback_set(client, &OnPublish);
        Libmosquitto.mosquitto_message_v5_callback_set(client, &OnMessage);
        Libmosquitto.mosquitto_subscribe_v5_callback_set(client, &OnSubscribe);
        Libmosquitto.mosquitto_log_callback_set(client, &OnLog);
    }

    /// <summary>Keeps OpenSSL from asking a terminal for the password of a key.</summary>
    [UnmanagedCallersOnly(CallConvs = [typeof(CallConvCdecl)])]
    internal static int NoKeyPassword(byte* buffer, int size, int writing, void* context) => 0;

    [UnmanagedCallersOnly(CallConvs = [typeof(CallConvCdecl)])]
    private static void OnConnect(nint client, nint self, int reason, int flags, nint properties)
    {
        var loop = Loop(self);
        try
        {
            loop.OnConnect(reason, (flags & Libmosquitto.SessionPresentFlag) != 0);

            // The library formats a line for every packet while somebody listens; only connecting is worth that.
            Libmosquitto.mosquitto_log_callback_set(client, null);
        }
        catch (Exception e)
        {
            loop.OnCallbackFault(e);
        }

        ClearErrno();
    }

    [UnmanagedCallersOnly(CallConvs = [typeof(CallConvCdecl)])]
    private static void OnDisconnect(nint client, nint self, int reason, nint properties)
    {
        var loop = Loop(self);
        try
        {
            loop.OnDisconnect(reason, PropertyList.ReadString(properties, Libmosquitto.PropertyReasonString));
        }
        catch (Exception e)
        {
            loop.OnCallbackFault(e);
        }
    }

    [UnmanagedCallersOnly(CallConvs = [typeof(CallConvCdecl)])]
    private static void OnPublish(nint client, nint self, int messageId, int reason, nint properties)
    {
        var loop = Loop(self);
        try
        {
            loop.OnPublished(messageId, reason);
        }
        catch (Exception e)
        {
            loop.OnCallbackFault(e);
        }

        ClearErrno();
    }

    [UnmanagedCallersOnly(CallConvs = [typeof(CallConvCdecl)])]
    private static void OnMessage(nint client, nint self, NativeMessage* message, nint properties)
    {
        var loop = Loop(self);
        try
        {
            loop.OnMessage(new MqttMessage
            {
                Topic = Marshal.PtrToStringUTF8((nint)message->Topic) ?? "",
                Payload = new ReadOnlySpan<byte>(message->Payload, message->PayloadLength).ToArray(),
                QoS = message->QoS,
                Retain = message->Retain != 0,
                ContentType = PropertyList.ReadString(properties, Libmosquitto.PropertyContentType),
                ResponseTopic = PropertyList.ReadString(properties, Libmosquitto.PropertyResponseTopic),
                CorrelationData = PropertyList.ReadBinary(properties, Libmosquitto.PropertyCorrelationData),
                ExpirySeconds = PropertyList.ReadNumber(properties, Libmosquitto.PropertyMessageExpiry),
                UserProperties = PropertyList.ReadUserProperties(properties),
            });
        }
        catch (Exception e)
        {
            loop.OnCallbackFault(e);
        }

        ClearErrno();
    }

    [UnmanagedCallersOnly(CallConvs = [typeof(CallConvCdecl)])]
    private static void OnSubscribe(nint client, nint self, int messageId, int count, int* granted, nint properties)
    {
        var loop = Loop(self);
        try
        {
            loop.OnSubscribed(messageId, new ReadOnlySpan<int>(granted, count));
        }
        catch (Exception e)
        {
            loop.OnCallbackFault(e);
        }

        ClearErrno();
    }

    [UnmanagedCallersOnly(CallConvs = [typeof(CallConvCdecl)])]
    private static void OnLog(nint client, nint self, int level, byte* text)
    {
        // errno is left alone here: the library logs between a failed call and its look at errno.
        if (level is not (Libmosquitto.LogError or Libmosquitto.LogWarning))
        {
            return;
        }

        var loop = Loop(self);
        var errno = Marshal.GetLastSystemError();
        try
        {
            loop.OnLog(Marshal.PtrToStringUTF8((nint)text) ?? "");
        }
        catch (Exception e)
        {
            loop.OnCallbackFault(e);
        }

        Marshal.SetLastSystemError(errno);
    }

    private static ConnectionLoop Loop(nint self) => (ConnectionLoop)GCHandle.FromIntPtr(self).Target!;

    /// <summary>The library stops reading where errno says EAGAIN, and the runtime may have left anything there.</summary>
    private static void ClearErrno() => Marshal.SetLastSystemError(0);
}
