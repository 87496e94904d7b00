namespace Drivers.Ports;

/// <summary>Looks into USB HID report descriptors. Pure. Source: USB Device Class Definition for HID 1.11, section 6.2.2.</summary>
internal static class HidDescriptor
{
    private const int UsagePage = 0x04;
    private const int Collection = 0xA0;
    private const int LongItem = 0xFE;

    /// <summary>Whether a collection of this device belongs to the usage page; one that is merely cut off or malformed says no.</summary>
    public static bool HasUsagePage(ReadOnlySpan<byte> descriptor, byte page)
    {
        bool current = false;
        while (!descriptor.IsEmpty)
        {
            if (descriptor[0] == LongItem)
            {
                if (descriptor.Length < 3 || descriptor.Length < 3 + descriptor[1])
                    return false;
                descriptor = descriptor[(3 + descriptor[1])..];
                continue;
            }
            int size = descriptor[0] & 0x03;
            size = size == 3 ? 4 : size;
            if (descriptor.Length < 1 + size)
                return false;
            int kind = descriptor[0] & 0xFC;
            if (kind == UsagePage)
                current = size > 0 && descriptor[1] == page && descriptor[2..(1 + size)].IndexOfAnyExcept((byte)0) < 0;
            else if (kind == Collection && current)
                return true;
            descriptor = descriptor[(1 + size)..];
        }
        return false;
    }
}
