using System.Text;
using System.Text.Json;
using Drivers.Ports;
using EdgeGateway.Core.Setup;
using Tests.Shared;

namespace Drivers.Tests.Ports;

/// <summary>By which name a port is known, and what a name leads to later.</summary>
public sealed class PortPlaceTests : IDisposable
{
    private readonly FakeMachine _machine = new();
    private readonly PortMemory _memory = new();

    public void Dispose() => _machine.Dispose();

    [Theory]
    [InlineData("A50285BI", true)]
    [InlineData("FTB6SPL3", true)]
    [InlineData("3265D53A3334", true)]
    [InlineData("20190315", true)]
    [InlineData(null, false)]
    [InlineData("0001", false)]
    [InlineData("00000001", false)]
    [InlineData("000000000000", false)]
    [InlineData("0123456789ABCDEF", false)]
    [InlineData("0123456789", false)]
    [InlineData("1234567890", false)]
    [InlineData("12345678", false)]
    [InlineData("FFFFFFFFFF", false)]
    [InlineData("1", false)]
    public void HasTellingSerial_NumbersThatMakersWriteIntoAll_AreNone(string? serial, bool isTelling) =>
        Assert.Equal(isTelling, new UsbFacts("0403", "6001", serial, null, null, "00", null, "c", "1:1.0").HasTellingSerial);

    [Fact]
    public void Name_RealSerialNumber_IsById()
    {
        Thing thing = Thing.Ftdi("a", "A50285BI");
        _machine.Plug("1", thing);

        Assert.Equal(new StableName(_machine.ById(thing), KnownBy.Serial), NameAt("1"));
    }

    [Fact]
    public void Name_NoSerialNumber_IsBySocket()
    {
        Thing thing = Thing.Ch340("a");
        _machine.Plug("1", thing);

        Assert.Equal(new StableName(_machine.ByPath("1", thing), KnownBy.Socket), NameAt("1"));
    }

    [Fact]
    public void Name_SerialNumberThatAllHave_IsBySocket()
    {
        _machine.Plug("1", Thing.Cp2102("a"));

        Assert.Equal(KnownBy.Socket, NameAt("1").KnownBy);
    }

    [Fact]
    public void Name_RealSerialNumberThatATwinHasToo_IsBySocket_AlsoAfterTheTwinIsGone()
    {
        _machine.Plug("1", Thing.Ftdi("a", "A50285BI"));
        _machine.Plug("2", Thing.Ftdi("b", "A50285BI"));
        Assert.Equal(KnownBy.Socket, NameAt("1").KnownBy);

        _machine.Unplug("2");

        Assert.Equal(KnownBy.Socket, NameAt("1").KnownBy);
    }

    [Fact]
    public void Name_WithoutUdev_IsTheNode()
    {
        _machine.Plug("1", Thing.Ftdi("a", "A50285BI"));
        PortPicture picture = Look(udev: false);

        Assert.Equal(new StableName(_machine.Dev("ttyUSB0"), KnownBy.Name), StableName.Of(picture.Ports[0], picture, _memory));
    }

    [Fact]
    public void ById_BackOnAnotherTtyAndSocket_IsFound()
    {
        Thing thing = Thing.Ftdi("a", "A50285BI");
        _machine.Plug("1", thing);
        _machine.Unplug("1");
        _machine.Plug("2", Thing.Ch340("b"));
        _machine.Plug("3", thing);

        Assert.Equal(_machine.Dev("ttyUSB1"), Find(_machine.ById(thing)).Path);
    }

    [Fact]
    public void ById_NothingPluggedIn_SaysSo()
    {
        PortPlace place = Find(_machine.ById(Thing.Ftdi("a", "A50285BI")));

        Assert.Null(place.Path);
        Assert.Contains("nothing is plugged in that has this name", place.Problem, StringComparison.Ordinal);
    }

    [Fact]
    public void ById_TwinAppears_IsNotRead_AndTheReasonNamesBothSockets()
    {
        Thing thing = Thing.Cp2102("a");
        _machine.Plug("1", thing);
        Assert.Equal(_machine.Dev("ttyUSB0"), Find(_machine.ById(thing)).Path);

        _machine.Plug("2", Thing.Cp2102("b"));
        PortPlace place = Find(_machine.ById(thing));

        Assert.Equal((null, true), (place.Path, place.IsUncertain));
        Assert.Contains(_machine.ByPath("1", thing), place.Problem, StringComparison.Ordinal);
        Assert.Contains(_machine.ByPath("2", thing), place.Problem, StringComparison.Ordinal);
    }

