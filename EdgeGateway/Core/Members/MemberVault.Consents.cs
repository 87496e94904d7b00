using EdgeGateway.Core.Events;
using EdgeGateway.Core.Outbox;
using EdgeGateway.Core.Outbox.Sqlite;

namespace EdgeGateway.Core.Members;

/// <content>Consents: given, withdrawn, run out.</content>
public sealed partial class MemberVault
{
    private static readonly TimeSpan s_round = TimeSpan.FromMinutes(1);

    /// <summary>Takes a consent. A former one of the same subject gives way to it, and a template that is there stays under it.</summary>
    /// <returns>What is on record; its event is in the outbox.</returns>
    /// <exception cref="ConsentRefusedException">Something is missing that makes it a consent; the message says what.</exception>
    /// <exception cref="OutboxFullException">The outbox takes no event; nothing was given.</exception>
    /// <exception cref="OutboxUnavailableException">The same, by the disk.</exception>
    public async Task<ConsentRecord> GiveAsync(ConsentRequest request, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(request);
        var record = Record(request);
        lock (_gate)
        {
            switch (_file.StateOf(record.Consent))
            {
                case ConsentState.Ended:
                    throw new ConsentRefusedException($"The consent {record.Consent} has ended; it takes a new one.");
                case ConsentState.Live:
                    return _standing[record.Subject].Record;
                case null:
                    AddPending(record);
                    break;
                default:
                    // A repeat of one that is on its way.
                    break;
            }
        }

        try
        {
            await TellAsync(cancellationToken).ConfigureAwait(false);
        }
        catch (Exception e) when (e is OutboxFullException or OutboxUnavailableException)
        {
            lock (_gate)
            {
                if (_pending.Remove(record.Consent))
                {
                    Commit(() => _file.Remove(record.Consent));
                }
            }

            throw;
        }

        lock (_gate)
        {
            return _standing.GetValueOrDefault(record.Subject) is { IsLive: true } standing && standing.Record.Consent == record.Consent
                ? standing.Record
                : throw new ConsentRefusedException($"The consent of {record.Subject} was withdrawn while it was being taken.");
        }
    }

    /// <summary>The leave to store a template of a subject; null where no consent is in force.</summary>
    public ConsentGrant? GrantFor(string member)
    {
        lock (_gate)
        {
            return ConsentGrant.Of(_standing.GetValueOrDefault(member));
        }
    }

    /// <summary>The consent of a subject; null where none is in force.</summary>
    public ConsentRecord? RecordOf(string member)
    {
        lock (_gate)
        {
            return _standing.GetValueOrDefault(member) is { IsLive: true } standing ? standing.Record : null;
        }
    }

    /// <summary>Notes a visit, by face or otherwise: the retention's clock begins anew. Of one day only the first is written down.</summary>
    public void Visited(string member, DateTimeOffset at)
    {
        lock (_gate)
        {
            if (_standing.GetValueOrDefault(member) is { IsLive: true } standing && at - standing.LastVisit >= TimeSpan.FromDays(1))
            {
                Commit(() => _file.SetVisited(standing.Record.Consent, at));
                standing.Visited(at);
            }
        }
    }

    /// <summary>Ends a subject's consent and destroys everything of the face: key, template, the open copy, and what other parts noted by it. Done when it returns.</summary>
    /// <param name="subject">The member's or staff member's id.</param>
    /// <param name="who">Who took the withdrawal.</param>
    /// <param name="how">Where: <c>till</c>, <c>console</c>, <c>phone</c>, <c>headquarters</c>.</param>
    /// <param name="cancellationToken">Ends the waiting for the outbox; what is deleted stays deleted.</param>
    /// <returns>The receipt; of a repeat, the same again; null where the subject never consented here.</returns>
    /// <exception cref="VaultException">The disk refuses; the subject is not recognised any more, and the deletion is tried again every minute.</exception>
    public Task<ConsentReceipt?> WithdrawAsync(string subject, string who, string how, CancellationToken cancellationToken) =>
        WithdrawAsync(subject, who, how, givenUpTo: null, cancellationToken);

