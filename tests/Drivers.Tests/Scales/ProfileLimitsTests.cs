using Drivers.Tests.Fakes;
using EdgeGateway.Core.Devices;

namespace Drivers.Tests.Scales;

/// <summary>Numbers in a profile are taken up to their limits, and refused in words beyond.</summary>
public class ProfileLimitsTests
{
    [Theory]
    [InlineData("cas-22byte", "poll_id", 0, 255)]
    [InlineData("aclas-ps1-cas-pd2", "decimals", 0, 4)]
    [InlineData("avery-berkel", "decimals", 0, 4)]
    [InlineData("dialog06", "total_step", 1, 100)]
    [InlineData("dialog06", "idle_price", 0, 999_999)]
    [InlineData("dibal-pos-98", "total_step", 1, 100)]
    public void Validate_NumberAtItsLimits_IsTakenAndNoneBeyond(string driver, string setting, int least, int most)
    {
        Assert.Empty(Errors(least));
        Assert.Empty(Errors(most));
        Assert.StartsWith($"profile.{setting}: ", Assert.Single(Errors(least - 1)));
        Assert.StartsWith($"profile.{setting}: ", Assert.Single(Errors(most + 1)));

        IReadOnlyList<string> Errors(int number)
        {
            var profile = new Dictionary<string, string>(Samples.Of(driver).Profile) { [setting] = $"{number}" };
            return [.. DriverCatalog.Find(driver)!.Validate(new DeviceOptions { Id = "scale-1", Driver = driver, Port = "/dev/ttyS9", Profile = profile })];
        }
    }
}