    [Fact]
    public void ById_OnlyTheTwinIsLeftAfterARestart_IsNotRead()
    {
        _machine.Plug("1", Thing.Cp2102("a"));
        _machine.Plug("2", Thing.Cp2102("b"));
        Look();
        _machine.Unplug("1");
        PortMemory afterwards = PortMemory.Read(_memory.ToUtf8());

        PortPlace place = PortPlace.Find(_machine.ById(Thing.Cp2102("a")), Look(), afterwards);

        Assert.Equal((null, true), (place.Path, place.IsUncertain));
    }

    [Fact]
    public void ByPath_TwinsSwapTheirTtys_EachKeepsItsSocket()
    {
        Thing thing = Thing.Ch340("a");
        _machine.Plug("2", Thing.Ch340("b"));
        _machine.Plug("1", thing);

        Assert.Equal(_machine.Dev("ttyUSB1"), Find(_machine.ByPath("1", thing)).Path);
        Assert.Equal(_machine.Dev("ttyUSB0"), Find(_machine.ByPath("2", thing)).Path);
    }

    [Fact]
    public void ByPath_AnotherThingInTheSocket_IsNotReadUntilItIsForgotten()
    {
        Thing thing = Thing.Ch340("a");
        string port = _machine.ByPath("1", thing);
        _machine.Plug("1", thing);
        _memory.Bind(port, Look().Ports[0]);
        _machine.Unplug("1");
        _machine.Plug("1", Thing.Ftdi("b", "A50285BI"));

        PortPlace place = Find(port);

        Assert.Equal((null, true), (place.Path, place.IsUncertain));
        Assert.Contains("FTDI FT232R USB UART, 0403:6001, serial number A50285BI; it was USB Serial, 1a86:7523, without serial number",
            place.Problem, StringComparison.Ordinal);
        _memory.Forget(port);
        Assert.Equal(_machine.Dev("ttyUSB0"), Find(port).Path);
    }

    [Fact]
    public void OwnLink_IsFollowedToThePort()
    {
        _machine.Plug("1", Thing.Ch340("a"));
        FakeMachine.Link(_machine.Dev("scale"), _machine.Dev("ttyUSB0"));

        PortPlace place = Find(_machine.Dev("scale"));

        Assert.Equal((_machine.Dev("ttyUSB0"), "ttyUSB0"), (place.Path, place.Port?.Name));
    }

    [Theory]
    [InlineData("tcp://scale:4001")]
    [InlineData("/dev/pts/7")]
    public void OtherThanAPortOfTheMachine_IsOpenedAsItIs(string port) => Assert.Equal(new PortPlace(port, null, null), Find(port));

    [Theory]
    [InlineData("")]
    [InlineData("null")]
    [InlineData("{}")]
    [InlineData("""{"twins":[null],"bound":{}}""")]
    [InlineData("""{"twins":[],"bound":{"a":null}}""")]
    [InlineData("""{"twins":7,"bound":{}}""")]
    public void Memory_NotOurs_IsAJsonException(string text) => Assert.ThrowsAny<JsonException>(() => PortMemory.Read(Encoding.UTF8.GetBytes(text)));

    [Fact]
    public void Memory_IsBounded()
    {
        var port = new SeenPort("ttyUSB0", "/dev/ttyUSB0", PortKind.Serial);
        for (int i = 0; i < 2000; i++)
            _memory.Bind($"/dev/{i}", port);

        Assert.True(_memory.ToUtf8().Length < 100_000);
    }

    private PortPicture Look(bool udev = true)
    {
        if (udev)
            _machine.Udev();
        PortPicture picture = new PortInventory(_machine.Folders).Look();
        _memory.Observe(picture);
        return picture;
    }

    private StableName NameAt(string socket)
    {
        PortPicture picture = Look();
        return StableName.Of(picture.Ports.Single(port => port.Name == _machine.Plugged[socket].Node), picture, _memory);
    }

    private PortPlace Find(string configured) => PortPlace.Find(configured, Look(), _memory);
}
