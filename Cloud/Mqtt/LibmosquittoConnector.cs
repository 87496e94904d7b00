using System.Runtime.InteropServices;
using Cloud.Mqtt.Native;

namespace Cloud.Mqtt;

/// <summary>Connects by Debian's libmosquitto 2.0, MQTT 5.</summary>
/// <remarks>
/// libmosquitto resends and queues by itself when a handle is used again, so that a handle serves exactly one connection: it is made,
/// driven and destroyed by one thread of its own (256 KiB of stack). No thread of the pool waits for the network, not even for the
/// connect, which the library does blockingly.
/// </remarks>
/// <param name="clock">Measures the connect timeout.</param>
public sealed class LibmosquittoConnector(TimeProvider clock) : IMqttConnector
{
    private static readonly Lock s_loading = new();
    private static bool s_loaded;

    /// <inheritdoc/>
    /// <remarks>The inbound channel holds <see cref="MqttConnectOptions.InboundCapacity"/> messages; see <see cref="IMqttConnection.Inbound"/>.</remarks>
    public async ValueTask<IMqttConnection> ConnectAsync(MqttConnectOptions options, CancellationToken cancellationToken)
    {
        cancellationToken.ThrowIfCancellationRequested();
        Load(Libmosquitto.Library);
        CheckFiles(options.Tls);
        var connection = LibmosquittoConnection.Start(options);
        using var timeout = new CancellationTokenSource(options.ConnectTimeout, clock);
        using var either = CancellationTokenSource.CreateLinkedTokenSource(timeout.Token, cancellationToken);
        try
        {
            await connection.Connected.WaitAsync(either.Token).ConfigureAwait(false);
            return connection;
        }
        catch (OperationCanceledException)
        {
            // The thread may sit in the system's connect or name lookup; it ends by itself and sends nothing any more.
            connection.Abandon();
            cancellationToken.ThrowIfCancellationRequested();
            throw new MqttException($"Connecting to {options} failed: no answer within {options.ConnectTimeout.TotalSeconds:0.#} s.");
        }
        catch (MqttException)
        {
            await connection.DisposeAsync().ConfigureAwait(false);
            throw;
        }
    }

    /// <summary>Loads the library once a process.</summary>
    internal static void Load(string library)
    {
        lock (s_loading)
        {
            if (s_loaded && library == Libmosquitto.Library)
            {
                return;
            }

            if (!NativeLibrary.TryLoad(library, typeof(LibmosquittoConnector).Assembly, DllImportSearchPath.SafeDirectories, out _))
            {
                throw new MqttException($"{library} could not be loaded. Install the Debian package libmosquitto1 (apt-get install libmosquitto1).");
            }

            _ = Libmosquitto.mosquitto_lib_init();
            s_loaded = true;
        }
    }

    private static void CheckFiles(MqttTlsFiles? files)
    {
        if (files is null)
        {
            return;
        }

        if ((files.CertificateFile is null) != (files.KeyFile is null))
        {
            throw new MqttException("A TLS certificate needs its key and a key its certificate: give both files or neither.");
        }

        foreach (var file in new[] { files.CaFile, files.CertificateFile, files.KeyFile })
        {
            if (file is null)
            {
                continue;
            }

            try
            {
                using var opened = File.OpenRead(file);
            }
            catch (Exception e) when (e is IOException or UnauthorizedAccessException)
            {
                throw new MqttException($"The TLS file {file} cannot be read: {e.Message}", e);
            }
        }
    }
}
