using Drivers.Scanners;

namespace Drivers.Tests.Scanners;

/// <summary>Key codes by linux/input-event-codes.h.</summary>
public sealed class KeyMapTests
{
    [Fact]
    public void Keypad_FromSevenToThePoint_AndTheSlashApart()
    {
        Assert.Equal("789-456+1230.", new string([.. Enumerable.Range(71, 13).Select(code => KeyMap.Character((ushort)code, shift: false)!.Value)]));
        Assert.Equal('/', KeyMap.Character(98, shift: false));
        Assert.Equal([7, 8, 9, null, 4, 5, 6, null, 1, 2, 3, 0, null], Enumerable.Range(71, 13).Select(code => KeyMap.KeypadDigit((ushort)code)));
    }

    [Theory]
    [InlineData(0)]
    [InlineData(1)]
    [InlineData(58)]
    [InlineData(70)]
    [InlineData(84)]
    [InlineData(255)]
    public void KeysWithoutACharacter_HaveNone(int code)
    {
        Assert.Null(KeyMap.Character((ushort)code, shift: false));
        Assert.Null(KeyMap.Character((ushort)code, shift: true));
        Assert.Null(KeyMap.KeypadDigit((ushort)code));
    }
}
