namespace EdgeGateway.Vision.Pictures;

/// <summary>Cuts pictures out of pictures. Pure; allocates nothing once its buffers are warm.</summary>
public static class PictureSampling
{
    /// <summary>Fills <paramref name="target"/> with what <paramref name="place"/> says lies there; beyond the edge the edge goes on, unless a level is given.</summary>
    /// <remarks>Where the picture is made smaller, what falls on a pixel is averaged, so that nothing flickers; otherwise it is interpolated between four pixels.</remarks>
    /// <param name="source">Where from.</param>
    /// <param name="place">From places in <paramref name="target"/> to places in <paramref name="source"/>; whole numbers are the middles of pixels.</param>
    /// <param name="target">What is filled.</param>
    /// <param name="beyond">The level of pixels outside the source, or null for its edge.</param>
    public static void Warp(RgbPicture source, Similarity place, RgbPicture target, byte? beyond = null)
    {
        if (place is { B: 0, A: > 0 })
        {
            AreaSampling.Shrink(source, new Stretching(place.A, place.A, place.X, place.Y), target, beyond);
        }
        else
        {
            BilinearSampling.Sample(source, place, target, beyond);
        }
    }

    /// <summary>Fills <paramref name="target"/> with a rectangle of the source, its shape changed to fit; beyond the edge the edge goes on.</summary>
    /// <param name="source">Where from.</param>
    /// <param name="left">The rectangle's left edge, 0 being that of the first pixel.</param>
    /// <param name="top">Its upper edge.</param>
    /// <param name="width">Above 0.</param>
    /// <param name="height">Above 0.</param>
    /// <param name="target">What is filled.</param>
    public static void Stretch(RgbPicture source, float left, float top, float width, float height, RgbPicture target)
    {
        var (across, down) = (width / target.Width, height / target.Height);
        AreaSampling.Shrink(source, new Stretching(across, down, left + (across / 2) - 0.5f, top + (down / 2) - 0.5f), target, beyond: null);
    }

    /// <summary>From places in an input of so many pixels to places in the whole picture, which lies in its middle with bars where its shape is another.</summary>
    /// <param name="picture">The picture.</param>
    /// <param name="width">Width of the input.</param>
    /// <param name="height">Its height.</param>
    public static Similarity Letterbox(RgbPicture picture, int width, int height)
    {
        var scale = Math.Max(picture.Width / (float)width, picture.Height / (float)height);
        return new Similarity(
            scale, 0, ((picture.Width - 1) / 2f) - (scale * (width - 1) / 2f), ((picture.Height - 1) / 2f) - (scale * (height - 1) / 2f));
    }
}

/// <summary>A scale for each axis and a shift: <c>x' = Across x + X</c>, <c>y' = Down y + Y</c>.</summary>
/// <param name="Across">Above 0.</param>
/// <param name="Down">Above 0.</param>
/// <param name="X">Shift to the right.</param>
/// <param name="Y">Shift downwards.</param>
internal readonly record struct Stretching(float Across, float Down, float X, float Y);
