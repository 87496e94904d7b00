using System.Buffers.Binary;
using Simulators.Session;
using Simulators.Shelves;
using Tests.Shared;

namespace Drivers.Tests.Simulators;

/// <summary>Requests and replies by MODBUS Application Protocol V1.1b3 and MODBUS over Serial Line V1.02.</summary>
public sealed class ModbusPlatesSimulatorTests
{
    private readonly ManualClock _clock = new();
    private readonly PlateSurface _first;
    private readonly ModbusPlates _bus;

    public ModbusPlatesSimulatorTests()
    {
        var random = new Random(1);
        var truth = new GroundTruth(null, _clock);
        _first = new PlateSurface(1, 10_000m, random, _clock, truth);
        _bus = new ModbusPlates([_first, new PlateSurface(7, 10_000m, random, _clock, truth)]);
        _clock.Advance(TimeSpan.FromSeconds(1));
    }

    /// <summary>02 07 gives 41 12: MODBUS over Serial Line V1.02, 6.2.2; 11 03 00 6B 00 03 gives 76 87: widely printed example.</summary>
    [Theory]
    [InlineData("0207", 0x1241)]
    [InlineData("1103006b0003", 0x8776)]
    [InlineData("010300000001", 0x0A84)]
    public void Crc_IsThatOfTheSpecification(string frame, int expected) =>
        Assert.Equal(expected, ModbusCrc.Compute(Convert.FromHexString(frame)));

    [Fact]
    public void Load_IsReadInTenthsOfAGram_StableAndWithItsCounts()
    {
        _bus.Script("load 500");
        Assert.Equal(0, Registers(Ask(1, 3, 6, 1))[0] & 0x0800);
        _clock.Advance(TimeSpan.FromSeconds(2));

        var registers = Registers(Ask(1, 3, 6, 9));

        Assert.Equal(0x0800, registers[0] & 0x0FFF);
        Assert.InRange(Pair(registers, 1), 4990, 5010);
        Assert.Equal(Registers(Ask(1, 4, 6, 9)), registers);
    }

    [Fact]
    public void Counts_RestWithinNoise_AndMoveByTheLoad()
    {
        var before = Pair(Registers(Ask(1, 3, 13, 2)), 0);
        _bus.Script("put 100");
        _clock.Advance(TimeSpan.FromSeconds(2));

        var after = Pair(Registers(Ask(1, 3, 13, 2)), 0);

        Assert.InRange(after - before, 42_700, 43_300);
    }

    [Fact]
    public void LoadPutOn_Rings()
    {
        _bus.Script("load 1000");
        var seen = new List<int>();
        for (var i = 0; i < 4; i++)
        {
            _clock.Advance(TimeSpan.FromMilliseconds(100));
            seen.Add(Pair(Registers(Ask(1, 3, 7, 2)), 0));
        }

        Assert.Contains(seen, tenths => Math.Abs(tenths - 10_000) > 100);
        _clock.Advance(TimeSpan.FromSeconds(2));
        Assert.InRange(Pair(Registers(Ask(1, 3, 7, 2)), 0), 9_990, 10_010);
    }

    [Fact]
    public void EachUnit_AnswersForItself_AndNobodyForAnother()
    {
        _bus.Script("unit 7 load 300");
        _clock.Advance(TimeSpan.FromSeconds(2));

        Assert.InRange(Pair(Registers(Ask(7, 3, 7, 2)), 0), 2_990, 3_010);
        Assert.InRange(Pair(Registers(Ask(1, 3, 7, 2)), 0), -10, 10);
        Assert.Equal("", Ask(9, 3, 7, 2));
    }

