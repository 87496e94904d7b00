using EdgeGateway.Core.Pipeline;

namespace Drivers.Shelves;

/// <summary>Settings of every plate that are not its driver's own but read by what makes events of its readings.</summary>
internal static class PlateSettings
{
    /// <summary>The profile entry for the plate's name in the planogram, where it is not the device's id.</summary>
    public const string Plate = "plate";

    /// <summary>Accepts them, and refuses what nobody knows. Call it last.</summary>
    public static void Finish(ProfileReader profile)
    {
        profile.AcceptAboveZero(DeviceInterpreter.ThresholdProfile);
        profile.Text(Plate, null);
        profile.RejectUnknown();
    }
}
