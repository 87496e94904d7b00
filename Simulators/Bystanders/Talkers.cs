using System.Buffers;
using System.Globalization;
using Simulators.Session;

namespace Simulators.Bystanders;

/// <summary>A GPS receiver: NMEA 0183 sentences with their checksums, several times a second.</summary>
internal sealed class GpsReceiver(GroundTruth truth, Random random) : Bystander(truth)
{
    private int _next;

    /// <inheritdoc/>
    public override TimeSpan? StreamPeriod { get; } = TimeSpan.FromMilliseconds(200);

    /// <inheritdoc/>
    public override void Stream(IBufferWriter<byte> output)
    {
        var sentence = (_next++ % 4) switch
        {
            0 => string.Create(CultureInfo.InvariantCulture, $"GPGGA,{random.Next(0, 86399):000000}.00,3113.{random.Next(10000):0000},N,12128.{random.Next(10000):0000},E,1,08,{random.NextDouble():0.0},{random.Next(5, 60)}.{random.Next(10)},M,8.0,M,,"),
            1 => string.Create(CultureInfo.InvariantCulture, $"GPRMC,{random.Next(0, 86399):000000}.00,A,3113.{random.Next(10000):0000},N,12128.{random.Next(10000):0000},E,0.0{random.Next(10)},{random.Next(360)}.0,211126,,,A"),
            2 => "GPGSA,A,3,04,05,,09,12,,,24,,,,,2.5,1.3,2.1",
            _ => string.Create(CultureInfo.InvariantCulture, $"GPVTG,{random.Next(360)}.0,T,,M,0.0{random.Next(10)},N,0.0{random.Next(10)},K"),
        };
        Write(output, $"${sentence}*{sentence.Aggregate(0, (sum, character) => sum ^ character):X2}\r\n");
    }

    /// <inheritdoc/>
    protected override void Take(byte one, IBufferWriter<byte> output)
    {
    }
}

/// <summary>A microcontroller that somebody programmed to print what it likes: words, sensor numbers, plots.</summary>
internal sealed class Sketch(GroundTruth truth, Random random) : Bystander(truth)
{
    private readonly int _habit = random.Next(7);

    /// <inheritdoc/>
    public override TimeSpan? StreamPeriod { get; } = TimeSpan.FromMilliseconds(random.Next(2, 60) * 20);

    /// <inheritdoc/>
    public override void Stream(IBufferWriter<byte> output) => Write(output, _habit switch
    {
        0 => $"{random.Next(1024)}\r\n",
        1 => string.Create(CultureInfo.InvariantCulture, $"T={random.NextDouble() * 40:0.0} H={random.Next(20, 90)}%\r\n"),
        2 => string.Create(CultureInfo.InvariantCulture, $"{random.NextDouble() * 100:0.00}\t{random.NextDouble() * 100:0.00}\r\n"),
        3 => $"loop {random.Next(100000)}\n",
        4 => string.Create(CultureInfo.InvariantCulture, $"{random.NextDouble() * 5:0.000} V\r\n"),
        5 => $"{{\"id\":{random.Next(10)},\"v\":{random.Next(4096)}}}\n",
        _ => string.Create(CultureInfo.InvariantCulture, $"dist: {random.Next(400)} cm\r\n"),
    });

    /// <inheritdoc/>
    protected override void Take(byte one, IBufferWriter<byte> output)
    {
    }
}

/// <summary>Noise on an open line: random bytes, alone and in bursts.</summary>
internal sealed class Noise(GroundTruth truth, Random random) : Bystander(truth)
{
    private readonly int _longest = 1 << random.Next(7);

    /// <inheritdoc/>
    public override TimeSpan? StreamPeriod { get; } = TimeSpan.FromMilliseconds(random.Next(5, 400));

    /// <inheritdoc/>
    public override void Stream(IBufferWriter<byte> output)
    {
        var length = random.Next(1, _longest + 1);
        random.NextBytes(output.GetSpan(length)[..length]);
        output.Advance(length);
    }

    /// <inheritdoc/>
    protected override void Take(byte one, IBufferWriter<byte> output)
    {
    }
}

/// <summary>Something that answers every byte it is sent with a few random ones, and never speaks by itself.</summary>
internal sealed class Babbler(GroundTruth truth, Random random) : Bystander(truth)
{
    /// <inheritdoc/>
    protected override void Take(byte one, IBufferWriter<byte> output)
    {
        if (random.Next(3) != 0)
        {
            return;
        }

        var length = random.Next(1, 24);
        var span = output.GetSpan(length)[..length];
        random.NextBytes(span);
        output.Advance(length);
    }
}
