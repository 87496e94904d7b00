using Drivers.Ports;
using EdgeGateway.Core.Setup;
using Simulators.Shelves;
using static Drivers.Tests.Shelves.Plates;

namespace Drivers.Tests.Shelves;

/// <summary>Converters in the list of what is plugged in.</summary>
public sealed class IioInventoryTests : IDisposable
{
    private readonly string _folder = Directory.CreateTempSubdirectory("iio").FullName;

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    [Fact]
    public void Look_ConvertersWithLabels_AreNamedByThem_AndFoundByThem()
    {
        PortPicture picture = Look("a1", "a2");
        Assert.Equal([("iio://a1", PortKind.Iio), ("iio://a2", PortKind.Iio)], picture.Ports.Select(port => (StableName.Of(port, picture, new PortMemory()).Name, port.Kind)));
        PortPlace place = PortPlace.Find("iio://a2", picture, new PortMemory());
        Assert.EndsWith("iio:device1", place.Path);
        Assert.Equal("iio://b1", PortPlace.Find("iio://b1", picture, new PortMemory()).Path);
    }

    [Fact]
    public void Look_TheSameLabelTwice_NamesNeither()
    {
        PortPicture picture = Look("a1", "a1");
        Assert.All(picture.Ports, port => Assert.Equal(port.Path, StableName.Of(port, picture, new PortMemory()).Name));
        Assert.Null(PortPlace.Find("iio://a1", picture, new PortMemory()).Port);
    }

    [Fact]
    public void Look_OneAlone_IsNamedByWhatItIs_AndOtherSensorsAreLeftOut()
    {
        Look("a1");
        string devices = Path.Combine(_folder, "sys/bus/iio/devices");
        File.Delete(Path.Combine(devices, "iio:device0/label"));
        Directory.CreateDirectory(Path.Combine(devices, "iio:device7"));
        File.WriteAllText(Path.Combine(devices, "iio:device7/name"), "bme280\n");
        SeenPort only = Assert.Single(Inventory().Look().Ports);
        Assert.Equal("iio://hx711", Assert.Single(only.ByPath));
        Assert.Equal((PortAccess.Ok, "HX711 load-cell converter (Linux IIO)"), (only.Access, only.Model));
    }

    private PortPicture Look(params string[] labels)
    {
        using var tree = new IioTree(_folder, IioChip.All[0], [.. labels.Zip(Surfaces(labels.Length))], TimeSpan.FromHours(1), TimeProvider.System);
        tree.Open();
        return Inventory().Look();
    }

    private PortInventory Inventory() => new(new PortFolders(Path.Combine(_folder, "sys"), Path.Combine(_folder, "dev")));
}
