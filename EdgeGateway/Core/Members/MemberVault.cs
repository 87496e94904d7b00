using System.Text;
using EdgeGateway.Core.Events;
using EdgeGateway.Core.Outbox.Sqlite;
using Microsoft.Extensions.Logging;

namespace EdgeGateway.Core.Members;

/// <summary>
/// Consents, and the templates that stand on them. Without a consent in force there is no template: the type that lets one be stored (<see cref="ConsentGrant"/>) comes from here alone, and
/// every way a consent can end destroys the template's key, the template and the open copy before the call returns. Safe for use from several threads.
/// </summary>
/// <remarks>
/// Order on the disk. Giving: the consent as pending with its event to be told, one commit; the event in the outbox; the consent live, one commit. A kill between leaves it pending,
/// which allows nothing, and the next start tells the event (the outbox knows a repeat) and makes it live. Ending: out of the open gallery; key and template destroyed, the record ended,
/// the event to be told and the subject to be forgotten, one commit; the write-ahead log emptied; others forget; the event in the outbox. A kill before the commit is as if nobody had asked, after it
/// the rest is done at the next start, and nothing brings the template back.
/// </remarks>
public sealed partial class MemberVault : IDisposable
{
    /// <summary>The name of the vault in the data folder.</summary>
    public const string FileName = "members.db";

    private const string KeyCheck = "key-check";
    private const string GatewayKeyName = "gateway-key";

    private readonly Lock _gate = new();
    private readonly SemaphoreSlim _telling = new(1, 1);
    private readonly VaultFile _file;
    private readonly AuditLog _audit;
    private readonly MasterKey _key;
    private readonly MembersOptions _options;
    private readonly Func<IReadOnlyList<EventDraft>, CancellationToken, Task> _keep;
    private readonly TimeProvider _clock;
    private readonly ILogger _logger;
    private readonly Dictionary<string, ConsentStanding> _standing = new(StringComparer.Ordinal);
    private readonly Dictionary<Guid, ConsentStanding> _pending = [];
    private readonly Dictionary<string, Gallery> _galleries = new(StringComparer.Ordinal);
    private readonly List<Func<string, CancellationToken, Task>> _forgetting = [];
    private bool _isWarned;
    private DateTimeOffset _trimmedAt = DateTimeOffset.MinValue;

    private MemberVault(
        VaultFile file, MasterKey key, MembersOptions options, Func<IReadOnlyList<EventDraft>, CancellationToken, Task> keep, TimeProvider clock, ILogger logger)
    {
        (_file, _key, _options, _keep, _clock, _logger) = (file, key, options, keep, clock, logger);
        _audit = file.OpenAudit(key);
        GatewayKey = Check();
        Load();
    }

    /// <summary>A consent has ended, and everything of the face in here is gone; told once it is on the disk. The argument is the subject.</summary>
    public event Action<string>? Withdrawn;

    /// <summary>The key by which other gateways send templates here; its public part goes to headquarters.</summary>
    public GatewayKey GatewayKey { get; }

    /// <summary>Told between the steps of an ending, for tests that stop there.</summary>
    internal Action<string>? Step { get; set; }

    /// <summary>The consents in force, staff first, by subject. Looking at them is noted with <see cref="Viewed"/>.</summary>
    public IReadOnlyList<ConsentView> Consents
    {
        get
        {
            lock (_gate)
            {
                return [.. _standing.Values.Where(s => s.IsLive).OrderByDescending(s => s.Record.Kind).ThenBy(s => s.Record.Subject, StringComparer.Ordinal).Select(View)];
            }
        }
    }

    /// <summary>How much is kept.</summary>
    public VaultCounts Counts
    {
        get
        {
            lock (_gate)
            {
                var live = _standing.Values.Where(s => s.IsLive).ToList();
                return new VaultCounts(
                    live.Count(s => s.Record.Kind == SubjectKind.Member),
                    live.Count(s => s.Record.Kind == SubjectKind.Staff),
                    live.Count(s => s.Record.Origin is not null),
                    live.Count(s => s.Face is not null),
                    live.Count(NeedsReenrolment),
                    _options.WarnAtTemplates);
            }
        }
    }

    /// <summary>Opens the vault, making it where it is missing. What should have ended while the gateway was off has ended when it returns.</summary>
    /// <param name="path">Its file, by custom <see cref="FileName"/> in the data folder.</param>
    /// <param name="key">The store's master key; the caller's, and needed as long as the vault is.</param>
    /// <param name="options">How long things are kept.</param>
    /// <param name="keep">Hands events to the outbox, all or none; completes after the commit, and knows repeats by their origin ids.</param>
    /// <param name="clock">The clock of the retention.</param>
    /// <param name="logger">Told of consents and endings, by ids only.</param>
    /// <exception cref="VaultException">The file cannot be used, or another master key locked it.</exception>
    public static MemberVault Open(
        string path, MasterKey key, MembersOptions options, Func<IReadOnlyList<EventDraft>, CancellationToken, Task> keep, TimeProvider clock, ILogger logger)
    {
        ArgumentNullException.ThrowIfNull(key);
        ArgumentNullException.ThrowIfNull(options);
        VaultFile? file = null;
        try
        {
            file = VaultFile.Open(path);
            return new MemberVault(file, key, options, keep, clock, logger);
        }
        catch (SqliteFault e)
        {
            file?.Dispose();
            throw new VaultException($"\"{path}\" cannot be used as the members' vault: {e.Message}; put a sound copy back, or remove it, and every member is asked and enrolled anew.", e);
        }
        catch
        {
            file?.Dispose();
            throw;
        }
    }