    /// <summary>The same for a withdrawal that was taken elsewhere some time ago: a consent given after that is a new one and stays.</summary>
    /// <param name="subject">The member's id.</param>
    /// <param name="who">Who took the withdrawal.</param>
    /// <param name="how">Where.</param>
    /// <param name="givenUpTo">When it was taken; null for now. A template of a consent given before then does not come in any more, however late it arrives.</param>
    /// <param name="cancellationToken">Ends the waiting for the outbox; what is deleted stays deleted.</param>
    /// <returns>The receipt; null where nothing was ended here now or before.</returns>
    /// <exception cref="VaultException">The disk refuses; the subject is not recognised any more, and the deletion is tried again every minute.</exception>
    public async Task<ConsentReceipt?> WithdrawAsync(string subject, string who, string how, DateTimeOffset? givenUpTo, CancellationToken cancellationToken)
    {
        CheckName(subject, "who withdraws");
        CheckName(who, "who takes the withdrawal");
        CheckName(how, "where it is taken");
        lock (_gate)
        {
            var now = Now();
            List<ConsentStanding> mine = [.. _pending.Values.Where(s => s.Record.Subject == subject)];
            if (_standing.GetValueOrDefault(subject) is { } standing)
            {
                mine.Insert(0, standing);
            }

            mine.RemoveAll(one => one.Record.GivenAt > givenUpTo);
            if (mine.Count == 0)
            {
                // Nobody we know now; but a template of before, still on its way from another store, must not come in after this.
                Commit(() => _file.SetGone(subject, givenUpTo ?? now));
            }

            foreach (var one in mine)
            {
                End(one, new Ending(now, who, how, ConsentEvents.Withdrawn, givenUpTo ?? now));
            }
        }

        await ForgetAsync(cancellationToken).ConfigureAwait(false);
        await TryTellAsync(cancellationToken).ConfigureAwait(false);
        lock (_gate)
        {
            return _file.LastEnded(subject);
        }
    }

    /// <summary>Works until the token: completes what a kill or a refusal broke off, ends consents whose time has come, and takes old lines off the audit log.</summary>
    public async Task RunAsync(CancellationToken cancellationToken)
    {
        try
        {
            while (true)
            {
                await RoundAsync(cancellationToken).ConfigureAwait(false);
                await Task.Delay(UntilNext(), _clock, cancellationToken).ConfigureAwait(false);
            }
        }
        catch (OperationCanceledException) when (cancellationToken.IsCancellationRequested)
        {
            // Stopped.
        }
    }

    /// <summary>One round of <see cref="RunAsync"/>.</summary>
    internal async Task RoundAsync(CancellationToken cancellationToken)
    {
        try
        {
            lock (_gate)
            {
                EndExpired();
                Trim();
                if (_file.HasRemains)
                {
                    Empty();
                }
            }

            await ForgetAsync(cancellationToken).ConfigureAwait(false);
            await TryTellAsync(cancellationToken).ConfigureAwait(false);
        }
        catch (Exception e) when (e is SqliteFault or VaultException)
        {
            LogMessages.VaultRefuses(_logger, e.Message);
        }
    }

    /// <summary>Takes off what has been kept long enough, once a day. Under the lock.</summary>
    private void Trim()
    {
        var now = _clock.GetUtcNow();
        if (now - _trimmedAt < TimeSpan.FromDays(1))
        {
            return;
        }

        Commit(() =>
        {
            _audit.RemoveBefore(now - _options.KeepAudit);
            _file.RemoveEndedBefore(now - _options.KeepAudit);
        });
        _trimmedAt = now;
    }

    private TimeSpan UntilNext()
    {
        lock (_gate)
        {
            var next = _standing.Values.Select(s => s.Until - _clock.GetUtcNow()).DefaultIfEmpty(s_round).Min();
            return TimeSpan.FromTicks(Math.Clamp(next.Ticks, TimeSpan.FromMilliseconds(10).Ticks, s_round.Ticks));
        }
    }

    private ConsentRecord Record(ConsentRequest request)
    {
        CheckName(request.Subject, "who consents");
        CheckName(request.TakenBy, "who takes the consent");
        if (ConsentTexts.Find(request.TextVersion, request.Language) is not { } text)
        {
            throw new ConsentRefusedException(
                $"There is no text {request.TextVersion} in {request.Language}; expected {ConsentTexts.Current} in {string.Join(", ", ConsentTexts.Languages)}.");
        }

        if (text.Version != ConsentTexts.Current)
        {
            throw new ConsentRefusedException($"The text {text.Version} is not shown any more; show {ConsentTexts.Current}.");
        }

        if (!request.AgeConfirmed)
        {
            throw new ConsentRefusedException("Only who says to be 14 or older can consent; below that nothing is kept. A member of any age is served by code, card or telephone number.");
        }

        if (request.KeepFor is { } keep && (keep < TimeSpan.FromDays(1) || keep > _options.KeepAfterLastVisit))
        {
            throw new ConsentRefusedException(
                $"A consent that ends {keep.TotalDays:0.#} days after the last visit came; expected 1 to {_options.KeepAfterLastVisit.TotalDays:0}.");
        }

        var now = Now();
        return new ConsentRecord(
            request.Id ?? DrawnIds.Next(), request.Subject, request.Kind, text.Version, text.Language, text.Hash, request.How, request.TakenBy, now, true, request.OtherStores,
            request.KeepFor ?? _options.KeepAfterLastVisit, now + _options.LongestConsent);
    }

