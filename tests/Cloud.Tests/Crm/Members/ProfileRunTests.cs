using System.Globalization;
using Cloud.Crm.Members;

namespace Cloud.Tests.Crm.Members;

public sealed class ProfileRunTests
{
    private const int Long = 15_000;

    [Theory]
    [InlineData(true, 3, "1, 2, 3")]
    [InlineData(true, 2, "1, 2, 3, 4")]
    [InlineData(true, 1, "1, 2, 2, 3")]
    [InlineData(true, 2, "1, 1, 2, 2")]
    [InlineData(true, 4, "1, 1, 1, 1")]
    [InlineData(false, 1, "1, 2")]
    [InlineData(false, 2, "2, 2")]
    public void Taken_OfLongRows_NeverEndsWithinAVersion(bool isAll, int expected, string versions)
    {
        // Two rows that are long fit into a run.
        var all = versions.Split(", ");
        var length = all.Length > 3 ? Long : 100;
        Assert.Equal(expected, ProfileTable.Taken([.. all.Select(version => (long.Parse(version, CultureInfo.InvariantCulture), length))], isAll));
    }
}
