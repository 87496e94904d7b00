using EdgeGateway.Core.Devices;

namespace Drivers.Scales;

/// <summary>Reads the answers to commands where the first sound frame behind a command is its answer.</summary>
internal static class CommandAnswers
{
    /// <summary>Done unless the frame names an error; null where the frame came damaged, so that the answer is waited for.</summary>
    public static CommandOutcome? First(WeightFrame frame)
    {
        if (frame.Errors.Count == 0)
            return new CommandOutcome(true, null);
        return FrameErrors.IsDamage(frame.Errors) ? null : Refused(frame);
    }

    /// <summary>What a frame with errors says of a command.</summary>
    public static CommandOutcome Refused(WeightFrame frame) =>
        CommandOutcome.Refused($"the scale answered: {string.Join(", ", frame.Errors).Replace('_', ' ')}");
}
