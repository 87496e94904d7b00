using EdgeGateway.Core.Visits;

namespace EdgeGateway.Core.Enrolment;

/// <summary>What the camera page sees and changes. Safe for use from several threads.</summary>
public interface ICameraDesk
{
    /// <summary>Every camera and what was chosen for it.</summary>
    CamerasView View();

    /// <summary>One picture of a camera as a PNG, made on the spot and never on a disk. Faces on it are made coarse, and so is all outside the zone.</summary>
    /// <returns>The picture, or why there is none.</returns>
    Task<(byte[]? Png, DeskRefusal? Refusal)> PictureAsync(string camera, CancellationToken cancellationToken);

    /// <summary>Puts rules in force; the thresholds stay as they are.</summary>
    DeskRefusal? Choose(string camera, WantedRules wanted);

    /// <summary>Looks for faces for a short while, in mode armed.</summary>
    DeskRefusal? Arm(string camera);

    /// <summary>Measures how alike a staff member's face is to the own template and to those of other staff; the staff member stands in front of the camera.</summary>
    Task<DeskRefusal?> MeasureAsync(string camera, string? staff, CancellationToken cancellationToken);

    /// <summary>Forgets what was measured and not applied.</summary>
    DeskRefusal? ForgetMeasured(string camera);

    /// <summary>Puts thresholds in force; null for the pack's own.</summary>
    DeskRefusal? Apply(string camera, WantedThresholds? wanted, string? who);
}

/// <summary>Rules as they were asked for.</summary>
/// <param name="Mode">off, armed or zone; nothing is assumed.</param>
/// <param name="Zone">The zone's name.</param>
/// <param name="Polygon">Its corners.</param>
/// <param name="CountAnonymously">Whether people are counted.</param>
/// <param name="NoticeVersion">Which door notice was shown.</param>
/// <param name="Confirmed">Whether it was confirmed that the notice hangs at the door.</param>
/// <param name="Who">Who decides.</param>
public sealed record WantedRules(
    string? Mode, string? Zone, IReadOnlyList<ZoneCorner>? Polygon, bool? CountAnonymously, string? NoticeVersion, bool? Confirmed, string? Who);

/// <summary>Thresholds as they were asked for.</summary>
/// <param name="Match">At least this is a match.</param>
/// <param name="Possible">At least this is possible.</param>
/// <param name="Margin">How much nearer than anybody else; null for the pack's.</param>
public sealed record WantedThresholds(double? Match, double? Possible, double? Margin);

/// <summary>Every camera, and the models.</summary>
/// <param name="Cameras">The cameras.</param>
/// <param name="Pack">The models; null where there are none.</param>
/// <param name="Problem">Why nobody can be recognised at all, or null.</param>
/// <param name="Notice">The version of the door notice to confirm.</param>
/// <param name="Staff">Staff who are enrolled with the pack and may stand in front to measure.</param>
public sealed record CamerasView(IReadOnlyList<CameraView> Cameras, PackView? Pack, string? Problem, string Notice, IReadOnlyList<string> Staff);

/// <summary>The models.</summary>
/// <param name="Id">Their id, such as <c>clean-1</c>.</param>
/// <param name="Name">Their name.</param>
/// <param name="Match">Their threshold of a match.</param>
/// <param name="Possible">Their threshold of a possible match.</param>
/// <param name="Margin">Their margin.</param>
/// <param name="MostPeople">Up to how many people they can be relied on.</param>
/// <param name="People">How many are enrolled.</param>
public sealed record PackView(string Id, string Name, double Match, double Possible, double Margin, int MostPeople, int People);

/// <summary>A camera.</summary>
/// <param name="Id">Its device id.</param>
/// <param name="Name">What people call it, or null.</param>
/// <param name="State">online, offline or unknown.</param>
/// <param name="Reason">Why it is offline, or null.</param>
/// <param name="Picture">live, frozen or black; null where no frame has come.</param>
/// <param name="Width">Pixels a row; null where no frame has come.</param>
/// <param name="Height">Rows.</param>
/// <param name="FramesPerSecond">As they come.</param>
/// <param name="Rules">What was chosen.</param>
/// <param name="NoticeIsCurrent">Whether the confirmed notice is still the one that holds.</param>
/// <param name="ArmedUntil">Until when faces are looked at in mode armed, or null.</param>
/// <param name="Today">People counted today by hour; empty where none were.</param>
/// <param name="ForeignThresholds">Whether the site's thresholds are of another pack and not used.</param>
/// <param name="Measured">What was measured and not applied, or null.</param>
public sealed record CameraView(
    string Id,
    string? Name,
    string State,
    string? Reason,
    string? Picture,
    int? Width,
    int? Height,
    decimal? FramesPerSecond,
    CameraRules Rules,
    bool NoticeIsCurrent,
    DateTimeOffset? ArmedUntil,
    IReadOnlyList<HourCount> Today,
    bool ForeignThresholds,
    MeasuredView? Measured);

/// <summary>People counted in an hour.</summary>
/// <param name="From">When it began.</param>
/// <param name="Count">How many.</param>
public sealed record HourCount(DateTimeOffset From, int Count);

/// <summary>What was measured of a place.</summary>
/// <param name="Figures">The counts.</param>
/// <param name="Faces">How many faces were compared with their own template.</param>
/// <param name="Staff">Who stood in front.</param>
/// <param name="Busy">Whether it is being measured now.</param>
/// <param name="Suggested">Thresholds; null where too little was measured.</param>
/// <param name="Missing">What is missing for a suggestion: people, faces, apart (the same and others cannot be told apart), or null.</param>
public sealed record MeasuredView(SimilarityFigures Figures, int Faces, IReadOnlyList<string> Staff, bool Busy, SuggestedThresholds? Suggested, string? Missing);

/// <summary>Thresholds that what was measured speaks for.</summary>
/// <param name="Match">At least this is a match.</param>
/// <param name="Possible">At least this is possible.</param>
/// <param name="Named">What share of faces is named at that match.</param>
/// <param name="Mistaken">What share is taken for somebody else.</param>
/// <param name="MistakenAtMost">What that share may be up to with so few faces, 19 times of 20.</param>
public sealed record SuggestedThresholds(double Match, double Possible, double Named, double Mistaken, double MistakenAtMost);
