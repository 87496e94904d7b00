using System.Runtime.InteropServices;

namespace Cloud.Mqtt.Native;

/// <summary>Makes a libmosquitto handle for one connection and connects it.</summary>
internal static unsafe class HandleFactory
{
    private const int MinKeepAliveSeconds = 5;

    /// <summary>A handle with its callbacks, credentials, TLS and will set.</summary>
    /// <param name="options">What was asked for.</param>
    /// <param name="self">The GC handle that the callbacks find their loop by.</param>
    internal static nint Create(MqttConnectOptions options, nint self)
    {
        var client = Libmosquitto.mosquitto_new(options.ClientId, options.CleanStart ? (byte)1 : (byte)0, self);
        if (client == 0)
        {
            var why = Marshal.GetLastPInvokeErrorMessage();
            throw new MqttException($"libmosquitto made no handle for {options}: {why}");
        }

        try
        {
            Configure(client, options);
            return client;
        }
        catch
        {
            Libmosquitto.mosquitto_destroy(client);
            throw;
        }
    }

    /// <summary>Looks the name up, connects and sends CONNECT; blocks for as long as the system's connect does.</summary>
    internal static int Connect(nint client, MqttConnectOptions options, out int errno)
    {
        var properties = default(PropertyList);
        try
        {
            properties.AddNumber(Libmosquitto.PropertySessionExpiry, (uint)Math.Clamp(options.SessionExpiry.TotalSeconds, 0, uint.MaxValue - 1));
            properties.AddNumber(Libmosquitto.PropertyMaximumPacketSize, (uint)options.MaximumPacketBytes);
            var keepAlive = (int)Math.Clamp(options.KeepAlive.TotalSeconds, MinKeepAliveSeconds, ushort.MaxValue);
            var result = Libmosquitto.mosquitto_connect_bind_v5(client, options.Host, options.Port, keepAlive, null, properties.Pointer);
            errno = Marshal.GetLastPInvokeError();
            return result;
        }
        finally
        {
            properties.Dispose();
        }
    }

    private static void Configure(nint client, MqttConnectOptions options)
    {
        Check(Libmosquitto.mosquitto_int_option(client, Libmosquitto.OptionProtocolVersion, Libmosquitto.ProtocolVersion5), "MQTT 5");
        Check(Libmosquitto.mosquitto_int_option(client, Libmosquitto.OptionTcpNoDelay, 1), "TCP_NODELAY");
        Check(
            Libmosquitto.mosquitto_int_option(
                client, Libmosquitto.OptionReceiveMaximum, Math.Clamp(options.InboundCapacity, 1, ushort.MaxValue)),
            "the receive maximum");

        // How many may be in flight is the caller's business and the broker's; the library's own default of 20 would queue in between.
        Check(Libmosquitto.mosquitto_int_option(client, Libmosquitto.OptionSendMaximum, ushort.MaxValue), "the send maximum");
        NativeCallbacks.Attach(client);
        if (options.UserName is not null)
        {
            Check(Libmosquitto.mosquitto_username_pw_set(client, options.UserName, options.Password), "the user name");
        }

        if (options.Tls is { } tls)
        {
            Check(
                Libmosquitto.mosquitto_tls_set(client, tls.CaFile, null, tls.CertificateFile, tls.KeyFile, &NativeCallbacks.NoKeyPassword),
                "the TLS files");
        }

        if (options.Will is { } will)
        {
            SetWill(client, will);
        }
    }

    private static void SetWill(nint client, MqttMessage will)
    {
        var properties = PropertyList.Of(will);
        try
        {
            fixed (byte* payload = will.Payload.Span)
            {
                Check(
                    Libmosquitto.mosquitto_will_set_v5(
                        client, will.Topic, will.Payload.Length, payload, will.QoS, will.Retain ? (byte)1 : (byte)0, properties.Pointer),
                    "the will");
            }

            properties.Release();
        }
        finally
        {
            properties.Dispose();
        }
    }

    private static void Check(int result, string what)
    {
        if (result != Libmosquitto.Success)
        {
            throw new MqttException($"libmosquitto does not take {what}: {Libmosquitto.ErrorText(result)}");
        }
    }
}