    /// <summary>Times are kept to the millisecond, so that a record reads the same wherever it goes.</summary>
    private DateTimeOffset Now()
    {
        var now = _clock.GetUtcNow();
        return new DateTimeOffset(now.UtcTicks - (now.UtcTicks % TimeSpan.TicksPerMillisecond), TimeSpan.Zero);
    }

    private void AddPending(ConsentRecord record)
    {
        var former = _standing.GetValueOrDefault(record.Subject);
        if (former is not null && former.Record.Kind != record.Kind)
        {
            throw new ConsentRefusedException($"{record.Subject} is on record as {(former.Record.Kind == SubjectKind.Staff ? "staff" : "a member")}; one id is one person.");
        }

        var standing = new ConsentStanding(record, ConsentState.Pending, record.GivenAt, _clock);
        Commit(() =>
        {
            _file.Add(record, ConsentState.Pending);
            if (record.Kind != SubjectKind.Member)
            {
                return;
            }

            // The other stores have copies under the former consent; that they go is news to headquarters.
            if (former is { Record: { OtherStores: true, Origin: null } } && !record.OtherStores)
            {
                _file.AddTelling(ConsentEvents.Ended(former.Record, record.Consent, record.GivenAt, record.TakenBy, "console", ConsentEvents.Replaced));
            }

            _file.AddTelling(ConsentEvents.Given(record, standing.Until));
        });
        _pending.Add(record.Consent, standing);
    }

    /// <summary>Puts a pending consent in force, in the place of a former one. Under the lock.</summary>
    private void Activate(ConsentStanding standing)
    {
        var record = standing.Record;
        var former = _standing.GetValueOrDefault(record.Subject);
        var face = former is { IsLive: true, Face: not null } ? former.Face : null;
        Commit(() =>
        {
            if (former is not null)
            {
                if (face is not null)
                {
                    MoveFace(former.Record, record);
                }

                _file.End(former.Record.Consent, record.GivenAt, record.TakenBy, ConsentEvents.Replaced, hadFace: false);
                _audit.Add(record.GivenAt, record.TakenBy, AuditWhat.Replaced, record.Subject, $"{former.Record.Consent:D}");
            }

            _file.SetLive(record.Consent);
            _audit.Add(record.GivenAt, record.TakenBy, AuditWhat.Given, record.Subject, $"{record.Consent:D}, text {record.TextVersion} {record.Language}");
        });
        if (former is not null)
        {
            former.State = ConsentState.Ended;
            Empty();
        }

        _pending.Remove(record.Consent);
        standing.Face = face;
        standing.State = ConsentState.Live;
        _standing[record.Subject] = standing;
        LogMessages.ConsentGiven(_logger, record.Consent, record.Kind, record.TextVersion, record.Language);
    }

    private void EndExpired()
    {
        foreach (var standing in _standing.Values.Where(s => !s.IsLive).ToList())
        {
            // One whose withdrawal the disk refused is ended here too, as what it was.
            End(standing, standing.Ending ?? new Ending(Now(), "retention", "clock", ConsentEvents.Expired, Now()));
        }
    }

    /// <summary>Ends a consent, in memory first. Under the lock.</summary>
    private void End(ConsentStanding standing, Ending ending)
    {
        var record = standing.Record;
        standing.Ending = ending;
        standing.State = ConsentState.Ended;
        if (!PlantedFault.Is("withdrawn-stays-open"))
        {
            CloseGalleries(record.Subject);
        }

        Step?.Invoke("closed");
        Commit(() =>
        {
            _file.End(record.Consent, ending.At, ending.Who, ending.How, standing.Face is not null);
            _file.AddForgetting(record.Subject);
            if (ending.Why == ConsentEvents.Withdrawn)
            {
                _file.SetGone(record.Subject, ending.GivenUpTo);
            }

            // A copy that nobody came for here is no news of the member: the consent stands where it was given.
            if (record.Kind == SubjectKind.Member && (record.Origin is null || ending.Why == ConsentEvents.Withdrawn))
            {
                _file.AddTelling(ConsentEvents.Ended(record, record.Consent, ending.At, ending.Who, ending.How, ending.Why));
            }

            _audit.Add(
                ending.At, ending.Who, ending.Why == ConsentEvents.Expired ? AuditWhat.Expired : AuditWhat.Withdrawn, record.Subject, $"{record.Consent:D}, {ending.How}");
        });
        Step?.Invoke("committed");
        Empty();
        _standing.Remove(record.Subject);
        _pending.Remove(record.Consent);
        standing.Face = null;
        LogMessages.ConsentEnded(_logger, record.Consent, record.Kind, ending.Why, ending.How);
        Step?.Invoke("emptied");
    }
}
