using Drivers.Ports;
using EdgeGateway.Core.Setup;
using Tests.Shared;

namespace Drivers.Tests.Ports;

public sealed class PortInventoryTests : IDisposable
{
    private readonly FakeMachine _machine = new();
    private readonly Dictionary<string, int> _refused = [];

    private PortInventory Inventory => new(_machine.Folders, (path, _) => _refused.GetValueOrDefault(path));

    public void Dispose() => _machine.Dispose();

    [Fact]
    public void Look_UsbAdapter_ShowsWhatItSaysOfItselfAndItsLinks()
    {
        Thing thing = Thing.Ftdi("a", "A50285BI");
        _machine.Plug("1.4", thing);
        _machine.Udev();

        SeenPort port = Assert.Single(Inventory.Look().Ports);

        Assert.Equal(("ttyUSB0", _machine.Dev("ttyUSB0"), PortKind.Serial, "FTDI FT232R USB UART"), (port.Name, port.Path, port.Kind, port.Model));
        Assert.Equal(new UsbFacts("0403", "6001", "A50285BI", "FTDI", "FT232R USB UART", "00", "0", "0000:00:14.0", "1.4:1.0"), port.Usb);
        Assert.Equal([_machine.ById(thing)], port.ById);
        Assert.Equal([_machine.ByPath("1.4", thing)], port.ByPath);
        Assert.Equal((PortAccess.Ok, null), (port.Access, port.AccessReason));
    }

    [Fact]
    public void Look_UsbCdc_IsFoundWithoutAPortOfItsOwn()
    {
        _machine.Plug("2", Thing.Cdc("a", "3265D53A"));

        SeenPort port = Assert.Single(Inventory.Look().Ports);

        Assert.Equal(("ttyACM0", "2:1.0", null), (port.Name, port.Usb!.Socket, port.Usb.PortNumber));
        Assert.Empty(port.ById);
    }

    [Fact]
    public void Look_BuiltInPorts_OnlyThoseThatAreReal()
    {
        foreach ((string name, string type) in new[] { ("ttyS0", "4"), ("ttyS1", "0") })
            BuiltIn(name, ("type", type));
        BuiltIn("ttyAMA0");
        FakeMachine.Link(_machine.Sys("class/tty/tty1"), FakeMachine.Write(_machine.Sys("devices/virtual/tty/tty1")));

        Assert.Equal(["ttyAMA0", "ttyS0"], Inventory.Look().Ports.Select(port => port.Name));
    }

