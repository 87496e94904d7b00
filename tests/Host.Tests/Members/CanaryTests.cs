using System.Diagnostics;
using System.Net.Sockets;
using System.Runtime.InteropServices;
using System.Text;
using Tests.Shared;

namespace Host.Tests.Members;

/// <summary>
/// Known pixels and a known template go through a gateway in a process of its own; then its disk, its log, its MQTT traffic and its memory are searched for them. Every search that must
/// find nothing has one beside it, the same, that must find something.
/// </summary>
/// <remarks>
/// What it does not show: single numbers left in registers or on a stack (it looks for runs of 32 bytes and more); the inside of ffmpeg; what the neural nets do with a frame while they
/// look at it; blocks of the disk that the file system has given back but not overwritten.
/// </remarks>
public sealed class CanaryTests : IAsyncDisposable
{
    private readonly TemporaryFolder _folder = new();
    private readonly StringBuilder _log = new();
    private readonly Random _random = new(20261122);
    private MosquittoProcess? _broker;
    private RecordingRelay? _relay;
    private Process? _child;
    private Socket? _orders;

    /// <summary>A test that hangs ends, and says where: no part of it takes a tenth of this.</summary>
    private readonly CancellationTokenSource _limit = CancellationTokenSource.CreateLinkedTokenSource(TestContext.Current.CancellationToken);

    private CancellationToken Stop => _limit.Token;

    private string DataFolder => Path.Combine(_folder.Path, "data");

    public async ValueTask DisposeAsync()
    {
        _orders?.Dispose();
        if (_child is { } child)
        {
            child.Kill();
            child.Dispose();
        }

        if (_relay is not null)
        {
            await _relay.DisposeAsync();
        }

        if (_broker is not null)
        {
            await _broker.DisposeAsync();
        }

        _folder.Dispose();
        _limit.Dispose();
    }

    [Fact]
    public async Task FacesAndTemplates_AreNowhereTheyShouldNotBe()
    {
        Assert.SkipUnless(Environment.IsPrivilegedProcess, "The memory of a gateway that forbids dumps can be read by root alone; run as root.");
        await StartAsync();
        Assert.Contains(
            File.ReadLines($"/proc/{_child!.Id}/limits"),
            line => line.StartsWith("Max core file size", StringComparison.Ordinal) && line.Split("  ", StringSplitOptions.RemoveEmptyEntries)[1].Trim() == "0");
        var template = Template();
        var templateRuns = Runs(template, 64);

        Assert.Equal("1", Order("enrol", template));
        var enrolled = Memory(templateRuns);
        Assert.NotEmpty(enrolled);
        Assert.All(enrolled, finding => Assert.True(finding.IsGuarded, $"the template lies open in {finding.Mapping}"));
        Assert.Equal("m-1", Order("look", template));
        Assert.Equal(8, Order("seal").Length);
        Assert.All(Memory(templateRuns), finding => Assert.True(finding.IsGuarded, $"the template lies open in {finding.Mapping}"));
        await _relay!.WaitForAsync("vip.arrived"u8.ToArray(), Stop);

        var frames = Enumerable.Range(0, 3).Select(_ => Frame()).ToArray();
        foreach (var frame in frames)
        {
            Order("frame", frame);
        }

        Order("hold");
        Assert.NotEmpty(Memory(Runs(frames[2], 32)));
        Assert.Empty(Memory([.. Runs(frames[0], 32), .. Runs(frames[1], 32)]));
        Order("release");
        Assert.Empty(Memory([.. frames.SelectMany(frame => Runs(frame, 32))]));

        Assert.Equal("gone", Order("withdraw"));
        await _relay.WaitForAsync("consent.withdrawn"u8.ToArray(), Stop);
        Assert.Empty(Memory(templateRuns));
        Assert.Equal("nobody", Order("look", template));

        var everywhere = Runs(template, 8).Concat(frames.SelectMany(frame => Runs(frame, 16))).ToList();
        var files = Directory.GetFiles(_folder.Path, "*", SearchOption.AllDirectories);
        var disk = files.Where(file => !file.EndsWith(".lock", StringComparison.Ordinal)).SelectMany(Content).ToArray();
        Assert.All(files.Where(file => file.EndsWith(".lock", StringComparison.Ordinal)), file => Assert.Equal(0, new FileInfo(file).Length));
        var log = Encoding.UTF8.GetBytes(Log());
        Assert.True(disk.AsSpan().IndexOf("consent.given"u8) >= 0, "The disk that was searched is not the gateway's.");
        Assert.True(log.AsSpan().IndexOf("has ended"u8) >= 0, "The log that was searched is not the gateway's.");
        foreach (var run in everywhere)
        {
            Assert.Equal(-1, disk.AsSpan().IndexOf(run));
            Assert.Equal(-1, log.AsSpan().IndexOf(run));
            Assert.Equal(-1, _relay.Bytes().AsSpan().IndexOf(run));
            Assert.DoesNotContain(Convert.ToBase64String(run)[..^4], Log(), StringComparison.Ordinal);
        }
    }

