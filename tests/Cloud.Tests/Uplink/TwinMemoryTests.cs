using System.Text;
using Cloud.Uplink;
using Microsoft.Extensions.Logging.Abstractions;

namespace Cloud.Tests.Uplink;

/// <summary>How much of a wanted configuration is taken, and what is read back of what was kept.</summary>
public sealed class TwinMemoryTests : IDisposable
{
    private readonly string _folder = Directory.CreateTempSubdirectory("twin-").FullName;

    private string Kept => Path.Combine(_folder, "twin.json");

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    [Theory]
    [InlineData(4 << 20, true)]
    [InlineData((4 << 20) + 1, false)]
    public void Document_OfMoreThanFourMebibytes_IsRefusedUnread(int length, bool taken)
    {
        var document = TwinDocument.Read(Encoding.ASCII.GetBytes("""{"version":3,"config":{}}""".PadRight(length)), [], out var refusal);
        Assert.Equal(taken, document is not null);
        Assert.Equal(taken ? null : 0, refusal?.Version);
    }

    [Theory]
    [InlineData(32 << 20, true)]
    [InlineData((32 << 20) + 1, false)]
    public void Memory_OfMoreThan32Mebibytes_IsNotRead(int length, bool read)
    {
        File.WriteAllText(Kept, """{"rolledBack":{"print":"p","reason":"r"}}""".PadRight(length));
        Assert.Equal(read ? new RolledBackTwin("p", "r") : null, TwinMemory.Load(Kept, NullLogger.Instance).RolledBack);
    }

    [Fact]
    public void Memory_ThatTheDiskDoesNotTake_SaysWhy() =>
        Assert.Contains("none", TwinMemory.None.Save(Path.Combine(_folder, "none", "twin.json")), StringComparison.Ordinal);
}