    [Fact]
    public void Look_KernelConsole_IsBusyAndSaysHowToFreeIt()
    {
        BuiltIn("ttyAMA0");
        FakeMachine.Write(_machine.Sys("class/tty/console"), ("active", "tty0 ttyAMA0"));

        SeenPort port = Assert.Single(Inventory.Look().Ports);

        Assert.Equal(PortAccess.Busy, port.Access);
        Assert.Contains("console=ttyAMA0", port.AccessReason, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(Libc.AccessDenied, PortAccess.Denied, "add the service's user to group ")]
    [InlineData(Libc.NoEntry, PortAccess.Absent, "no such port")]
    public void Look_WithoutAccess_SaysWhyAndWhatToDo(int error, PortAccess access, string words)
    {
        _refused[_machine.Dev("ttyUSB0")] = error;
        _machine.Plug("1", Thing.Ch340("a"));

        SeenPort port = Assert.Single(Inventory.Look().Ports);

        Assert.Equal(access, port.Access);
        Assert.Contains(words, port.AccessReason, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("058d0920a101c0", true)] // a scale
    [InlineData("068c000901a101c0", true)] // a scanner, with the page in two bytes
    [InlineData("05010906a101050719e0c0058d0920a101c0", true)] // a keyboard whose second collection is a scale
    [InlineData("05010902a1010901a100058d09c0c0c0", false)] // a mouse that only names the page inside
    [InlineData("06a0ff0901a101c0", false)] // somebody's own
    [InlineData("", false)]
    [InlineData("05", false)]
    public void Look_HidDevice_OnlyScalesAndScanners(string descriptor, bool isShown)
    {
        string hid = FakeMachine.Write(Path.Combine(_machine.UsbFolder("3"), "1-3:1.0", "0003:0EB8:F000.0001"));
        FakeMachine.Write(_machine.UsbFolder("3"), ("idVendor", "0EB8"), ("idProduct", "F000"), ("product", "Scale"));
        File.WriteAllBytes(Path.Combine(hid, "report_descriptor"), Convert.FromHexString(descriptor));
        string entry = FakeMachine.Write(Path.Combine(hid, "hidraw", "hidraw0"));
        FakeMachine.Link(Path.Combine(entry, "device"), hid);
        FakeMachine.Link(_machine.Sys("class/hidraw/hidraw0"), entry);

        IReadOnlyList<SeenPort> ports = Inventory.Look().Ports;

        Assert.Equal(isShown ? ["hidraw0 Hid 0eb8:f000 Scale"] : [], ports.Select(port => $"{port.Name} {port.Kind} {port.Usb!.Vendor}:{port.Usb.Product} {port.Model}"));
    }

    [Theory]
    [InlineData("1000000000007 ff9f207ac14057ff febeffdfffefffff fffffffffffffffe", true)] // a scanner that types
    [InlineData("70000 0 0 0 0", false)] // a mouse
    [InlineData("c000 100000000000 0", false)] // a power button
    [InlineData(null, false)]
    public void Look_InputDevice_OnlyThoseThatType(string? keys, bool isShown)
    {
        string input = FakeMachine.Write(_machine.Sys("devices/virtual/input/input7"), ("name", "Honeywell Scanner"));
        FakeMachine.Write(Path.Combine(input, "capabilities"), ("key", keys));
        string entry = FakeMachine.Write(Path.Combine(input, "event7"));
        FakeMachine.Link(Path.Combine(entry, "device"), input);
        FakeMachine.Link(_machine.Sys("class/input/event7"), entry);

        SeenPort? port = Inventory.Look().Ports.SingleOrDefault();

        Assert.Equal(isShown ? (_machine.Dev("input/event7"), PortKind.Input, "Honeywell Scanner") : default, (port?.Path, port?.Kind ?? default, port?.Model));
    }

    [Fact]
    public void Look_Printer_IsShownWithItsNode()
    {
        FakeMachine.Write(_machine.UsbFolder("5"), ("idVendor", "04b8"), ("idProduct", "0202"), ("manufacturer", "EPSON"), ("product", "EPSON TM-T20"));
        string entry = FakeMachine.Write(Path.Combine(_machine.UsbFolder("5"), "1-5:1.0", "usbmisc", "lp0"));
        FakeMachine.Link(_machine.Sys("class/usbmisc/lp0"), entry);

        SeenPort port = Assert.Single(Inventory.Look().Ports);

        Assert.Equal((_machine.Dev("usb/lp0"), PortKind.Printer, "EPSON TM-T20"), (port.Path, port.Kind, port.Model));
    }

    [Fact]
    public void Look_LinksThatUdevHasNotTidiedUp_DoNotCount()
    {
        Thing gone = Thing.Ftdi("a", "A50285BI");
        _machine.Plug("1.1", gone);
        _machine.Udev();
        _machine.Unplug("1.1");
        _machine.Plug("1.2", Thing.Ch340("b"));

        SeenPort port = Assert.Single(Inventory.Look().Ports);

        Assert.Equal(_machine.Dev("ttyUSB0"), File.ResolveLinkTarget(_machine.ById(gone), true)!.FullName);
        Assert.Empty(port.ById);
        Assert.Empty(port.ByPath);
    }

    [Fact]
    public void Look_WhatADeviceSays_IsBoundedAndWithoutControlCharacters()
    {
        _machine.Plug("1", new Thing("a", "1a86", "7523", "\u001b[2J\nX", null, new string('M', 5000)));

        SeenPort port = Assert.Single(Inventory.Look().Ports);

        Assert.Equal("[2J X", port.Usb!.Serial);
        Assert.Equal(256, port.Model!.Length);
    }

    [Fact]
    public void Look_NothingThere_IsEmpty() => Assert.Empty(new PortInventory(new PortFolders("/nowhere", "/nowhere")).Look().Ports);

    [Fact]
    public void IsStill_OtherThingBehindTheNode_IsFalse()
    {
        _machine.Plug("1", Thing.Ftdi("a", "A50285BI"));
        SeenPort port = Assert.Single(Inventory.Look().Ports);
        Assert.True(Inventory.IsStill(port));

        _machine.Unplug("1");
        Assert.False(Inventory.IsStill(port));
        _machine.Plug("1", Thing.Ftdi("b", "A50285BJ"));
        Assert.False(Inventory.IsStill(port));
    }

    private void BuiltIn(string name, params (string Name, string? Text)[] files)
    {
        string entry = FakeMachine.Write(_machine.Sys($"devices/platform/{name}/tty/{name}"), files);
        FakeMachine.Link(Path.Combine(entry, "device"), _machine.Sys($"devices/platform/{name}"));
        FakeMachine.Link(_machine.Sys($"class/tty/{name}"), entry);
    }
}
