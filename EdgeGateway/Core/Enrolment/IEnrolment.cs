namespace EdgeGateway.Core.Enrolment;

/// <summary>What the members page and the staff's phones see and change: consents, photos, withdrawals. Every look at the list is written down. Safe for use from several threads.</summary>
public interface IEnrolment
{
    /// <summary>Consents and what they stand at; written down as seen by <paramref name="who"/>.</summary>
    MembersView View(string who);

    /// <summary>What people are shown before they agree, in a language.</summary>
    IReadOnlyList<ConsentTextView> Texts(string language);

    /// <summary>Takes a consent in.</summary>
    Task<DeskRefusal?> GiveAsync(GivenConsent given, CancellationToken cancellationToken);

    /// <summary>Takes a photo that was made on the spot. The bytes are overwritten before this returns.</summary>
    Task<PhotoAnswer> PhotoAsync(string subject, Memory<byte> jpeg, CancellationToken cancellationToken);

    /// <summary>Takes a photo with a camera of the store.</summary>
    Task<PhotoAnswer> PhotoFromAsync(string subject, string? camera, CancellationToken cancellationToken);

    /// <summary>Forgets the photos taken of a person so far.</summary>
    DeskRefusal? StartOver(string subject);

    /// <summary>Makes the template of the photos taken, and forgets them.</summary>
    /// <param name="subject">Whose.</param>
    /// <param name="name">What a staff member is called; members' names come from headquarters.</param>
    /// <param name="who">Who does it.</param>
    /// <param name="despiteLookAlike">Whether to go on where somebody else enrolled is so like that both may be taken for each other.</param>
    /// <param name="cancellationToken">Gives up waiting.</param>
    Task<EnrolAnswer> EnrolAsync(string subject, string? name, string? who, bool despiteLookAlike, CancellationToken cancellationToken);

    /// <summary>Withdraws a consent: key and template are destroyed.</summary>
    /// <param name="subject">Whose.</param>
    /// <param name="who">Who did it at the console or on a phone.</param>
    /// <param name="print">Whether the receipt is to be printed too.</param>
    /// <param name="cancellationToken">Gives up waiting.</param>
    Task<WithdrawalAnswer> WithdrawAsync(string subject, string? who, bool print, CancellationToken cancellationToken);

    /// <summary>What was done and seen, the newest first.</summary>
    IReadOnlyList<AuditView> Audit(int most, string who);
}

/// <summary>A text that is agreed to.</summary>
/// <param name="Version">Its version.</param>
/// <param name="Language">Its language.</param>
/// <param name="Title">Its heading.</param>
/// <param name="Body">Its text.</param>
public sealed record ConsentTextView(string Version, string Language, string Title, string Body);

/// <summary>A consent as it was given.</summary>
/// <param name="Subject">The member's or the staff member's id.</param>
/// <param name="IsStaff">Whether it is staff, who are not announced.</param>
/// <param name="TextVersion">The text that was shown.</param>
/// <param name="Language">In which language.</param>
/// <param name="How">page or paper.</param>
/// <param name="Who">Who took it.</param>
/// <param name="AgeConfirmed">Whether the person said to be old enough.</param>
/// <param name="Agreed">Whether the person agreed; nothing is assumed.</param>
/// <param name="OtherStores">Whether other stores of the chain may have the template; a choice of its own.</param>
/// <param name="Id">Makes a repeat of the same request harmless; null where it is asked once.</param>
public sealed record GivenConsent(
    string? Subject, bool IsStaff, string? TextVersion, string? Language, string? How, string? Who, bool? AgeConfirmed, bool? Agreed, bool? OtherStores, Guid? Id);

/// <summary>Everybody with a consent in force.</summary>
/// <param name="People">Them.</param>
/// <param name="Faces">How many faces are kept.</param>
/// <param name="WarnAt">From how many on it is warned.</param>
/// <param name="FilingLimit">At how many the authority has to be told.</param>
/// <param name="MostReliable">Up to how many the models can be relied on; null where there are none.</param>
/// <param name="Pack">The id of the models in use; null where there are none.</param>
/// <param name="Problem">Why nobody can be enrolled now, or null.</param>
/// <param name="Cameras">The cameras that photos can be taken with.</param>
/// <param name="FewestPhotos">How many good photos it takes.</param>
/// <param name="TextVersion">The text in force.</param>
/// <param name="KeepDays">How many days after the last visit a consent ends.</param>
/// <param name="LongestDays">How many days after it was given it ends in any case.</param>
/// <param name="CanPrint">Whether a receipt can be printed.</param>
public sealed record MembersView(
    IReadOnlyList<PersonView> People,
    int Faces,
    int WarnAt,
    int FilingLimit,
    int? MostReliable,
    string? Pack,
    string? Problem,
    IReadOnlyList<string> Cameras,
    int FewestPhotos,
    string TextVersion,
    int KeepDays,
    int LongestDays,
    bool CanPrint);

