using System.Globalization;
using Simulators.World;

namespace Bench.Peers;

/// <summary>A gateway that runs.</summary>
internal sealed class StorePeer(PeerKind kind, PeerOrder order, PrivateFolder folder) : IAsyncDisposable
{
    private static readonly TimeSpan s_startLimit = TimeSpan.FromSeconds(60);
    private static readonly TimeSpan s_look = TimeSpan.FromMilliseconds(2);
    private ChildProcess? _process;

    /// <summary>Which it is.</summary>
    public PeerKind Kind => kind;

    /// <summary>What it has used so far.</summary>
    public ProcessUse Use => ProcessUse.Of(_process!.Id);

    /// <summary>Starts it, after ending it where it runs.</summary>
    /// <returns>From the start of the program to the moment its door answers.</returns>
    public async Task<TimeSpan> StartAsync(CancellationToken cancellationToken)
    {
        await DisposeAsync();
        var clock = TimeProvider.System;
        var begun = clock.GetTimestamp();
        _process = await ChildProcess.StartAsync(new ChildOrder(kind.Name, order.Program, order.Args, folder.File($"{kind.Name}.log"))
        {
            // The world's own idea of where the runtime is holds for all of its children.
            Environment = order.Env?.Where(one => one.Key != "DOTNET_ROOT").ToDictionary() ?? [],
        });
        while (!await PlainBroker.AnswersAsync(order.Door.Port, cancellationToken))
        {
            if (_process.HasExited || clock.GetElapsedTime(begun) > s_startLimit)
            {
                throw new IOException($"{kind.Name} does not answer; see {_process.LogPath}.");
            }

            await Task.Delay(s_look, clock, cancellationToken);
        }

        return clock.GetElapsedTime(begun);
    }

    /// <summary>Opens a way in for a device.</summary>
    public async Task<IDoor> DoorAsync(int device, CancellationToken cancellationToken)
    {
        var name = string.Create(CultureInfo.InvariantCulture, $"till-{device}");
        return order.Door.Topic is { } topic
            ? await MqttDoor.OpenAsync(order.Door.Port, topic, name, cancellationToken)
            : new HttpDoor(order.Door, name, kind.Name == PeerKind.Ours);
    }

    /// <summary>SIGTERM, and SIGKILL where it stays.</summary>
    public ValueTask DisposeAsync() => _process?.DisposeAsync() ?? ValueTask.CompletedTask;
}