    private static List<byte[]> Runs(byte[] bytes, int length) =>
        [.. Enumerable.Range(0, 8).Select(i => bytes.AsSpan(i * (bytes.Length - length) / 7 / 4 * 4, length).ToArray())];

    /// <summary>A file's bytes, also where the gateway holds it.</summary>
    private static byte[] Content(string path)
    {
        using var file = new FileStream(path, FileMode.Open, FileAccess.Read, FileShare.ReadWrite | FileShare.Delete);
        var bytes = new byte[file.Length];
        return bytes[..file.ReadAtLeast(bytes, bytes.Length, throwOnEndOfStream: false)];
    }

    private byte[] Frame()
    {
        var pixels = new byte[CanaryGateway.FrameWidth * CanaryGateway.FrameHeight * 3];
        _random.NextBytes(pixels);
        return pixels;
    }

    private byte[] Template()
    {
        var numbers = Enumerable.Range(0, CanaryGateway.Dimensions).Select(_ => (float)(_random.NextDouble() - 0.5)).ToArray();
        var length = MathF.Sqrt(numbers.Sum(n => n * n));
        return MemoryMarshal.AsBytes(numbers.Select(n => n / length).ToArray().AsSpan()).ToArray();
    }

    private IReadOnlyList<ProcessMemory.Finding> Memory(IReadOnlyList<byte[]> runs) => ProcessMemory.Find(_child!.Id, runs);

    private string Log()
    {
        lock (_log)
        {
            return _log.ToString();
        }
    }

    /// <summary>Sends an order, with what it takes, and reads the answer.</summary>
    private string Order(string order, byte[]? bytes = null)
    {
        _orders!.Send(Encoding.UTF8.GetBytes(order + "\n"));
        if (bytes is not null)
        {
            _orders.Send(bytes);
        }

        var answer = new StringBuilder();
        var one = new byte[1];
        while (_orders.Receive(one) == 1 && one[0] != '\n')
        {
            answer.Append((char)one[0]);
        }

        return answer.ToString();
    }

    private async Task StartAsync()
    {
        _limit.CancelAfter(TimeSpan.FromSeconds(60));
        _broker = await MosquittoProcess.StartAsync(null, Stop);
        _relay = RecordingRelay.Start(_broker.Port);
        var config = _folder.File("gateway.json", $$"""
            { "store": "store-1", "gateway": "gw-1", "dataFolder": "{{DataFolder}}", "console": { "url": "http://127.0.0.1:0" },
              "uplink": { "host": "127.0.0.1", "port": {{_relay.Port}}, "compressAboveBytes": 262144, "trim": "puback" }, "detection": { "enabled": false } }
            """);
        var address = Path.Combine(_folder.Path, "orders");
        using var listener = new Socket(AddressFamily.Unix, SocketType.Stream, ProtocolType.Unspecified);
        listener.Bind(new UnixDomainSocketEndPoint(address));
        listener.Listen(1);
        var start = new ProcessStartInfo(
            "dotnet", ["exec", typeof(CanaryGateway).Assembly.Location, "-method", $"{typeof(CanaryGateway).FullName}.{nameof(CanaryGateway.Serve)}", "-explicit", "only"])
        {
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        };
        start.Environment[CanaryGateway.ConfigVariable] = config;
        start.Environment[CanaryGateway.SocketVariable] = address;
        _child = Process.Start(start)!;
        _child.OutputDataReceived += Keep;
        _child.ErrorDataReceived += Keep;
        _child.BeginOutputReadLine();
        _child.BeginErrorReadLine();
        var accepted = listener.AcceptAsync(Stop).AsTask();
        var ended = _child.WaitForExitAsync(Stop);
        Assert.True(await Task.WhenAny(accepted, ended) == accepted, Log());
        _orders = await accepted;
        _orders.ReceiveTimeout = 20_000;
        File.Delete(address);

        void Keep(object sender, DataReceivedEventArgs line)
        {
            lock (_log)
            {
                _log.AppendLine(line.Data);
            }
        }
    }
}