    [Theory]
    [InlineData("010700", 0x87, 1)]
    [InlineData("010300200001", 0x83, 2)]
    [InlineData("0103001f0002", 0x83, 2)]
    [InlineData("010300000000", 0x83, 3)]
    [InlineData("01030000007e", 0x83, 3)]
    [InlineData("010600060001", 0x86, 2)]
    [InlineData("010600050063", 0x06, 0)]
    [InlineData("01060005004d", 0x86, 3)]
    [InlineData("01100005000102004d", 0x90, 3)]
    [InlineData("0110000500020400080008", 0x90, 2)]
    public void Mistakes_AreAnsweredWithTheirException(string request, byte function, byte code)
    {
        var asked = WithCrc(Convert.FromHexString(request));

        var answer = Convert.FromHexString(_bus.Ask(asked) is { Length: > 0 } at ? at : _bus.Silence());

        Assert.True(ModbusCrc.IsRight(answer));
        Assert.Equal((1, function), (answer[0], answer[1]));
        Assert.Equal(code == 0 ? asked[2] : code, answer[2]);
    }

    [Fact]
    public void ZeroCommand_MakesTheLoadZero_ByFunction16()
    {
        _bus.Script("load 500");
        _clock.Advance(TimeSpan.FromSeconds(2));

        Assert.Equal("011000050001", _bus.Ask(WithCrc(Convert.FromHexString("0110000500010200 08".Replace(" ", "", StringComparison.Ordinal))))[..12]);

        Assert.InRange(Pair(Registers(Ask(1, 3, 7, 2)), 0), -10, 10);
    }

    [Fact]
    public void Broadcast_IsCarriedOut_AndNotAnswered()
    {
        _bus.Script("load 500");
        _clock.Advance(TimeSpan.FromSeconds(2));

        Assert.Equal("", _bus.Ask(WithCrc([0, 6, 0, 5, 0, 8])));

        Assert.InRange(Pair(Registers(Ask(1, 3, 7, 2)), 0), -10, 10);
    }

    [Fact]
    public void EveryFlippedBit_LeavesTheRequestUnanswered()
    {
        var asked = WithCrc([1, 3, 0, 6, 0, 9]);
        for (var bit = 0; bit < asked.Length * 8; bit++)
        {
            var flipped = asked.ToArray();
            flipped[bit / 8] ^= (byte)(1 << (bit % 8));

            Assert.Equal("", _bus.Ask(flipped) + _bus.Silence());
        }
    }

    [Fact]
    public void HalfARequest_IsForgottenWhenTheLineFallsSilent()
    {
        Assert.Equal("", _bus.Ask([1, 3, 0]) + _bus.Silence());

        Assert.NotEqual("", Ask(1, 3, 6, 1));
    }

    [Fact]
    public void BrokenCell_SetsItsBit_AndTheCountsAreAtTheEndOfTheirRange()
    {
        _bus.Script("fault");
        _clock.Advance(TimeSpan.FromSeconds(1));

        Assert.Equal(1, Registers(Ask(1, 3, 6, 1))[0] & 0x0801);
        Assert.Equal(0x7FFFFF, Pair(Registers(Ask(1, 3, 13, 2)), 0));
    }

    private static byte[] WithCrc(ReadOnlySpan<byte> body)
    {
        var frame = new byte[body.Length + 2];
        body.CopyTo(frame);
        BinaryPrimitives.WriteUInt16LittleEndian(frame.AsSpan(body.Length), ModbusCrc.Compute(body));
        return frame;
    }

    private static ushort[] Registers(string answer)
    {
        var frame = Convert.FromHexString(answer);
        Assert.True(ModbusCrc.IsRight(frame));
        var registers = new ushort[frame[2] / 2];
        for (var i = 0; i < registers.Length; i++)
        {
            registers[i] = BinaryPrimitives.ReadUInt16BigEndian(frame.AsSpan(3 + (2 * i)));
        }

        return registers;
    }

    private static int Pair(ushort[] registers, int at) => unchecked((registers[at] << 16) | registers[at + 1]);

    private string Ask(byte unit, byte function, byte address, byte count) => _bus.Ask(WithCrc([unit, function, 0, address, 0, count]));
}
