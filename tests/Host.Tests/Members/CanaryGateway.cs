using System.Net.Sockets;
using System.Runtime.InteropServices;
using System.Text;
using Cloud.Contracts;
using Drivers;
using EdgeGateway.Core.Cameras;
using EdgeGateway.Core.Events;
using EdgeGateway.Core.Members;
using EdgeGateway.Core.Outbox;
using EdgeGateway.Host.Commands;
using EdgeGateway.Host.Configuration;
using EdgeGateway.Host.Running;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;

namespace Host.Tests.Members;

/// <summary>
/// The child process of <see cref="CanaryTests"/>: a whole gateway (outbox, uplink, console, log to standard error) with a vault, told over a socket what to do. Faces come over the
/// socket straight into the memory that the product keeps them in, so that this program makes no copy of its own.
/// </summary>
public sealed class CanaryGateway : IDisposable
{
    /// <summary>The file with its configuration; its presence makes this the child.</summary>
    internal const string ConfigVariable = "EDGE_CANARY_CONFIG";

    /// <summary>The socket to listen to.</summary>
    internal const string SocketVariable = "EDGE_CANARY_SOCKET";

    internal const int FrameWidth = 160;
    internal const int FrameHeight = 120;
    internal const int Dimensions = 128;

    private readonly FrameSlot _slot = new();
    private readonly Socket _orders = new(AddressFamily.Unix, SocketType.Stream, ProtocolType.Unspecified);
    private CameraFrame? _held;

    public void Dispose()
    {
        _orders.Dispose();
        _slot.Dispose();
        _held?.Dispose();
    }

    [Fact(Explicit = true)]
    public async Task Serve()
    {
        var config = Environment.GetEnvironmentVariable(ConfigVariable);
        Assert.SkipWhen(config is null, "Started by CanaryTests.");
        await using var services = new ServiceCollection().AddLogging(logging => GatewayLogging.Configure(logging, new LogRing(TimeProvider.System))).AddMetrics().BuildServiceProvider();
        var loggers = services.GetRequiredService<ILoggerFactory>();
        ProcessHardening.Apply(loggers.CreateLogger("canary"));
        var options = GatewayConfiguration.Load(config, DriverCatalog.All).Options!;
        Directory.CreateDirectory(options.DataFolder);
        var stamp = new EventStamp(options.Store, options.Gateway, TimeProvider.System);
        await using var outbox = Outbox.Open(options.Outbox, stamp, TimeProvider.System, loggers.CreateLogger<Outbox>());
        var parts = new GatewayParts(options, stamp, outbox, TimeProvider.System, () => 0.5, loggers, services.GetRequiredService<System.Diagnostics.Metrics.IMeterFactory>());
        await using var gateway = await RunningGateway.StartAsync(parts, CancellationToken.None);
        // A vault of its own beside the gateway's, in the folder that is searched, so that it can be told what to do.
        var folder = Directory.CreateDirectory(Path.Combine(options.DataFolder, "canary")).FullName;
        using var key = MasterKey.Load(options.Members, folder);
        using var vault = MemberVault.Open(
            Path.Combine(folder, MemberVault.FileName),
            key,
            options.Members,
            async (events, stop) => await parts.KeepAsync(events, stop),
            TimeProvider.System,
            loggers.CreateLogger<MemberVault>());
        _orders.Connect(new UnixDomainSocketEndPoint(Environment.GetEnvironmentVariable(SocketVariable)!));
        while (ReadLine() is { Length: > 0 } order)
        {
            var answer = await ObeyAsync(order, vault, parts);
            _orders.Send(Encoding.UTF8.GetBytes(answer + "\n"));
        }
    }

    private async Task<string> ObeyAsync(string order, MemberVault vault, GatewayParts parts)
    {
        switch (order)
        {
            case "enrol":
                await vault.GiveAsync(
                    new ConsentRequest("m-1", SubjectKind.Member, ConsentTexts.Current, "en", ConsentHow.OnPage, "ann", true, true), CancellationToken.None);
                var numbers = GC.AllocateArray<float>(Dimensions, pinned: true);
                Fill(MemoryMarshal.AsBytes(numbers.AsSpan()));
                using (var template = new FaceTemplate("clean-1", numbers, 3))
                {
                    vault.Enrol(vault.GrantFor("m-1")!, template, "ann");
                }

                return $"{vault.GalleryOf("clean-1").Count}";
            case "frame":
                // What a camera does: fills the frame from its pipe and puts it into the slot, where the next one takes its place.
                var frame = new CameraFrame(FrameWidth, FrameHeight);
                Fill(frame.Bytes);
                _slot.Put(frame);
                return "put";
            case "hold":
                _held = await _slot.TakeAsync(CancellationToken.None);
                return "held";
            case "look":
                var embedding = GC.AllocateArray<float>(Dimensions, pinned: true);
                Fill(MemoryMarshal.AsBytes(embedding.AsSpan()));
                var match = vault.GalleryOf("clean-1").Best(embedding);
                Array.Clear(embedding);
                if (match is { Subject: { } member, Similarity: > 0.9f })
                {
                    await parts.KeepAsync(
                        [new EventDraft(EventTypes.VipArrived, null, TimeProvider.System.GetUtcNow(), Encoding.UTF8.GetBytes($$"""{"member":"{{member}}","how":"face"}"""))],
                        CancellationToken.None);
                }

                return match.Subject ?? "nobody";
            case "release":
                _held!.Dispose();
                _held = null;
                return "released";
            case "seal":
                return Convert.ToHexString(vault.Seal("m-1", [.. vault.GatewayKey.PublicKey])!)[..8];
            case "withdraw":
                var receipt = await vault.WithdrawAsync("m-1", "bob", "till", CancellationToken.None);
                return receipt is { HadTemplate: true, IsReported: true } ? "gone" : "not gone";
            default:
                return "what?";
        }
    }

    /// <summary>Receives straight into the memory given.</summary>
    private void Fill(Span<byte> bytes)
    {
        while (bytes.Length > 0)
        {
            bytes = bytes[_orders.Receive(bytes)..];
        }
    }

    /// <summary>Reads byte by byte: what follows the line goes elsewhere.</summary>
    private string ReadLine()
    {
        var line = new StringBuilder();
        Span<byte> one = stackalloc byte[1];
        while (_orders.Receive(one) == 1 && one[0] != '\n')
        {
            line.Append((char)one[0]);
        }

        return line.ToString();
    }
}
