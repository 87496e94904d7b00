using Drivers.Ports;
using EdgeGateway.Core.Devices;

namespace Drivers.Scales;

/// <summary>USB scales of the HID point-of-sale class (usage page 8D), read through hidraw: DYMO, Stamps.com, Fairbanks and others.</summary>
/// <remarks>
/// They send by themselves. Reports: <see cref="UsbHidPosDecoder"/>. Known by the usage page in their report descriptor, not by vendor and product
/// (<see cref="HidPort"/>, which also drops the first report after opening, an old one). Zero is the control report <c>02 02</c>. Source: USB HID
/// Point of Sale usage tables 1.02, scale page.
/// </remarks>
internal static class UsbHidPos
{
    /// <summary>The protocol.</summary>
    public static ScaleProtocol Protocol { get; } = new()
    {
        Name = "usb_hid_pos",
        Model = "USB HID scales, usage page 8D (hidraw)",
        Lines = ["9600-8N1"],
        CreateDecoder = (_, _) => new UsbHidPosDecoder(),
        OpenPort = (device, _, _) =>
        {
            HidPort port = HidPort.Open(device.Port, HidUsagePages.Scale);
            return ValueTask.FromResult<(Stream, string?)>((port, port.Note));
        },
        Commands = [ScaleCommand.Fixed(DeviceCommandKind.Zero, [0x02, 0x02])],
    };
}
