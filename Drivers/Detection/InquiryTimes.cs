namespace Drivers.Detection;

/// <summary>How long detection waits for what.</summary>
internal static class InquiryTimes
{
    /// <summary>So long nothing comes from a device that only answers; scales that send by themselves do so twice a second or oftener.</summary>
    public static readonly TimeSpan Silence = TimeSpan.FromMilliseconds(450);

    /// <summary>Something comes, but no frame: after so long at the least another setting is tried.</summary>
    public static readonly TimeSpan Hopeless = TimeSpan.FromMilliseconds(220);

    /// <summary>There are frames: so long they may take to become a claim.</summary>
    public static readonly TimeSpan Promising = TimeSpan.FromMilliseconds(1_500);

    /// <summary>From one question to the next on the same setting, where nobody has answered yet.</summary>
    public static readonly TimeSpan BetweenQuestions = TimeSpan.FromMilliseconds(10);

    /// <summary>How long a scale may take to begin its answer.</summary>
    public static readonly TimeSpan Answer = TimeSpan.FromMilliseconds(230);

    /// <summary>So long nothing more comes behind an answer that is over.</summary>
    public static readonly TimeSpan AnswerOver = TimeSpan.FromMilliseconds(40);

    /// <summary>The longest an answer may drag on.</summary>
    public static readonly TimeSpan LongestAnswer = TimeSpan.FromMilliseconds(1_200);
}
