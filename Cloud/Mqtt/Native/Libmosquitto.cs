using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;

[assembly: DisableRuntimeMarshalling]

namespace Cloud.Mqtt.Native;

/// <summary>What is used of libmosquitto 2.0. Source: <c>mosquitto.h</c> 2.0.11; every signature is blittable or UTF-8.</summary>
/// <remarks>A handle belongs to the thread that runs its loop; nothing here is called for it from another thread.</remarks>
internal static unsafe partial class Libmosquitto
{
    internal const string Library = "libmosquitto.so.1";

    internal const int Success = 0;
    internal const int NoConnection = 4;
    internal const int Errno = 14;
    internal const int KeepAliveTimeout = 19;

    internal const int OptionProtocolVersion = 1;
    internal const int OptionReceiveMaximum = 4;
    internal const int OptionSendMaximum = 5;
    internal const int OptionTcpNoDelay = 11;
    internal const int ProtocolVersion5 = 5;

    internal const int PropertyMessageExpiry = 2;
    internal const int PropertyContentType = 3;
    internal const int PropertyResponseTopic = 8;
    internal const int PropertyCorrelationData = 9;
    internal const int PropertySessionExpiry = 17;
    internal const int PropertyReasonString = 31;
    internal const int PropertyUser = 38;
    internal const int PropertyMaximumPacketSize = 39;

    internal const int LogWarning = 1 << 2;
    internal const int LogError = 1 << 3;

    /// <summary>The bit of the CONNACK flags that says the broker had a session.</summary>
    internal const int SessionPresentFlag = 1;

    [LibraryImport(Library)]
    internal static partial int mosquitto_lib_init();

    [LibraryImport(Library, StringMarshalling = StringMarshalling.Utf8)]
    internal static partial nint mosquitto_new(string id, byte cleanStart, nint context);

    [LibraryImport(Library)]
    internal static partial void mosquitto_destroy(nint client);

    [LibraryImport(Library)]
    internal static partial int mosquitto_int_option(nint client, int option, int value);

    [LibraryImport(Library, StringMarshalling = StringMarshalling.Utf8)]
    internal static partial int mosquitto_username_pw_set(nint client, string? userName, string? password);

    [LibraryImport(Library, StringMarshalling = StringMarshalling.Utf8)]
    internal static partial int mosquitto_tls_set(
        nint client, string caFile, string? caPath, string? certificateFile, string? keyFile,
        delegate* unmanaged[Cdecl]<byte*, int, int, void*, int> password);

    [LibraryImport(Library, StringMarshalling = StringMarshalling.Utf8)]
    internal static partial int mosquitto_will_set_v5(
        nint client, string topic, int length, void* payload, int qos, byte retain, nint properties);

    [LibraryImport(Library, StringMarshalling = StringMarshalling.Utf8, SetLastError = true)]
    internal static partial int mosquitto_connect_bind_v5(
        nint client, string host, int port, int keepAliveSeconds, string? bindAddress, nint properties);

    [LibraryImport(Library)]
    internal static partial int mosquitto_disconnect_v5(nint client, int reason, nint properties);

    [LibraryImport(Library, StringMarshalling = StringMarshalling.Utf8)]
    internal static partial int mosquitto_publish_v5(
        nint client, int* messageId, string topic, int length, void* payload, int qos, byte retain, nint properties);

    [LibraryImport(Library)]
    internal static partial int mosquitto_subscribe_multiple(
        nint client, int* messageId, int count, byte** filters, int qos, int options, nint properties);

    [LibraryImport(Library)]
    internal static partial int mosquitto_socket(nint client);

    [LibraryImport(Library)]
    internal static partial byte mosquitto_want_write(nint client);

    [LibraryImport(Library, SetLastError = true)]
    internal static partial int mosquitto_loop_read(nint client, int maxPackets);

    [LibraryImport(Library, SetLastError = true)]
    internal static partial int mosquitto_loop_write(nint client, int maxPackets);

    [LibraryImport(Library)]
    internal static partial int mosquitto_loop_misc(nint client);

    [LibraryImport(Library)]
    internal static partial void mosquitto_connect_v5_callback_set(
        nint client, delegate* unmanaged[Cdecl]<nint, nint, int, int, nint, void> callback);

    [LibraryImport(Library)]
    internal static partial void mosquitto_disconnect_v5_callback_set(
        nint client, delegate* unmanaged[Cdecl]<nint, nint, int, nint, void> callback);

    [LibraryImport(Library)]
    internal static partial void mosquitto_publish_v5_callback_set(
        nint client, delegate* unmanaged[Cdecl]<nint, nint, int, int, nint, void> callback);

    [LibraryImport(Library)]
    internal static partial void mosquitto_message_v5_callback_set(
        nint client, delegate* unmanaged[Cdecl]<nint, nint, NativeMessage*, nint, void> callback);

    [LibraryImport(Library)]
    internal static partial void mosquitto_subscribe_v5_callback_set(
        nint client, delegate* unmanaged[Cdecl]<nint, nint, int, int, int*, nint, void> callback);

    [LibraryImport(Library)]
    internal static partial void mosquitto_log_callback_set(
        nint client, delegate* unmanaged[Cdecl]<nint, nint, int, byte*, void> callback);

    [LibraryImport(Library)]
    internal static partial int mosquitto_property_add_int32(nint* properties, int identifier, uint value);

    [LibraryImport(Library, StringMarshalling = StringMarshalling.Utf8)]
    internal static partial int mosquitto_property_add_string(nint* properties, int identifier, string value);

    [LibraryImport(Library, StringMarshalling = StringMarshalling.Utf8)]
    internal static partial int mosquitto_property_add_string_pair(nint* properties, int identifier, string name, string value);

    [LibraryImport(Library)]
    internal static partial int mosquitto_property_add_binary(nint* properties, int identifier, void* value, ushort length);

    [LibraryImport(Library)]
    internal static partial nint mosquitto_property_read_binary(nint properties, int identifier, void** value, ushort* length, byte skipFirst);

    [LibraryImport(Library)]
    internal static partial nint mosquitto_property_read_int32(nint properties, int identifier, uint* value, byte skipFirst);

    [LibraryImport(Library)]
    internal static partial nint mosquitto_property_read_string(nint properties, int identifier, byte** value, byte skipFirst);

    [LibraryImport(Library)]
    internal static partial nint mosquitto_property_read_string_pair(
        nint properties, int identifier, byte** name, byte** value, byte skipFirst);

    [LibraryImport(Library)]
    internal static partial void mosquitto_property_free_all(nint* properties);

    [LibraryImport(Library)]
    internal static partial byte* mosquitto_strerror(int error);

    [LibraryImport(Library)]
    internal static partial byte* mosquitto_reason_string(int reason);

    /// <summary>The text of an error code of the library; the one it has no words for is given them.</summary>
    internal static string ErrorText(int error) => error == KeepAliveTimeout
        ? "the broker answered nothing within the keep-alive"
        : Marshal.PtrToStringUTF8((nint)mosquitto_strerror(error)) ?? $"error {error}";

    /// <summary>The text of an MQTT 5 reason code, with the code.</summary>
    internal static string ReasonText(int reason) =>
        $"{Marshal.PtrToStringUTF8((nint)mosquitto_reason_string(reason)) ?? "unknown reason"} (0x{reason:X2})";
}

/// <summary><c>struct mosquitto_message</c>.</summary>
[StructLayout(LayoutKind.Sequential)]
internal unsafe struct NativeMessage
{
    internal int MessageId;
    internal byte* Topic;
    internal void* Payload;
    internal int PayloadLength;
    internal int QoS;
    internal byte Retain;
}
