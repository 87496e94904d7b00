using System.Text;
using Drivers.Scales;
using EdgeGateway.Core.Devices;
using Tests.Shared;

namespace Drivers.Tests.Fakes;

/// <summary>A scale's driver on a scripted port, told something while nobody reads.</summary>
internal static class ToldScale
{
    /// <summary>Tells it and answers with that text; what it sent and what became of it. Without an answer the waiting ends at once.</summary>
    public static async Task<(string Sent, CommandOutcome Outcome)> TellAsync(string driver, DeviceCommand command, string? answer, params string[] profile)
    {
        var clock = new ManualClock();
        var port = new ScriptedPort { Answer = _ => answer is null ? null : Encoding.Latin1.GetBytes(answer) };
        var options = new DeviceOptions { Id = "scale-1", Driver = driver, Profile = new Dictionary<string, string>(Samples.Of(driver).Profile) };
        foreach (string[] setting in profile.Select(setting => setting.Split('=')))
            options.Profile[setting[0]] = setting[1];
        var scale = (ICommandedDriver)ScaleProtocols.All.Single(protocol => protocol.DriverName == driver).CreateDriver(options, port, clock);
        Task<CommandOutcome> telling = scale.ExecuteAsync(command, TestContext.Current.CancellationToken).AsTask();
        if (!telling.IsCompleted)
        {
            await clock.WhenArmedAsync(1, TestContext.Current.CancellationToken);
            clock.Advance(TimeSpan.FromSeconds(30));
        }
        return (Encoding.Latin1.GetString([.. port.Sent.SelectMany(sent => sent)]), await telling);
    }
}
