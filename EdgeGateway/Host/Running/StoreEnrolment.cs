using EdgeGateway.Core.Enrolment;
using EdgeGateway.Core.Members;
using EdgeGateway.Core.Outbox;
using EdgeGateway.Core.Visits;
using EdgeGateway.Vision.Enrolment;
using EdgeGateway.Vision.Pictures;

namespace EdgeGateway.Host.Running;

/// <summary>Consents, enrolment from photos taken on the spot, and withdrawals. A photo is overwritten as soon as it was looked at; what it gave, when the template is made or ten minutes after.</summary>
internal sealed class StoreEnrolment : IEnrolment, IDisposable
{
    private readonly MemberVault _vault;
    private readonly MembersOptions _options;
    private readonly FaceRoom _faces;
    private readonly CameraSight _sight;
    private readonly PhotoDecoder _decoder;
    private readonly Func<string, string?> _nameOf;
    private readonly ReceiptPrinting _receipts;
    private readonly PhotoSets _sets;

    /// <param name="vault">Consents and templates.</param>
    /// <param name="options">How long consents hold.</param>
    /// <param name="faces">Nets for pages; the caller's.</param>
    /// <param name="sight">The cameras at work.</param>
    /// <param name="nameOf">What a member is called, from headquarters' profiles; null where it is not known.</param>
    /// <param name="receipts">Prints receipts.</param>
    /// <param name="clock">Time.</param>
    public StoreEnrolment(
        MemberVault vault,
        MembersOptions options,
        FaceRoom faces,
        CameraSight sight,
        Func<string, string?> nameOf,
        ReceiptPrinting receipts,
        TimeProvider clock)
    {
        (_vault, _options, _faces, _sight, _nameOf, _receipts) = (vault, options, faces, sight, nameOf, receipts);
        _decoder = new PhotoDecoder(clock);
        _sets = new PhotoSets(clock);
        vault.Withdrawn += _sets.Forget;
    }

    /// <summary>Staff who are enrolled with the models in use.</summary>
    public IReadOnlyList<string> EnrolledStaff =>
        [.. _vault.Consents.Where(one => one.Kind == SubjectKind.Staff && one.Pack is not null && one.Pack == _faces.Pack?.Id).Select(one => one.Subject)];

    /// <inheritdoc/>
    public MembersView View(string who)
    {
        _vault.Viewed(who, null);
        var (counts, pack) = (_vault.Counts, _faces.Pack);
        return new MembersView(
            [.. _vault.Consents.Select(view => Person(view, pack?.Id))],
            counts.Templates,
            counts.WarnAt,
            VaultCounts.FilingLimit,
            pack?.Thresholds.MostPeople,
            pack?.Id,
            _faces.Problem,
            [.. _sight.Cameras().Where(one => one.State == "online").Select(one => one.Id)],
            PhotoSet.Fewest,
            ConsentTexts.Current,
            (int)_options.KeepAfterLastVisit.TotalDays,
            (int)_options.LongestConsent.TotalDays,
            _receipts.CanPrint);
    }

    /// <inheritdoc/>
    public IReadOnlyList<ConsentTextView> Texts(string language) =>
        [.. ConsentTexts.All.Where(text => text.Language == language).Select(text => new ConsentTextView(text.Version, text.Language, text.Title, text.Body))];

    /// <inheritdoc/>
    public async Task<DeskRefusal?> GiveAsync(GivenConsent given, CancellationToken cancellationToken)
    {
        var mistakes = Mistakes(given).ToList();
        if (mistakes.Count > 0)
        {
            return new DeskRefusal(DeskRefusalKind.Invalid, mistakes);
        }

        return await TriedAsync(async () =>
        {
            await _vault.GiveAsync(
                new ConsentRequest(
                    given.Subject!,
                    given.IsStaff ? SubjectKind.Staff : SubjectKind.Member,
                    given.TextVersion!,
                    given.Language!,
                    given.How == "paper" ? ConsentHow.SignedPaper : ConsentHow.OnPage,
                    given.Who!,
                    AgeConfirmed: true,
                    given.OtherStores!.Value) { Id = given.Id },
                cancellationToken);
            return null;
        });
    }

    /// <inheritdoc/>
    public async Task<PhotoAnswer> PhotoAsync(string subject, Memory<byte> jpeg, CancellationToken cancellationToken)
    {
        try
        {
            if (MayNot(subject) is { } refusal)
            {
                return new PhotoAnswer(null, refusal);
            }

            var picture = await _decoder.DecodeAsync(jpeg, cancellationToken);
            return picture is null
                ? new PhotoAnswer(_sets.Answer(subject, PhotoReasons.NoPicture), null)
                : await LookAsync(subject, picture, cancellationToken);
        }
        catch (IOException e)
        {
            return new PhotoAnswer(null, DeskRefusal.Of(DeskRefusalKind.Unavailable, "", e.Message));
        }
        finally
        {
            jpeg.Span.Clear();
        }
    }

