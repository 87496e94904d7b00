using Drivers.Scales;
using Drivers.Tests.Fakes;
using Drivers.Tests.Simulators;
using EdgeGateway.Core.Devices;
using Simulators.Scales;
using Simulators.Session;
using Tests.Shared;

namespace Drivers.Tests.Scales;

/// <summary>
/// Every simulated scale through its driver: what lies on it is what is read, whatever the protocol. The simulators were written
/// from the protocol texts on their own, so a misreading shared by both would have to be made twice.
/// </summary>
public sealed class SimulatedScaleCatalogTests
{
    private static readonly TimeSpan s_settled = TimeSpan.FromSeconds(1);
    private static readonly TimeSpan s_look = TimeSpan.FromSeconds(4);

    /// <summary>What scales do otherwise than most, by their protocol.</summary>
    private static readonly Dictionary<string, Conduct> s_conduct = new()
    {
        ["adam-azextra"] = new(ShowsZero: false, SaysOver: false, GivesOnce: true),
        ["keli-wn"] = new(SaysOver: false),
        ["massak-p1"] = new(SaysOver: false),
        ["toledo-ecr-stream"] = new(SaysOver: false),
        ["weightqa"] = new(SaysOver: false),
        ["dialog06"] = new(ShowsZero: false),
        ["dibal"] = new(SaysOver: false),
        ["keli-tf0"] = new(SaysOver: false),
        ["marques-bm1000"] = new(ShowsZero: false, SaysOver: false),
        ["massak-j"] = new(SaysOver: false),
        ["samsung-esp"] = new(SaysOver: false),
        ["toledo-br-prt5"] = new(ShowsZero: false),
    };

    public static TheoryData<string> Kinds => [.. SimulatedScales.All.Select(kind => kind.Verb)];

    /// <summary>Scales that can be tared and freed of the tare by the host.</summary>
    public static TheoryData<string> Tared => [.. SimulatedScales.All.Select(kind => kind.Verb).Where(verb =>
        Of(verb).Commands.Select(command => command.Kind).Intersect([DeviceCommandKind.Tare, DeviceCommandKind.ClearTare]).Count() == 2)];

    /// <summary>Scales that can be zeroed by the host.</summary>
    public static TheoryData<string> Zeroed => [.. SimulatedScales.All.Select(kind => kind.Verb).Where(verb =>
        Of(verb).Commands.Any(command => command.Kind == DeviceCommandKind.Zero))];

    [Theory]
    [MemberData(nameof(Kinds))]
    public async Task Read_Load_IsTheWeightShown(string verb)
    {
        await using var bench = new Bench(verb);
        foreach (string weight in (string[])["1.250", "0.005", "14.995", "3.000"])
        {
            bench.Do($"load {weight}");
            await bench.SettleAsync();
            List<WeightFrame?> seen = await bench.LookAsync(s_look);
            Assert.All(Weights(seen), frame => Assert.Equal(weight, Bench.Text(frame)));
            Assert.All(Weights(seen), frame => Assert.NotEqual(false, frame.Stable));
            Assert.NotEmpty(Weights(seen));
        }
    }

    [Theory]
    [MemberData(nameof(Kinds))]
    public async Task Read_Overload_IsNeverAWeight(string verb)
    {
        await using var bench = new Bench(verb);
        bench.Do("over");
        await bench.SettleAsync();
        List<WeightFrame?> seen = await bench.LookAsync(s_look);
        Assert.Empty(Weights(seen));
        if (bench.Conduct.SaysOver)
            Assert.Contains(seen, frame => frame is { Errors.Count: > 0 } && !FrameErrors.IsDamage(frame.Errors));
    }

    [Theory]
    [MemberData(nameof(Kinds))]
    public async Task Read_PanCleared_IsZeroOrNothing(string verb)
    {
        await using var bench = new Bench(verb);
        bench.Do("load 1.250");
        await bench.SettleAsync();
        bench.Do("clear");
        await bench.SettleAsync();
        List<WeightFrame?> seen = await bench.LookAsync(s_look);
        Assert.All(Weights(seen), frame => Assert.Equal(0m, frame.Weight));
        if (bench.Conduct.ShowsZero)
            Assert.NotEmpty(Weights(seen));
    }

    [Theory]
    [MemberData(nameof(Kinds))]
    public async Task Read_PanInMotion_IsNeverAStableWeight(string verb)
    {
        await using var bench = new Bench(verb);
        bench.Do("load 1.250");
        await bench.SettleAsync();
        bench.Do("motion 5");
        await bench.LookAsync(TimeSpan.FromMilliseconds(500));
        List<WeightFrame?> seen = await bench.LookAsync(s_look);
        Assert.DoesNotContain(Weights(seen), frame => frame.Stable == true);
    }

    [Theory]
    [MemberData(nameof(Tared))]
    public async Task Command_TareAndClearTare_TakeTheContainerOffAndPutItBack(string verb)
    {
        await using var bench = new Bench(verb);
        bench.Do("load 0.200");
        await bench.SettleAsync();
        CommandOutcome tared = await bench.TellAsync(DeviceCommandKind.Tare);
        Assert.True(tared.Done, tared.Reason);
        bench.Do("load 1.450");
        await bench.SettleAsync();
        List<WeightFrame?> net = await bench.LookAsync(s_look);
        Assert.All(Weights(net), frame => Assert.Equal("1.250", Bench.Text(frame)));
        Assert.All(Weights(net), frame => Assert.NotEqual(NetGross.Gross, frame.NetGross));
        Assert.NotEmpty(Weights(net));
        CommandOutcome cleared = await bench.TellAsync(DeviceCommandKind.ClearTare);
        Assert.True(cleared.Done, cleared.Reason);
        await bench.SettleAsync();
        List<WeightFrame?> gross = await bench.LookAsync(s_look);
        Assert.All(Weights(gross), frame => Assert.Equal("1.450", Bench.Text(frame)));
        Assert.All(Weights(gross), frame => Assert.NotEqual(NetGross.Net, frame.NetGross));
        Assert.NotEmpty(Weights(gross));
    }

