namespace Drivers.Ports;

/// <summary>What a HID device is for, from its report descriptor.</summary>
/// <remarks>Source: Device Class Definition for HID 1.11, section 6.2.2 (items); Point of Sale Usage Tables 1.02 (pages 8C and 8D).</remarks>
internal static class HidUsagePages
{
    /// <summary>Bar code scanners.</summary>
    public const int Scanner = 0x8C;

    /// <summary>Scales.</summary>
    public const int Scale = 0x8D;

    private const int LongItem = 0xFE;
    private const int UsagePageItem = 0x04;
    private const int CollectionItem = 0xA0;
    private const int EndCollectionItem = 0xC0;

    /// <summary>The usage page of each outermost collection, in order; what is not a descriptor gives none.</summary>
    public static IReadOnlyList<int> Of(ReadOnlySpan<byte> descriptor)
    {
        var pages = new List<int>();
        int page = 0, depth = 0;
        for (int at = 0; at < descriptor.Length;)
        {
            int prefix = descriptor[at];
            int size = prefix == LongItem ? (at + 1 < descriptor.Length ? descriptor[at + 1] + 2 : 2) : (prefix & 3) == 3 ? 4 : prefix & 3;
            if (at + 1 + size > descriptor.Length)
                break;
            ReadOnlySpan<byte> data = descriptor.Slice(at + 1, size);
            switch (prefix & 0xFC)
            {
                case UsagePageItem when size is 1 or 2:
                    page = size == 1 ? data[0] : data[0] | (data[1] << 8);
                    break;
                case CollectionItem:
                    if (depth++ == 0)
                        pages.Add(page);
                    break;
                case EndCollectionItem:
                    depth = Math.Max(0, depth - 1);
                    break;
            }
            at += 1 + size;
        }
        return pages;
    }
}