    /// <inheritdoc/>
    public async Task<PhotoAnswer> PhotoFromAsync(string subject, string? camera, CancellationToken cancellationToken)
    {
        if (MayNot(subject) is { } refusal)
        {
            return new PhotoAnswer(null, refusal);
        }

        if (camera is null || !_sight.Has(camera))
        {
            var known = string.Join(", ", _sight.Cameras().Select(one => one.Id));
            return new PhotoAnswer(null, DeskRefusal.Of(DeskRefusalKind.Invalid, "camera", $"{(camera is null ? "is missing" : $"came \"{camera}\"")}; expected one of {known}"));
        }

        return await _sight.LookAsync(camera, cancellationToken) is { } frame
            ? await LookAsync(subject, frame, cancellationToken)
            : new PhotoAnswer(_sets.Answer(subject, PhotoReasons.NoFrame), null);
    }

    /// <inheritdoc/>
    public DeskRefusal? StartOver(string subject)
    {
        _sets.Forget(subject);
        return null;
    }

    /// <inheritdoc/>
    public async Task<EnrolAnswer> EnrolAsync(string subject, string? name, string? who, bool despiteLookAlike, CancellationToken cancellationToken)
    {
        if (MayNot(subject) is { } refusal)
        {
            return new EnrolAnswer(0, null, refusal);
        }

        if (WrongName("who", who, "who enrols") is { } missing)
        {
            return new EnrolAnswer(0, null, new DeskRefusal(DeskRefusalKind.Invalid, [missing]));
        }

        using var template = _sets.Template(subject);
        if (template is null)
        {
            return new EnrolAnswer(0, null, DeskRefusal.Of(
                DeskRefusalKind.Conflict, "", $"{_sets.Count(subject)} good photos were taken; {PhotoSet.Fewest} are needed", "too_few"));
        }

        var other = LookAlike(subject, template);
        if (other is not null && !despiteLookAlike)
        {
            return new EnrolAnswer(0, other, DeskRefusal.Of(
                DeskRefusalKind.Conflict,
                "despiteLookAlike",
                $"{subject} looks so like {other} that the cameras may take one for the other; if they are two people, say despiteLookAlike: true",
                $"look_alike {other}"));
        }

        var outcome = await TriedAsync(() =>
        {
            Store(subject, name, who!.Trim(), template);
            return Task.FromResult<DeskRefusal?>(null);
        });
        if (outcome is not null)
        {
            return new EnrolAnswer(0, null, outcome);
        }

        _sets.Forget(subject);
        return new EnrolAnswer(template.Photos, other, null);
    }

    /// <inheritdoc/>
    public async Task<WithdrawalAnswer> WithdrawAsync(string subject, string? who, bool print, CancellationToken cancellationToken)
    {
        if (WrongName("who", who, "who takes the withdrawal") is { } missing)
        {
            return new WithdrawalAnswer(null, new DeskRefusal(DeskRefusalKind.Invalid, [missing]));
        }

        _sets.Forget(subject);
        ConsentReceipt? receipt = null;
        var refusal = await TriedAsync(async () =>
        {
            receipt = await _vault.WithdrawAsync(subject, who!.Trim(), "console", cancellationToken);
            return receipt is null ? NoConsent(subject, DeskRefusalKind.NotFound) : null;
        });
        return refusal is null ? new WithdrawalAnswer(_receipts.Make(receipt!, print), null) : new WithdrawalAnswer(null, refusal);
    }

    /// <inheritdoc/>
    public IReadOnlyList<AuditView> Audit(int most, string who)
    {
        _vault.Viewed(who, null);
        return [.. _vault.Audit(most).Select(one => new AuditView(one.Time, one.What, one.Subject, one.Who, one.Note))];
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        _vault.Withdrawn -= _sets.Forget;
        _sets.Dispose();
        _decoder.Dispose();
    }

