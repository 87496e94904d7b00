namespace EdgeGateway.Core.Shelves.Calibration;

/// <summary>Why something was not done, for programs and translations.</summary>
public static class CalibrationRefusalReason
{
    /// <summary>The weight cannot be: below 0, or more than the plate carries.</summary>
    public const string Weight = "weight";

    /// <summary>A weight came before the empty plate.</summary>
    public const string Order = "order";

    /// <summary>There are as many points or steps as there may be.</summary>
    public const string Full = "full";

    /// <summary>No samples come.</summary>
    public const string Silent = "silent";

    /// <summary>Too few samples since the last capture.</summary>
    public const string Waiting = "waiting";

    /// <summary>The device reports a fault.</summary>
    public const string Fault = "fault";

    /// <summary>The load cell or its converter is at its end.</summary>
    public const string Saturated = "saturated";

    /// <summary>The load is moving.</summary>
    public const string Moving = "moving";

    /// <summary>Many samples are far off the others.</summary>
    public const string Noisy = "noisy";

    /// <summary>The samples scatter too much in grams.</summary>
    public const string Noise = "noise";

    /// <summary>The plate moved too little between two weights.</summary>
    public const string FewCounts = "few_counts";

    /// <summary>What lies there is not what was said, by the points before.</summary>
    public const string Mistaken = "mistaken";

    /// <summary>The points miss a straight line.</summary>
    public const string Linearity = "linearity";

    /// <summary>There is no line yet.</summary>
    public const string FewPoints = "few_points";

    /// <summary>It was not said who does it.</summary>
    public const string Who = "who";

    /// <summary>Somebody else is at the plate.</summary>
    public const string Busy = "busy";

    /// <summary>Nothing is under way, or it was forgotten.</summary>
    public const string NotBegun = "not_begun";

    /// <summary>The plate does not know grams.</summary>
    public const string Uncalibrated = "uncalibrated";

    /// <summary>The number of pieces cannot be.</summary>
    public const string Pieces = "pieces";

    /// <summary>The load did not grow.</summary>
    public const string Nothing = "nothing";

    /// <summary>A piece is too light for this plate.</summary>
    public const string TooLight = "too_light";

    /// <summary>More lies there than the plate carries.</summary>
    public const string Overloaded = "overloaded";

    /// <summary>The load grew by another number of pieces.</summary>
    public const string Miscounted = "miscounted";

    /// <summary>Too few pieces were weighed.</summary>
    public const string FewPieces = "few_pieces";

    /// <summary>The pieces differ too much to be the same goods.</summary>
    public const string Spread = "spread";

    /// <summary>The disk does not take it.</summary>
    public const string Disk = "disk";

    /// <summary>There is no such plate.</summary>
    public const string NoPlate = "no_plate";

    /// <summary>The SKU is not one of the plate's goods.</summary>
    public const string NoSku = "no_sku";

    /// <summary>Nothing was learnt of the SKU.</summary>
    public const string NoWeight = "no_weight";
}
