using EdgeGateway.Core.Pipeline;

namespace Drivers.Shelves;

/// <summary>Settings of every plate that are not its driver's own but read by what makes events of its readings.</summary>
internal static class PlateSettings
{
    /// <summary>Accepts them, and refuses what nobody knows. Call it last.</summary>
    public static void Finish(ProfileReader profile)
    {
        profile.AcceptText(DeviceInterpreter.PlateProfile);
        profile.RejectUnknown();
    }
}
