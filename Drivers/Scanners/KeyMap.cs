namespace Drivers.Scanners;

/// <summary>The characters of a US keyboard by Linux key codes (linux/input-event-codes.h), which is what scanners type unless set otherwise.</summary>
internal static class KeyMap
{
    public const ushort Tab = 15;
    public const ushort RightBracket = 27;
    public const ushort Enter = 28;
    public const ushort LeftControl = 29;
    public const ushort LeftShift = 42;
    public const ushort RightShift = 54;
    public const ushort LeftAlt = 56;
    public const ushort CapsLock = 58;
    public const ushort F8 = 66;
    public const ushort NumLock = 69;
    public const ushort ScrollLock = 70;
    public const ushort KeypadEnter = 96;
    public const ushort RightControl = 97;
    public const ushort RightAlt = 100;

    /// <summary>Above these are the buttons of mice and joysticks.</summary>
    public const ushort FirstButton = 0x100;

    private const string Plain = "\0\u001b1234567890-=\0\0qwertyuiop[]\0\0asdfghjkl;'`\0\\zxcvbnm,./\0*\0 ";
    private const string Shifted = "\0\u001b!@#$%^&*()_+\0\0QWERTYUIOP{}\0\0ASDFGHJKL:\"~\0|ZXCVBNM<>?\0*\0 ";
    private const string Keypad = "789-456+1230.";
    private const ushort FirstKeypad = 71;
    private const ushort KeypadSlash = 98;

    /// <summary>The character of a key, or null where it has none.</summary>
    public static char? Character(ushort key, bool shift) => key switch
    {
        1 => null,
        KeypadSlash => '/',
        >= FirstKeypad and < FirstKeypad + 13 => Keypad[key - FirstKeypad],
        _ when key < Plain.Length && Plain[key] != '\0' => (shift ? Shifted : Plain)[key],
        _ => null,
    };

    /// <summary>The digit of a keypad key, or null.</summary>
    public static int? KeypadDigit(ushort key) =>
        key is >= FirstKeypad and < FirstKeypad + 13 && char.IsAsciiDigit(Keypad[key - FirstKeypad]) ? Keypad[key - FirstKeypad] - '0' : null;
}
