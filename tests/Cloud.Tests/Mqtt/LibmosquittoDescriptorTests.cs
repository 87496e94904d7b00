using Tests.Shared;
using static Cloud.Tests.Mqtt.MqttTestOptions;

namespace Cloud.Tests.Mqtt;

/// <summary>Alone, when all others have ended: descriptors are counted of the whole process, and other tests open and close hundreds.</summary>
[Collection(nameof(LibmosquittoDescriptorTests))]
[CollectionDefinition(nameof(LibmosquittoDescriptorTests), DisableParallelization = true)]
[Trait("needs", "mosquitto")]
public sealed class LibmosquittoDescriptorTests
{
    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Fact]
    public async Task ConnectAndDispose_FiveHundredTimes_LeavesNoDescriptorBehind()
    {
        await using var broker = await MosquittoProcess.StartAsync(null, Token);
        await CycleAsync(broker, 20);
        GC.Collect();
        GC.WaitForPendingFinalizers();
        var before = Directory.GetFiles("/proc/self/fd").Length;

        await CycleAsync(broker, 500);

        // Pools of ended tests may close connections meanwhile; a leak would be 500 or more.
        Assert.InRange(Directory.GetFiles("/proc/self/fd").Length - before, -200, 100);
    }

    private static async Task CycleAsync(MosquittoProcess broker, int times)
    {
        for (var i = 0; i < times; i++)
        {
            await using var connection = await Connector().ConnectAsync(Of(broker, "gw-1"), Token);
            await connection.PublishAsync(Message("a", "x"), Token);
        }
    }
}