    /// <summary>Has other parts of the gateway forget what they noted by a subject's face. Each is asked before a withdrawal's call returns, and again after a start where a kill was in between.</summary>
    /// <param name="forget">Forgets a subject, on the disk too when it completes; repeats are harmless.</param>
    public void OnForget(Func<string, CancellationToken, Task> forget)
    {
        lock (_gate)
        {
            _forgetting.Add(forget);
        }
    }

    /// <summary>Notes that somebody looked at records.</summary>
    /// <param name="who">The staff member.</param>
    /// <param name="subject">Whose; null for everybody's.</param>
    public void Viewed(string who, string? subject)
    {
        CheckName(who, "who looks");
        lock (_gate)
        {
            Commit(() => _audit.Add(_clock.GetUtcNow(), who, AuditWhat.Viewed, subject ?? "", ""));
        }
    }

    /// <summary>The newest lines of the audit log, newest first.</summary>
    /// <param name="most">How many at most.</param>
    public IReadOnlyList<AuditEntry> Audit(int most)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(most, 1);
        lock (_gate)
        {
            return _audit.Read(most);
        }
    }

    /// <summary>Goes through the whole audit log.</summary>
    /// <returns>Null where no line was changed, added or removed; else what is wrong, in words.</returns>
    public string? FindAuditMistake()
    {
        lock (_gate)
        {
            return _audit.FindMistake();
        }
    }

    /// <summary>Overwrites what is open in memory and closes the file.</summary>
    public void Dispose()
    {
        lock (_gate)
        {
            foreach (var gallery in _galleries.Values)
            {
                gallery.Dispose();
            }

            _galleries.Clear();
            _file.Dispose();
        }

        GatewayKey.Dispose();
        _telling.Dispose();
    }

    private static void CheckName(string text, string what)
    {
        if (string.IsNullOrWhiteSpace(text) || text.Length > 128 || text.Any(char.IsControl))
        {
            throw new ConsentRefusedException($"It must be said {what}: 1 to 128 characters in one line.");
        }
    }

    private static string NamePurpose(Guid consent) => $"name\n{consent:N}";

    /// <summary>Holds the file to the master key, and gives it both where it is new.</summary>
    private GatewayKey Check()
    {
        if (_file.Read(KeyCheck) is not { } check)
        {
            var made = GatewayKey.Create();
            Commit(() =>
            {
                _file.Write(KeyCheck, _key.Seal("members"u8, KeyCheck));
                _file.Write(GatewayKeyName, made.Keep(_key));
                _audit.Begin();
            });
            return made;
        }

        if (_key.Open(check, KeyCheck) is null || _file.Read(GatewayKeyName) is not { } box || GatewayKey.Open(_key, box) is not { } key)
        {
            throw new VaultException("The members' vault was locked with another master key: put that key back; or, where it is lost, remove the vault, and every member is asked and enrolled anew.");
        }

        return key;
    }

    private void Load()
    {
        foreach (var orphan in _file.ReadOrphans())
        {
            Commit(() => _file.Erase(orphan));
            LogMessages.TemplateWithoutConsent(_logger, orphan);
        }

        foreach (var (record, state, lastVisit) in _file.ReadStanding())
        {
            var standing = new ConsentStanding(record, state, lastVisit, _clock);
            if (state == ConsentState.Pending)
            {
                _pending.Add(record.Consent, standing);
                continue;
            }

            standing.Face = _file.ReadFace(record.Consent) is { } kept
                ? kept.Face with { Name = _key.Open(kept.Name, NamePurpose(record.Consent)) is { } name ? Encoding.UTF8.GetString(name) : "" }
                : null;
            _standing[record.Subject] = standing;
        }

        EndExpired();
        if (_file.HasRemains)
        {
            Empty();
        }

        if (_audit.FindMistake() is { } mistake)
        {
            LogMessages.AuditBroken(_logger, mistake);
        }

        WarnOfFiling();
    }

    private ConsentView View(ConsentStanding standing) => new(
        standing.Record.Subject,
        standing.Record.Kind,
        standing.Record.Kind == SubjectKind.Staff ? standing.Face?.Name : null,
        standing.Record.Consent,
        standing.Record.TextVersion,
        standing.Record.Language,
        standing.Record.GivenAt,
        standing.Until,
        standing.Record.OtherStores,
        standing.Record.Origin is not null,
        standing.Face?.Pack,
        NeedsReenrolment(standing));

    /// <summary>Whether a template is there but in no gallery that is in use.</summary>
    private bool NeedsReenrolment(ConsentStanding standing) =>
        standing.Face is { } face && _galleries.Count > 0 && !(_galleries.TryGetValue(face.Pack, out var gallery) && gallery.Contains(standing.Record.Subject));

    private void WarnOfFiling()
    {
        var templates = _standing.Values.Count(s => s.Face is not null);
        if (templates >= _options.WarnAtTemplates && !_isWarned)
        {
            _isWarned = true;
            LogMessages.FilingComesNear(_logger, templates, VaultCounts.FilingLimit);
        }
    }
}
