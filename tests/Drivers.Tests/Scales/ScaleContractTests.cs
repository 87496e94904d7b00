using Drivers.Scales;
using Drivers.Tests.Fakes;
using EdgeGateway.Core.Devices;

namespace Drivers.Tests.Scales;

/// <summary>What every scale driver must do with a line that sends rubbish, or good bytes one by one.</summary>
public class ScaleContractTests
{
    private const int MostReadings = 200;

    public static TheoryData<string> Names => [.. ScaleProtocols.All.Select(protocol => protocol.DriverName)];

    /// <summary>Those whose answer is one frame to one question, or which send by themselves: their sample frame is all it takes.</summary>
    public static TheoryData<string> PlainNames => [.. ScaleProtocols.All.Where(IsPlain).Select(protocol => protocol.DriverName)];

    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    [Theory]
    [MemberData(nameof(Names))]
    public async Task Read_FloodOfNoise_GivesNoWeightAndEnds(string name)
    {
        var random = new Random(1);
        var port = new ScriptedPort { Answer = _ => Noise(random) };
        for (int chunk = 0; chunk < 64; chunk++)
            port.Arrive(Noise(random));
        var weights = new List<Reading>();
        int count = 0;

        Exception? end = await Record.ExceptionAsync(async () =>
        {
            await foreach (Reading reading in Driver(name, port).ReadAsync(Ct))
            {
                if (reading is WeightReading { Frame.Weight: not null } or ScanReading)
                    weights.Add(reading);
                if (++count == MostReadings)
                    break;
            }
        });

        Assert.Empty(weights);
        Assert.True(end is DeviceException || (end is null && count == MostReadings), end?.ToString() ?? $"{count} readings");
    }

    [Theory]
    [MemberData(nameof(PlainNames))]
    public async Task Read_FrameByteByByte_GivesItsWeight(string name)
    {
        Sample sample = Samples.Of(name);
        ScaleProtocol protocol = Of(name);
        WeightFrame whole = Frames.Decode(protocol.CreateDecoder(new ProfileReader(name, sample.Profile), ProfileUse.Device), sample.Frame)[^1];
        var port = new ScriptedPort();
        port.Answer = _ =>
        {
            foreach (byte value in sample.Frame)
                port.Arrive(value);
            return null;
        };
        if (Exchange(protocol) is null && protocol.Ask.IsEmpty)
            _ = port.Answer([]);

        await using IAsyncEnumerator<Reading> readings = Driver(name, port).ReadAsync(Ct).GetAsyncEnumerator(Ct);
        Assert.True(await readings.MoveNextAsync());

        Assert.Equal(whole.Weight, Assert.IsType<WeightReading>(readings.Current).Frame.Weight);
    }

    private static bool IsPlain(ScaleProtocol protocol) => Exchange(protocol) is null or Question;

    /// <summary>How the scale is asked with its sample's profile; null where it sends by itself.</summary>
    private static IExchange? Exchange(ScaleProtocol protocol)
    {
        var profile = new ProfileReader(protocol.DriverName, Samples.Of(protocol.DriverName).Profile);
        return protocol.CreateExchange?.Invoke(profile, protocol.CreateDecoder(profile, ProfileUse.Device));
    }

    private static ScaleProtocol Of(string name) => ScaleProtocols.All.Single(protocol => protocol.DriverName == name);

    private static IDriver Driver(string name, ScriptedPort port)
    {
        ScaleProtocol protocol = Of(name);
        var profile = new Dictionary<string, string>(Samples.Of(name).Profile);
        bool asks = Exchange(protocol) is not null;
        if (asks || !protocol.Ask.IsEmpty)
            profile["poll_interval_ms"] = "20";
        profile[asks ? "reply_timeout_ms" : "silence_ms"] = asks ? "200" : "500";
        return protocol.CreateDriver(new DeviceOptions { Id = "scale-1", Driver = name, Port = "/dev/ttyS9", Profile = profile }, port, TimeProvider.System);
    }

    private static byte[] Noise(Random random)
    {
        byte[] noise = new byte[random.Next(64, 256)];
        random.NextBytes(noise);
        return noise;
    }
}
