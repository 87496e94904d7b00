namespace EdgeGateway.Vision.Packs;

/// <summary>How a pack finds faces.</summary>
/// <param name="Kind">What its net puts out.</param>
/// <param name="File">The net.</param>
/// <param name="Width">Width of the net's input in pixels.</param>
/// <param name="Height">Its height.</param>
/// <param name="NearSide">Side of the square in which a face found is looked at once more, in pixels.</param>
/// <param name="NearSurroundings">How much more than the face's box that square shows.</param>
/// <param name="Least">The least score of a face, 0 to 1.</param>
/// <param name="SameAbove">From which overlap on two finds are one face, 0 to 1.</param>
public sealed record DetectorRecipe(
    DetectorKind Kind, ModelFile File, int Width, int Height, int NearSide, float NearSurroundings, float Least, float SameAbove);

/// <summary>What a detector's net puts out.</summary>
public enum DetectorKind
{
    /// <summary>MediaPipe's BlazeFace of long range: six points a face.</summary>
    BlazeFace,

    /// <summary>RetinaFace on MobileNet 0.25: five points a face.</summary>
    RetinaFace,
}
