namespace EdgeGateway.Core.Visits;

/// <summary>Whether corners make a zone.</summary>
internal static class ZoneShape
{
    /// <summary>What is wrong with the corners, or null.</summary>
    public static string? Wrong(IReadOnlyList<ZoneCorner> corners)
    {
        if (corners.Count is < CameraRules.FewestCorners or > CameraRules.MostCorners)
        {
            return $"has {corners.Count} corners; expected {CameraRules.FewestCorners} to {CameraRules.MostCorners}";
        }

        if (corners.Any(corner => !(corner.X is >= 0 and <= 1 && corner.Y is >= 0 and <= 1)))
        {
            return "has a corner outside the picture; expected x and y from 0 to 1";
        }

        if (Crosses(corners))
        {
            return "crosses itself; expected a line round the zone that meets itself only where it closes";
        }

        return Math.Abs(TwiceArea(corners)) / 2 < CameraRules.LeastArea
            ? "is smaller than half a hundredth of the picture; draw it larger"
            : null;
    }

    private static double TwiceArea(IReadOnlyList<ZoneCorner> corners)
    {
        var sum = 0d;
        for (var i = 0; i < corners.Count; i++)
        {
            sum += Cross(corners[i], corners[(i + 1) % corners.Count]);
        }

        return sum;
    }

    private static bool Crosses(IReadOnlyList<ZoneCorner> corners)
    {
        var count = corners.Count;
        for (var i = 0; i < count; i++)
        {
            for (var j = i + 1; j < count; j++)
            {
                var areNeighbours = j == i + 1 || (i == 0 && j == count - 1);
                if (!areNeighbours && Meet(corners[i], corners[(i + 1) % count], corners[j], corners[(j + 1) % count]))
                {
                    return true;
                }
            }
        }

        return false;
    }

    private static bool Meet(ZoneCorner a, ZoneCorner b, ZoneCorner c, ZoneCorner d) =>
        Side(a, b, c) * Side(a, b, d) <= 0 && Side(c, d, a) * Side(c, d, b) <= 0;

    private static double Side(ZoneCorner from, ZoneCorner to, ZoneCorner point) =>
        ((to.X - from.X) * (point.Y - from.Y)) - ((to.Y - from.Y) * (point.X - from.X));

    private static double Cross(ZoneCorner a, ZoneCorner b) => (a.X * b.Y) - (b.X * a.Y);
}
