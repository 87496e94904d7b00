using System.Runtime.InteropServices;
using System.Text;
using EdgeGateway.Core.Memory;

namespace EdgeGateway.Core.Members;

/// <content>Templates: stored under a grant, opened for recognising, sent to another store.</content>
public sealed partial class MemberVault
{
    /// <summary>How many photos a template is made of at least.</summary>
    public const int LeastPhotos = 3;

    /// <summary>Templates of more numbers than this are not known.</summary>
    private const int MostNumbers = 4096;

    /// <summary>What is in a box from another store is no longer than this, in bytes.</summary>
    private const int MostSealed = (MostNumbers * sizeof(float)) + 8192;

    /// <summary>Stores a member's template under a consent, in the place of a former one.</summary>
    /// <param name="grant">The leave, from <see cref="GrantFor"/>.</param>
    /// <param name="template">The template; the caller's to dispose.</param>
    /// <param name="who">The staff member who took the photos.</param>
    /// <exception cref="ConsentRefusedException">The consent does not stand any more, or the template is none; the message says which.</exception>
    /// <exception cref="VaultException">The disk refuses; nothing was stored.</exception>
    public void Enrol(ConsentGrant grant, FaceTemplate template, string who)
    {
        ArgumentNullException.ThrowIfNull(grant);
        if (grant.Kind != SubjectKind.Member)
        {
            throw new ConsentRefusedException($"{grant.Subject} consented as staff, not as a member.");
        }

        Store(grant, template, "", who);
    }

    /// <summary>Stores a staff member's template, so that they are not announced.</summary>
    /// <param name="staff">The staff member's id.</param>
    /// <param name="name">What they are called.</param>
    /// <param name="template">The template; the caller's to dispose.</param>
    /// <param name="grant">The leave: staff consent too.</param>
    /// <param name="who">Who took the photos.</param>
    /// <exception cref="ConsentRefusedException">The consent does not stand any more or is another's, or the template is none; the message says which.</exception>
    /// <exception cref="VaultException">The disk refuses; nothing was stored.</exception>
    public void EnrolStaff(string staff, string name, FaceTemplate template, ConsentGrant grant, string who)
    {
        ArgumentNullException.ThrowIfNull(grant);
        CheckName(name, "what the staff member is called");
        if (grant.Kind != SubjectKind.Staff || grant.Subject != staff)
        {
            throw new ConsentRefusedException($"The consent is not one of {staff} as staff.");
        }

        Store(grant, template, name, who);
    }

    /// <summary>The open templates of one model pack; the same gallery for the same pack. Templates of other packs are not in it and count as in need of re-enrolment.</summary>
    public IGallery GalleryOf(string pack)
    {
        ArgumentException.ThrowIfNullOrEmpty(pack);
        lock (_gate)
        {
            if (!_galleries.TryGetValue(pack, out var gallery))
            {
                _galleries.Add(pack, gallery = new Gallery(pack));
                foreach (var standing in _standing.Values.Where(s => s.IsLive && s.Face?.Pack == pack))
                {
                    OpenInto(gallery, standing);
                }
            }

            return gallery;
        }
    }

    /// <summary>Locks a member's template for one other gateway of the chain.</summary>
    /// <param name="member">The member.</param>
    /// <param name="receiverPublicKey">That gateway's key.</param>
    /// <returns>The box, with the consent's record in it; null where the consent does not say so, was not given here, or there is no template.</returns>
    /// <exception cref="ConsentRefusedException">The key is no key, or not one of the gateways that the configuration trusts.</exception>
    public byte[]? Seal(string member, ReadOnlySpan<byte> receiverPublicKey)
    {
        var receiver = GatewayKey.FingerprintOf(receiverPublicKey);
        CheckTrust(receiver);
        lock (_gate)
        {
            if (_standing.GetValueOrDefault(member) is not { IsLive: true, Face: { } face, Record: { OtherStores: true, Origin: null, Kind: SubjectKind.Member } } standing
                || _file.ReadFace(standing.Record.Consent) is not { } kept)
            {
                return null;
            }

            using var open = new SealedTemplate(standing.Record, face.Pack, face.Photos).Write(
                face.Length, numbers => TemplateBox.TryOpen(_key, standing.Record, face, kept.Box, kept.Key, numbers));
            if (open is null)
            {
                LogMessages.TemplateUnreadable(_logger, standing.Record.Consent);
                return null;
            }

            var box = GatewayKey.Seal(open.Bytes, receiverPublicKey, SealedTemplate.Bound);
            Commit(() => _audit.Add(Now(), "headquarters", AuditWhat.Sent, member, $"{standing.Record.Consent:D}, to {receiver[..16]}"));
            return box;
        }
    }