    private static IEnumerable<DeskMistake> Mistakes(GivenConsent given)
    {
        if (WrongName("subject", given.Subject, "whose consent it is: the member's id") is { } subject)
        {
            yield return subject;
        }

        if (given.TextVersion != ConsentTexts.Current || given.Language is null || ConsentTexts.Find(given.TextVersion, given.Language) is null)
        {
            yield return new DeskMistake(
                "textVersion", $"came \"{given.TextVersion}\" in \"{given.Language}\"; expected the text that was shown: \"{ConsentTexts.Current}\" in {string.Join(", ", ConsentTexts.Languages)}");
        }

        if (given.How is not ("page" or "paper"))
        {
            yield return new DeskMistake("how", $"came \"{given.How}\"; expected page (agreed on the screen) or paper (signed, and kept by the store)");
        }

        if (WrongName("who", given.Who, "who takes the consent") is { } who)
        {
            yield return who;
        }

        if (given.AgeConfirmed != true)
        {
            yield return new DeskMistake("ageConfirmed", "is missing; only people of 14 years or older can consent, and they have to say so", "age");
        }

        if (given.Agreed != true)
        {
            yield return new DeskMistake("agreed", "is missing; without a yes of the person's own nothing is kept", "agreed");
        }

        if (given.OtherStores is null)
        {
            yield return new DeskMistake("otherStores", "is missing; it is a choice of its own: true or false");
        }
    }

    private static DeskMistake? WrongName(string path, string? text, string what) =>
        string.IsNullOrWhiteSpace(text) || text.Length > 64 || text.Any(char.IsControl)
            ? new DeskMistake(path, $"{(string.IsNullOrWhiteSpace(text) ? "is missing" : "cannot be used")}; expected {what}, 1 to 64 characters in one line")
            : null;

    private static DeskRefusal NoConsent(string subject, DeskRefusalKind kind) =>
        DeskRefusal.Of(kind, "member", $"there is no consent of \"{subject}\" in force; it is taken first", "no_consent");

    private DeskRefusal? MayNot(string subject) =>
        _faces.Problem is { } problem ? DeskRefusal.Of(DeskRefusalKind.Unavailable, "", problem, "no_models")
        : _vault.GrantFor(subject) is null ? NoConsent(subject, DeskRefusalKind.Conflict)
        : null;

    private async Task<PhotoAnswer> LookAsync(string subject, RgbPicture picture, CancellationToken cancellationToken)
    {
        try
        {
            var (reason, embedding) = await _faces.LookAsync(picture, cancellationToken);
            if (embedding is null)
            {
                return new PhotoAnswer(_sets.Answer(subject, reason), null);
            }

            // The consent may have ended while the photo was looked at.
            if (_vault.GrantFor(subject) is null)
            {
                Array.Clear(embedding);
                return new PhotoAnswer(null, NoConsent(subject, DeskRefusalKind.Conflict));
            }

            return new PhotoAnswer(_sets.Add(subject, _faces.Pack!, embedding), null);
        }
        finally
        {
            picture.Clear();
        }
    }

    /// <summary>Who else enrolled is so like a template that the cameras would call it possible; null where nobody is.</summary>
    private string? LookAlike(string subject, FaceTemplate template)
    {
        var match = _vault.GalleryOf(template.Pack).Best(template.Numbers);
        var possible = _faces.Pack!.Thresholds.Possible;
        return match.Subject is null ? null
            : match.Subject != subject ? match.Similarity >= possible ? match.Subject : null
            : match.RunnerUp >= possible ? "somebody" : null;
    }

    private void Store(string subject, string? name, string who, FaceTemplate template)
    {
        if (_vault.GrantFor(subject) is not { } grant)
        {
            throw new ConsentRefusedException($"The consent of {subject} has ended.");
        }

        if (grant.Kind == SubjectKind.Staff)
        {
            var known = _vault.Consents.FirstOrDefault(one => one.Subject == subject)?.Name;
            _vault.EnrolStaff(subject, string.IsNullOrWhiteSpace(name) ? string.IsNullOrEmpty(known) ? subject : known : name.Trim(), template, grant, who);
        }
        else
        {
            _vault.Enrol(grant, template, who);
        }
    }

    private PersonView Person(ConsentView view, string? pack) => new(
        view.Subject,
        view.Kind == SubjectKind.Staff,
        view.Kind == SubjectKind.Staff ? view.Name : _nameOf(view.Subject),
        view.TextVersion,
        view.Language,
        view.GivenAt,
        view.Until,
        view.OtherStores,
        view.IsForeign,
        view.Pack is null ? "none" : view.Pack == pack ? "enrolled" : "other_pack",
        _sets.Count(view.Subject));

    private static async Task<DeskRefusal?> TriedAsync(Func<Task<DeskRefusal?>> work)
    {
        try
        {
            return await work();
        }
        catch (ConsentRefusedException e)
        {
            return DeskRefusal.Of(DeskRefusalKind.Conflict, "", e.Message);
        }
        catch (Exception e) when (e is IOException or OutboxFullException or OutboxUnavailableException)
        {
            return DeskRefusal.Of(DeskRefusalKind.Unavailable, "", e.Message);
        }
    }
}
