using Drivers.Ports;
using FsCheck;
using FsCheck.Fluent;

namespace Drivers.Tests.Ports;

/// <summary>The escapes of termios(3), PARMRK: no pty makes them for damage, so they are tested as bytes.</summary>
public class LineErrorMarksTests
{
    [Fact]
    public void Decode_DoubledFf_IsOneSoundFf() => Assert.Equal("41 FF 42", Run([0x41, 0xFF, 0xFF, 0x42]));

    [Fact]
    public void Decode_MarkedByte_StopsThereAndGoesOnBehindIt() => Assert.Equal("41 ! 42", Run([0x41, 0xFF, 0x00, 0x7A, 0x42]));

    [Fact]
    public void Decode_DamagedByteThatIsFf_IsOneDamage() => Assert.Equal("! 42", Run([0xFF, 0x00, 0xFF, 0x42]));

    [Fact]
    public void Decode_Break_IsDamage() => Assert.Equal("! 02", Run([0xFF, 0x00, 0x00, 0x02]));

    [Fact]
    public void Decode_ManyDamagedInARow_AreReportedOnce() => Assert.Equal("! 42", Run([0xFF, 0, 1, 0xFF, 0, 2, 0xFF, 0, 3, 0x42]));

    [Fact]
    public void Decode_DamageThenASoundFf_LosesNeither() => Assert.Equal("! FF 42", Run([0xFF, 0, 1, 0xFF, 0xFF, 0x42]));

    [Fact]
    public void Decode_AnyBytesHoweverCut_ComeOutSoundWithDamageInPlace()
    {
        Gen<(byte Value, bool Damaged)[]> line = (from value in Gen.Elements<byte>(0, 1, 0x41, 0xFE, 0xFF)
                                                  from damaged in Gen.Frequency((3, Gen.Constant(false)), (1, Gen.Constant(true)))
                                                  select (value, damaged)).ArrayOf();
        Gen<((byte Value, bool Damaged)[] Line, int Chunk, int Room)> cut =
            from bytes in line from chunk in Gen.Choose(1, 5) from room in Gen.Choose(1, 4) select (bytes, chunk, room);
        Check.One(Config.QuickThrowOnFailure.WithMaxTest(5_000), Prop.ForAll(cut.ToArbitrary(), each =>
        {
            byte[] delivered = [.. each.Line.SelectMany(one => (byte[])(
                one.Damaged ? [0xFF, 0, one.Value] : one.Value == 0xFF ? [0xFF, 0xFF] : [one.Value]))];
            string expected = string.Join(' ', each.Line.Select(one => one.Damaged ? "!" : one.Value.ToString("X2")));
            return Squeeze(Run(delivered, each.Chunk, each.Room)) == Squeeze(expected);
        }));
    }

    /// <summary>Damage that falls into two reads is reported twice; that is no difference to a driver.</summary>
    private static string Squeeze(string text)
    {
        while (text.Contains("! !", StringComparison.Ordinal))
            text = text.Replace("! !", "!", StringComparison.Ordinal);
        return text;
    }

    private static string Run(byte[] delivered, int chunk = 64, int room = 64)
    {
        var marks = new LineErrorMarks();
        var result = new List<string>();
        var sound = new byte[room];
        foreach (byte[] part in delivered.Chunk(chunk))
        {
            byte[] rest = part;
            while (rest.Length > 0)
            {
                int count = marks.Decode(rest, sound, out int used, out bool damaged);
                result.AddRange(sound[..count].Select(value => value.ToString("X2")));
                if (damaged)
                    result.Add("!");
                Assert.True(used > 0 || count > 0 || damaged);
                rest = rest[used..];
            }
        }
        return string.Join(' ', result);
    }
}