    [Theory]
    [MemberData(nameof(Zeroed))]
    public async Task Command_Zero_TakesASmallLoadAsZero(string verb)
    {
        await using var bench = new Bench(verb);
        bench.Do("load 0.100");
        await bench.LookAsync(s_settled);
        CommandOutcome zeroed = await bench.TellAsync(DeviceCommandKind.Zero);
        Assert.True(zeroed.Done, zeroed.Reason);
        bench.Do("load 1.350");
        await bench.SettleAsync();
        List<WeightFrame?> seen = await bench.LookAsync(s_look);
        Assert.All(Weights(seen), frame => Assert.Equal("1.250", Bench.Text(frame)));
        Assert.NotEmpty(Weights(seen));
    }

    private static List<WeightFrame> Weights(List<WeightFrame?> seen) => [.. seen.OfType<WeightFrame>().Where(frame => frame.Weight is not null)];

    private static ScaleProtocol Of(string verb) => ScaleProtocols.All.Single(protocol => protocol.DriverName == verb);

    /// <summary>What a scale does otherwise.</summary>
    /// <param name="ShowsZero">Whether it gives a weight with nothing on it.</param>
    /// <param name="SaysOver">Whether it says that too much lies on it, rather than nothing.</param>
    /// <param name="GivesOnce">Whether it gives each weight once, and only when settled.</param>
    private sealed record Conduct(bool ShowsZero = true, bool SaysOver = true, bool GivesOnce = false)
    {
        public static Conduct Usual { get; } = new();
    }

    /// <summary>One simulated scale and its driver, made anew after a failure as the supervisor does.</summary>
    private sealed class Bench : IAsyncDisposable
    {
        private readonly ManualClock _clock = new();
        private readonly GroundTruth _truth;
        private readonly ScaleProtocol _protocol;
        private readonly ISimulatedDevice _device;
        private readonly SimulatedPort _port;
        private readonly DeviceOptions _options;
        private ICommandedDriver _driver;
        private readonly CancellationTokenSource _ended = CancellationTokenSource.CreateLinkedTokenSource(TestContext.Current.CancellationToken);
        private IAsyncEnumerator<Reading> _readings;
        private Task<bool>? _next;

        public Bench(string verb)
        {
            _truth = new GroundTruth(null, _clock);
            _protocol = Of(verb);
            Conduct = s_conduct.GetValueOrDefault(verb, Conduct.Usual);
            _device = SimulatedScales.All.Single(kind => kind.Verb == verb).Create(new ScalePan(ScaleShape.Counter, _clock, _truth));
            _port = new SimulatedPort(_device, _clock);
            _options = new DeviceOptions { Id = "scale-1", Driver = verb, Profile = new Dictionary<string, string>(Samples.Of(verb).Profile) };
            (_driver, _readings) = Make();
        }

        public Conduct Conduct { get; }

        public void Do(string line) => _device.Script(line);

        /// <summary>The weight as text; what is not in kg is no weight of this pan.</summary>
        public static string Text(WeightFrame frame) => $"{frame.Weight}{(frame.Unit == "kg" ? "" : " " + frame.Unit)}";

        /// <summary>Lets the load come to rest and drops what was read meanwhile.</summary>
        public Task SettleAsync() => Conduct.GivesOnce ? Task.CompletedTask : LookAsync(s_settled);

        /// <summary>All readings of that time; null stands for a driver that gave up.</summary>
        public async Task<List<WeightFrame?>> LookAsync(TimeSpan time)
        {
            long start = _clock.GetTimestamp();
            var seen = new List<WeightFrame?>();
            while (_clock.GetElapsedTime(start) < time)
            {
                try
                {
                    _next ??= _readings.MoveNextAsync().AsTask();
                    while (!_next.IsCompleted && _clock.GetElapsedTime(start) < time)
                        await PassTimeAsync(_next);
                    if (!_next.IsCompleted)
                        break;
                    Assert.True(await _next);
                    _next = null;
                    if (_readings.Current is WeightReading reading)
                        seen.Add(reading.Frame);
                }
                catch (DeviceException)
                {
                    seen.Add(null);
                    _next = null;
                    (_driver, _readings) = Make();
                }
            }
            return seen;
        }

        public async Task<CommandOutcome> TellAsync(DeviceCommandKind kind)
        {
            Task<CommandOutcome> outcome = _driver.ExecuteAsync(new DeviceCommand(kind), TestContext.Current.CancellationToken).AsTask();
            while (!outcome.IsCompleted)
                await LookAsync(TimeSpan.FromMilliseconds(1));
            return await outcome;
        }

        public async ValueTask DisposeAsync()
        {
            await _ended.CancelAsync();
            if (_next is not null)
                await ((Task)_next).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
            await _readings.DisposeAsync();
            _ended.Dispose();
            _truth.Dispose();
        }

        private (ICommandedDriver Driver, IAsyncEnumerator<Reading> Readings) Make()
        {
            var driver = (ICommandedDriver)_protocol.CreateDriver(_options, _port, _clock);
            return (driver, driver.ReadAsync(_ended.Token).GetAsyncEnumerator(_ended.Token));
        }

        private async Task PassTimeAsync(Task next)
        {
            if (await Task.WhenAny(next, _clock.WhenArmedAsync(1, TestContext.Current.CancellationToken)) != next)
                _port.Step();
        }
    }
}