    /// <summary>Takes a template in that another gateway of the chain locked for this one, with the consent it stands on, which is in the box too.</summary>
    /// <param name="sealed">The box.</param>
    /// <returns>The consent as it is on record here now; its origin is the gateway that made the box.</returns>
    /// <exception cref="ConsentRefusedException">It may not be taken in: the consent does not say so, was withdrawn or has ended, or the box is not for this gateway.</exception>
    /// <exception cref="VaultException">The disk refuses; nothing was stored.</exception>
    public ConsentRecord OpenSealed(ReadOnlySpan<byte> @sealed)
    {
        if (GatewayKey.SenderOf(@sealed) is not { } sender || GatewayKey.LengthIn(@sealed) is not (> 0 and <= MostSealed))
        {
            throw new ConsentRefusedException("What came is no sealed template.");
        }

        CheckTrust(sender);
        using var open = new LockedMemory(GatewayKey.LengthIn(@sealed));
        if (!GatewayKey.TryOpen(@sealed, SealedTemplate.Bound, open.Bytes) || SealedTemplate.Read(open.Bytes, out var numbers) is not { } template)
        {
            throw new ConsentRefusedException("The sealed template is not for this gateway, or was changed on its way.");
        }

        var record = template.Consent with { Origin = sender };
        CheckForeign(record);
        CheckTemplate(template.Pack, numbers, template.Photos);
        lock (_gate)
        {
            Receive(record, new KeptFace(template.Pack, template.Photos, numbers.Length, "", Now()), numbers);
        }

        return record;
    }

    private static void CheckTemplate(string pack, ReadOnlySpan<float> numbers, int photos)
    {
        if (pack.Length is 0 or > 64 || pack.Any(char.IsControl))
        {
            throw new ConsentRefusedException("A template must say by which model pack it was made: 1 to 64 characters.");
        }

        if (photos < LeastPhotos)
        {
            throw new ConsentRefusedException($"A template of {photos} photos came; it takes {LeastPhotos} or more.");
        }

        var square = 0d;
        foreach (var number in numbers)
        {
            square += (double)number * number;
        }

        if (numbers.Length is 0 or > MostNumbers || !(square is > 0.98 and < 1.02))
        {
            throw new ConsentRefusedException($"What came is no template: {numbers.Length} numbers that are not of length 1.");
        }
    }

    private void CheckTrust(string fingerprint)
    {
        if (_options.TrustedGateways.Count > 0 && !_options.TrustedGateways.Any(one => Plain(one) == Plain(fingerprint)))
        {
            throw new ConsentRefusedException($"The gateway with the key {fingerprint} is not among those that members.trustedGateways names.");
        }

        static string Plain(string text) => text.Replace(" ", "", StringComparison.Ordinal).ToLowerInvariant();
    }

    private void CheckForeign(ConsentRecord consent)
    {
        CheckName(consent.Subject, "who consented");
        CheckName(consent.TakenBy, "who took the consent");
        CheckName(consent.TextVersion, "to which text");
        CheckName(consent.Language, "in which language");
        CheckName(consent.TextHash, "to which words");
        var now = _clock.GetUtcNow();
        if (!consent.OtherStores || !consent.AgeConfirmed || consent.Kind != SubjectKind.Member)
        {
            throw new ConsentRefusedException($"The consent {consent.Consent} does not allow other stores.");
        }

        // A record is held to this store's limits, wherever it was made; a clock of another store may be a little ahead.
        if (consent.EndsAt <= now || consent.GivenAt > now + TimeSpan.FromDays(1) || consent.EndsAt <= consent.GivenAt || consent.KeepFor <= TimeSpan.Zero
            || consent.KeepFor > TimeSpan.FromDays(1095))
        {
            throw new ConsentRefusedException($"The consent {consent.Consent} has ended, or its times are none.");
        }
    }

    private void Store(ConsentGrant grant, FaceTemplate template, string name, string who)
    {
        ArgumentNullException.ThrowIfNull(template);
        CheckName(who, "who took the photos");
        CheckTemplate(template.Pack, template.Numbers, template.Photos);
        lock (_gate)
        {
            var standing = grant.Standing;
            if (!grant.IsLive || !ReferenceEquals(_standing.GetValueOrDefault(grant.Subject), standing))
            {
                throw new ConsentRefusedException($"The consent of {grant.Subject} does not stand any more; nothing is stored.");
            }

            Keep(standing, new KeptFace(template.Pack, template.Photos, template.Numbers.Length, name, Now()), template.Numbers, () =>
                _audit.Add(Now(), who, AuditWhat.Enrolled, grant.Subject, $"{grant.Consent:D}, {template.Pack}, {template.Photos} photos"));
            LogMessages.TemplateStored(_logger, grant.Consent, grant.Kind, template.Pack);
        }
    }

