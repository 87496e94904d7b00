using System.Diagnostics;
using System.Globalization;
using Cloud.Contracts;
using Cloud.Mqtt;
using Simulators.World;

namespace Bench;

/// <summary>The smallest headquarters: answers each batch with its cursor and keeps nothing. A process of its own, so that its CPU is not the gateway's.</summary>
internal static class UplinkSubscriber
{
    /// <summary>The verb that <see cref="RunAsync"/> stands behind.</summary>
    public const string Verb = "uplink-subscriber";

    /// <summary>Starts the process.</summary>
    public static Process Start(Broker broker)
    {
        var dll = Path.Combine(AppContext.BaseDirectory, "bench.dll");
        return Process.Start(
            "dotnet", [dll, Verb, broker.Port.ToString(CultureInfo.InvariantCulture), broker.PasswordFile(Broker.HeadquartersUser)]);
    }

    /// <summary>Runs until the broker is gone or it is killed.</summary>
    public static async Task RunAsync(int port, string passwordFile, CancellationToken cancellationToken)
    {
        await using var connection = await new LibmosquittoConnector(TimeProvider.System).ConnectAsync(
            new MqttConnectOptions
            {
                Host = "127.0.0.1",
                Port = port,
                ClientId = "subscriber",
                UserName = Broker.HeadquartersUser,
                Password = (await File.ReadAllTextAsync(passwordFile, cancellationToken)).TrimEnd(),
            },
            cancellationToken);
        await connection.SubscribeAsync([$"{Topics.Root}/+/+/+/{Topics.Events}"], cancellationToken);
        await foreach (var message in connection.Inbound.ReadAllAsync(cancellationToken))
        {
            if (BatchHeader.TryRead(message.UserProperties, out var header) is null && Topics.TryParse(message.Topic, out var address, out _))
            {
                await connection.PublishAsync(
                    new MqttMessage
                    {
                        Topic = address.Topic(Topics.Cursor),
                        Payload = new CursorDocument(header!.Epoch, header.Last).ToUtf8(),
                        QoS = 0,
                        Retain = true,
                    },
                    cancellationToken);
            }
        }
    }
}