/// <summary>A person with a consent in force.</summary>
/// <param name="Subject">The id.</param>
/// <param name="IsStaff">Whether it is staff.</param>
/// <param name="Name">What staff are shown; null where it is not known here.</param>
/// <param name="TextVersion">What was agreed to.</param>
/// <param name="Language">In which language.</param>
/// <param name="GivenAt">When.</param>
/// <param name="Until">Until when it holds without another visit.</param>
/// <param name="OtherStores">Whether other stores may have the template.</param>
/// <param name="IsForeign">Whether it was given in another store.</param>
/// <param name="Face">none, enrolled, or other_pack: enrolled with other models, which needs new photos.</param>
/// <param name="Photos">How many good photos were taken just now and are not used yet.</param>
public sealed record PersonView(
    string Subject,
    bool IsStaff,
    string? Name,
    string TextVersion,
    string Language,
    DateTimeOffset GivenAt,
    DateTimeOffset Until,
    bool OtherStores,
    bool IsForeign,
    string Face,
    int Photos);

/// <summary>What became of a photo.</summary>
/// <param name="Photo">The photo; null where it was refused as a request.</param>
/// <param name="Refusal">Why, or null.</param>
public sealed record PhotoAnswer(PhotoView? Photo, DeskRefusal? Refusal);

/// <summary>What became of a photo. Of the face nothing is told.</summary>
/// <param name="Good">Whether it was taken.</param>
/// <param name="Reason">Why it was not: a word of <see cref="PhotoReasons"/>; null where it was.</param>
/// <param name="Message">The same in English.</param>
/// <param name="Taken">How many good ones there are now.</param>
/// <param name="Needed">How many it takes.</param>
/// <param name="CanEnrol">Whether there are enough that agree with each other.</param>
public sealed record PhotoView(bool Good, string? Reason, string? Message, int Taken, int Needed, bool CanEnrol);

/// <summary>What became of an enrolment.</summary>
/// <param name="Photos">How many photos the template is made of; 0 where there is none.</param>
/// <param name="LookAlike">Who else enrolled is so like that both may be taken for each other; <c>somebody</c> where it is not known who. Null where nobody is.</param>
/// <param name="Refusal">Why nothing was done, or null.</param>
public sealed record EnrolAnswer(int Photos, string? LookAlike, DeskRefusal? Refusal);

/// <summary>What became of a withdrawal.</summary>
/// <param name="Receipt">What the person is given; null where nothing was done.</param>
/// <param name="Refusal">Why, or null.</param>
public sealed record WithdrawalAnswer(ReceiptView? Receipt, DeskRefusal? Refusal);

/// <summary>What a person is given who has withdrawn.</summary>
/// <param name="Number">Its number.</param>
/// <param name="Subject">Whose.</param>
/// <param name="Language">Its language.</param>
/// <param name="Lines">What it says; the first line is a heading.</param>
/// <param name="WithdrawnAt">When the consent ended and key and template were destroyed.</param>
/// <param name="HadFace">Whether there was a template.</param>
/// <param name="Printed">The print job; null where it was not printed.</param>
/// <param name="PrintProblem">Why it was not printed though asked for, or null.</param>
public sealed record ReceiptView(
    Guid Number, string Subject, string Language, IReadOnlyList<string> Lines, DateTimeOffset WithdrawnAt, bool HadFace, Guid? Printed, string? PrintProblem);

/// <summary>One line of what was done and seen.</summary>
/// <param name="At">When.</param>
/// <param name="What">What.</param>
/// <param name="Subject">Whose; empty where it was the list.</param>
/// <param name="Who">By whom.</param>
/// <param name="Note">What else there is to say.</param>
public sealed record AuditView(DateTimeOffset At, string What, string Subject, string Who, string Note);

/// <summary>Why a photo was not taken, in words that pages translate by.</summary>
public static class PhotoReasons
{
    /// <summary>It is no picture that can be read.</summary>
    public const string NoPicture = "no_picture";

    /// <summary>The camera gave none.</summary>
    public const string NoFrame = "no_frame";

    /// <summary>No face was found.</summary>
    public const string NoFace = "no_face";

    /// <summary>More than one face was found.</summary>
    public const string SeveralFaces = "several_faces";

    /// <summary>The face is too small.</summary>
    public const string Small = "small";

    /// <summary>The face is cut off by the edge.</summary>
    public const string Clipped = "clipped";

    /// <summary>The face is turned away.</summary>
    public const string Turned = "turned";

    /// <summary>The face is not sharp.</summary>
    public const string Blurred = "blurred";

    /// <summary>The face is too dark.</summary>
    public const string Dark = "dark";

    /// <summary>The face has no shades: fog, a dirty lens, too much light.</summary>
    public const string Flat = "flat";

    /// <summary>It is not the face of the photos before.</summary>
    public const string OtherFace = "other_face";

    /// <summary>It is the same picture again.</summary>
    public const string SamePicture = "same_picture";

    /// <summary>All of them.</summary>
    public static IReadOnlyList<string> All { get; } = [NoPicture, NoFrame, NoFace, SeveralFaces, Small, Clipped, Turned, Blurred, Dark, Flat, OtherFace, SamePicture];
}
