namespace EdgeGateway.Vision.Recognition;

/// <summary>How good a face is for being compared.</summary>
/// <param name="Height">Of its box, in pixels.</param>
/// <param name="Yaw">How far the nose lies beside the middle of the eyes, in distances between the eyes; 0 looks straight ahead, above 0 to the right of the picture.</param>
/// <param name="NoseDrop">How far below the line of the eyes the nose lies, in distances between the eyes; about 0.57 looks straight ahead.</param>
/// <param name="Sharpness">The variance of its Laplacian over the variance of its brightness, at 48 pixels a face.</param>
/// <param name="Brightness">Mean, in levels of 255.</param>
/// <param name="Contrast">Standard deviation of the brightness, in levels of 255.</param>
/// <param name="Clipped">Whether the picture's edge cuts it.</param>
public readonly record struct FaceQuality(float Height, float Yaw, float NoseDrop, float Sharpness, float Brightness, float Contrast, bool Clipped)
{
    /// <summary>Why it is not good enough, in one word; null where it is.</summary>
    /// <returns><c>small</c>, <c>clipped</c>, <c>turned</c>, <c>dark</c>, <c>flat</c> or <c>blurred</c>.</returns>
    public string? Refusal(FaceWatchOptions options)
    {
        if (Height < options.LeastHeight)
        {
            return "small";
        }

        if (Clipped)
        {
            return "clipped";
        }

        if (!(Math.Abs(Yaw) <= options.MostYaw && NoseDrop >= options.LeastNoseDrop && NoseDrop <= options.MostNoseDrop))
        {
            return "turned";
        }

        if (Brightness < options.LeastBrightness)
        {
            return "dark";
        }

        if (Contrast < options.LeastContrast)
        {
            return "flat";
        }

        return Sharpness < options.LeastSharpness ? "blurred" : null;
    }
}