    /// <summary>Keeps a template under a consent: on the disk, then in the gallery. Under the lock.</summary>
    private void Keep(ConsentStanding standing, KeptFace face, Span<float> numbers, Action alongside)
    {
        var record = standing.Record;
        var (box, key) = TemplateBox.Lock(_key, record, face.Pack, face.Photos, numbers);
        var name = _key.Seal(Encoding.UTF8.GetBytes(face.Name), NamePurpose(record.Consent));
        Commit(() =>
        {
            _file.Erase(record.Consent);
            _file.AddFace(record.Consent, face, name, box, key);
            alongside();
        });
        standing.Face = face;
        Empty();
        CloseGalleries(record.Subject);
        if (_galleries.TryGetValue(face.Pack, out var open))
        {
            OpenInto(open, standing);
        }

        WarnOfFiling();
    }

    private void Receive(ConsentRecord record, KeptFace face, Span<float> numbers)
    {
        var known = _standing.GetValueOrDefault(record.Subject);
        if (_file.StateOf(record.Consent) == ConsentState.Ended || _file.GoneAt(record.Subject) >= record.GivenAt)
        {
            throw new ConsentRefusedException($"The consent {record.Consent} was withdrawn here; a template of before does not come back.");
        }

        if (_pending.Values.Any(s => s.Record.Subject == record.Subject)
            || (known is not null && known.Record.Consent != record.Consent && (known.Record.Origin is null || known.Record.GivenAt >= record.GivenAt)))
        {
            throw new ConsentRefusedException($"{record.Subject} has consented here, or later than this; that stands.");
        }

        if (known is not null && known.Record.Consent == record.Consent)
        {
            // The same consent with a newer template: its words and its origin are those of the first time.
            if (known.Record != record)
            {
                throw new ConsentRefusedException($"The consent {record.Consent} is on record with other words.");
            }

            Keep(known, face, numbers, () => _audit.Add(Now(), "headquarters", AuditWhat.Received, record.Subject, $"{record.Consent:D}, from {record.Origin![..16]}"));
            return;
        }

        var standing = new ConsentStanding(record, ConsentState.Live, Now(), _clock);
        Commit(() =>
        {
            if (known is not null)
            {
                _file.End(known.Record.Consent, Now(), "headquarters", ConsentEvents.Replaced, hadFace: false);
                _audit.Add(Now(), "headquarters", AuditWhat.Replaced, record.Subject, $"{known.Record.Consent:D}");
            }

            _file.Add(record, ConsentState.Live);
            _file.SetVisited(record.Consent, Now());
            _audit.Add(Now(), "headquarters", AuditWhat.Received, record.Subject, $"{record.Consent:D}, from {record.Origin![..16]}");
        });
        if (known is not null)
        {
            known.State = ConsentState.Ended;
            CloseGalleries(record.Subject);
        }

        _standing[record.Subject] = standing;
        Keep(standing, face, numbers, static () => { });
    }

    /// <summary>Locks a template anew under the consent that takes the place of its own, inside the caller's transaction.</summary>
    private void MoveFace(ConsentRecord former, ConsentRecord record)
    {
        if (_file.ReadFace(former.Consent) is not { } kept)
        {
            return;
        }

        var name = _key.Open(kept.Name, NamePurpose(former.Consent)) ?? [];
        using var open = new LockedMemory(kept.Face.Length * sizeof(float));
        var numbers = MemoryMarshal.Cast<byte, float>(open.Bytes);
        if (!TemplateBox.TryOpen(_key, former, kept.Face, kept.Box, kept.Key, numbers))
        {
            LogMessages.TemplateUnreadable(_logger, former.Consent);
            return;
        }

        var (box, key) = TemplateBox.Lock(_key, record, kept.Face.Pack, kept.Face.Photos, numbers);
        _file.AddFace(record.Consent, kept.Face, _key.Seal(name, NamePurpose(record.Consent)), box, key);
    }

    /// <summary>Overwrites the open templates of a subject. Under the lock.</summary>
    private void CloseGalleries(string subject)
    {
        foreach (var gallery in _galleries.Values)
        {
            gallery.Remove(subject);
        }
    }

    /// <summary>Opens a template where it is compared. Under the lock.</summary>
    private void OpenInto(Gallery gallery, ConsentStanding standing)
    {
        var record = standing.Record;
        if (_file.ReadFace(record.Consent) is not { } kept
            || !gallery.Put(record.Subject, record.Kind == SubjectKind.Staff, kept.Face.Length, numbers => TemplateBox.TryOpen(_key, record, kept.Face, kept.Box, kept.Key, numbers)))
        {
            LogMessages.TemplateUnreadable(_logger, record.Consent);
        }
    }
}
