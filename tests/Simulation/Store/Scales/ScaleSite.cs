using System.Buffers;
using System.Globalization;
using Drivers.Scales;
using EdgeGateway.Core.Devices;
using Simulators.Scales;
using Simulators.Session;

namespace Simulation.Store.Scales;

/// <summary>A scale of the simulators' as it stands in the store, through all lives of the gateway: what lies on it, and what is wrong with it and its line.</summary>
internal sealed class ScaleSite
{
    private readonly VirtualTime _time;
    private readonly Dice _dice;
    private readonly ISimulatedDevice _device;
    private readonly ArrayBufferWriter<byte> _output = new(256);
    private readonly ScaleProtocol _protocol;
    private ScaleLine? _line;
    private byte[] _last = [];
    private long _lastByteAt;

    public ScaleSite(int index, string kind, VirtualTime time, Dice dice, Promises promises)
    {
        Id = string.Create(CultureInfo.InvariantCulture, $"scale-{index}");
        (_time, _dice) = (time, dice);
        var clock = new MachineClock(time);
        Pan = new ScalePan(ScaleShape.Counter, clock, new GroundTruth(null, clock));
        _device = SimulatedScales.All.First(one => one.Verb == kind).Create(Pan);
        _protocol = ScaleProtocols.All.First(one => one.DriverName == kind);
        Options = new DeviceOptions { Id = Id, Driver = kind, Port = "/dev/" + Id };
        Book = new WeighBook(Id, time, promises);
        if (kind == "toledo-8217")
        {
            Options.Profile["unit"] = "kg";
        }

        if (_device.StreamPeriod is { } period)
        {
            Stream(period);
        }
    }

    /// <summary>The scales there are: of each, whether a flipped bit in a frame shows.</summary>
    public static IReadOnlyList<(string Kind, bool IsChecked)> Kinds { get; } =
        [("mt-sics", false), ("st-gs-line", false), ("massak-100", true), ("toledo-8217", false)];

    public string Id { get; }

    public DeviceOptions Options { get; }

    public ScalePan Pan { get; }

    public WeighBook Book { get; }

    /// <summary>The real driver, on a line to this scale.</summary>
    public DriverDescription Driver(StoreLife life) => _protocol.Description with
    {
        OpenAsync = (device, clock, _) =>
        {
            if (IsUnplugged)
            {
                throw new IOException($"{Id} is not there");
            }

            var line = _line = new ScaleLine(this, life, _time);
            life.Opened(() => line.Break("the gateway is gone"));
            return new ValueTask<OpenDevice>(new OpenDevice(_protocol.CreateDriver(device, line, clock), line));
        },
    };

    public bool IsUnplugged { get; private set; }

    public bool IsSilent { get; set; }

    /// <summary>Each frame has bytes before it that are none of it.</summary>
    public bool IsNoisy { get; set; }

    /// <summary>Of each frame the end is missing, now and then.</summary>
    public bool IsTearing { get; set; }

    /// <summary>In each frame a bit is wrong, now and then; only where frames carry a check.</summary>
    public bool IsFlipping { get; set; }

    /// <summary>It says again what it said last, whatever lies there.</summary>
    public bool IsStuck { get; set; }

    /// <summary>It says everything a hundred times.</summary>
    public bool IsShouting { get; set; }

    /// <summary>How long a frame is on its way.</summary>
    public TimeSpan Latency { get; set; } = TimeSpan.FromMilliseconds(15);

    public void Unplug()
    {
        IsUnplugged = true;
        _line?.Break("the adapter is gone");
    }

    /// <summary>Nothing is wrong any more.</summary>
    public void Heal()
    {
        IsUnplugged = IsSilent = IsNoisy = IsTearing = IsFlipping = IsStuck = IsShouting = false;
        Latency = TimeSpan.FromMilliseconds(15);
        Pan.Repair();
    }

    /// <summary>Bytes of the host have arrived.</summary>
    public void Receive(byte[] bytes)
    {
        if (IsUnplugged)
        {
            return;
        }

        var now = _lastByteAt = _time.Now;
        _device.Receive(bytes, _output);
        Send();
        _time.After(DeviceSession.LineSilence, () =>
        {
            if (_lastByteAt == now)
            {
                _device.LineFellSilent(_output);
                Send();
            }
        });
    }

    private void Stream(TimeSpan period) => _time.After(period, () =>
    {
        _device.Stream(_output);
        Send();
        Stream(period);
    });

    private void Send()
    {
        var bytes = _output.WrittenSpan.ToArray();
        _output.Clear();
        if (bytes.Length == 0 || IsSilent || IsUnplugged || _line is not { } line)
        {
            return;
        }

        bytes = IsStuck && _last.Length > 0 ? _last : bytes;
        _last = bytes;
        if (IsTearing && _dice.OneIn(3))
        {
            bytes = bytes[..^_dice.Between(1, bytes.Length)];
        }
        else if (IsFlipping && _dice.OneIn(2) && bytes.Length > 6)
        {
            bytes = (byte[])bytes.Clone();
            bytes[_dice.Between(5, bytes.Length - 1)] ^= (byte)(1 << _dice.Next(8));
        }

        if (IsNoisy)
        {
            var noise = new byte[_dice.Between(1, 40)];
            for (var i = 0; i < noise.Length; i++)
            {
                noise[i] = (byte)_dice.Next(256);
            }

            bytes = [.. noise, .. bytes];
        }

        for (var i = 0; i < (IsShouting ? 100 : 1); i++)
        {
            _time.After(Latency, () => line.Arrive(bytes));
        }
    }
}
