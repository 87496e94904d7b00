using System.Security.Cryptography;
using System.Text.Json;
using Cloud.Contracts;
using Cloud.Contracts.Members;
using Microsoft.Extensions.Logging;

namespace EdgeGateway.Core.Members.Profiles;

/// <summary>The members as headquarters last sent them: in memory, and encrypted on the disk, so that staff know whom they greet while the store is cut off. Safe for use from several threads.</summary>
public sealed class ProfileCache : IDisposable
{
    /// <summary>The name of the file in the data folder.</summary>
    public const string FileName = "profiles.bin";

    /// <summary>Members kept at most; a run that would make them more is refused.</summary>
    public const int MostMembers = 50_000;

    private readonly Lock _gate = new();
    private readonly GatewayKey _key;
    private readonly string _gateway;
    private readonly ProfileJournal _journal;
    private readonly Dictionary<string, ProfileEntry> _members = new(StringComparer.Ordinal);
    private readonly Dictionary<string, string> _byCode = new(StringComparer.Ordinal);
    private readonly Dictionary<string, string> _byHash = new(StringComparer.Ordinal);
    private string? _line;
    private long _version;
    private byte[] _lookupKey = [];
    private string _countryCode = "";

    private ProfileCache(ProfileJournal journal, GatewayKey key, string gateway) => (_journal, _key, _gateway) = (journal, key, gateway);

    /// <summary>A member's profile came, changed or went; the argument is the member's id. Told after it is in force, on the thread that brought it.</summary>
    public event Action<string>? Changed;

    /// <summary>What is held, as headquarters is told.</summary>
    public HeldProfiles Held
    {
        get
        {
            lock (_gate)
            {
                return new HeldProfiles(_line, _version, _members.Count);
            }
        }
    }

    /// <summary>Reads what was kept. A file that is damaged or of another key is begun anew: headquarters sends everything again.</summary>
    /// <param name="dataFolder">The gateway's data folder.</param>
    /// <param name="master">The store's master key; the caller's, and needed as long as the cache is.</param>
    /// <param name="key">The key that headquarters seals for.</param>
    /// <param name="gateway">This gateway's name: a run for another one does not open.</param>
    /// <param name="logger">Told where the file had to be begun anew.</param>
    /// <exception cref="IOException">The file cannot be read or made.</exception>
    public static ProfileCache Open(string dataFolder, MasterKey master, GatewayKey key, string gateway, ILogger logger)
    {
        var journal = new ProfileJournal(Path.Combine(dataFolder, FileName), master);
        var cache = new ProfileCache(journal, key, gateway);
        var (runs, isWhole) = journal.Read();
        foreach (var run in runs)
        {
            cache.Take(run);
        }

        if (!isWhole)
        {
            logger.ProfilesBegunAnew(journal.Path, cache._members.Count);
            cache.Rewrite();
        }

        return cache;
    }

    /// <summary>What staff are shown of a member; null where headquarters has not sent one.</summary>
    public MemberProfile? Find(string member)
    {
        lock (_gate)
        {
            return _members.GetValueOrDefault(member) is { } entry
                ? new MemberProfile(
                    entry.Id, entry.Name, entry.Level, entry.LastVisit, [.. entry.Usual.Select(goods => new UsualGoods(goods.Sku, goods.Name))], entry.Notes, entry.AssignedTo, entry.UpdatedAt)
                : null;
        }
    }

    /// <summary>Applies a run of changes: all of it, durably, or nothing. One that is applied already changes nothing.</summary>
    /// <returns>Why not, in words; null where what it brings is held now.</returns>
    /// <exception cref="IOException">The disk refuses; nothing was applied.</exception>
    public string? Apply(ProfilesDocument document)
    {
        ArgumentNullException.ThrowIfNull(document);
        List<string> changed;
        lock (_gate)
        {
            if (document.Line == _line && document.UpTo <= _version && document.After != 0)
            {
                return null;
            }

            if (document.UpTo <= document.After || (document.After != 0 && (document.Line != _line || document.After != _version)))
            {
                return $"the run goes from {document.After} to {document.UpTo} of line {document.Line}; held is {_version} of line {_line ?? "none"}";
            }

            if (OpenRun(document) is not { } run)
            {
                return "the box is not for this gateway, or was changed on its way";
            }

            var stored = new StoredRun(document.Line, document.After, document.UpTo, run);
            var left = document.After == 0 ? 0 : _members.Count - run.Members.Count(member => _members.ContainsKey(member.Id));
            if (left + run.Members.Count > MostMembers)
            {
                return $"the store keeps at most {MostMembers} members";
            }

            _journal.Append(stored, restart: document.After == 0);
            changed = Take(stored);
            if (_journal.IsLong)
            {
                Rewrite();
            }
        }

        foreach (var member in changed)
        {
            Changed?.Invoke(member);
        }

        return null;
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        lock (_gate)
        {
            _journal.Dispose();
            Clear();
        }
    }

    /// <summary>The member of a short code and the key of the code; null where there is none.</summary>
    internal (string Member, byte[] Secret)? OfCode(string code)
    {
        lock (_gate)
        {
            return _byCode.TryGetValue(code, out var member) ? (member, _members[member].Secret) : null;
        }
    }

    /// <summary>The member of a card number; null where there is none.</summary>
    internal string? OfCard(string text)
    {
        lock (_gate)
        {
            return _line is not null && LookupHash.OfCard(_lookupKey, text) is { } hash ? _byHash.GetValueOrDefault(Convert.ToHexString(hash)) : null;
        }
    }

    /// <summary>The member of a phone number; null where there is none.</summary>
    internal string? OfPhone(string text)
    {
        lock (_gate)
        {
            return _line is not null && LookupHash.OfPhone(_lookupKey, text, _countryCode) is { } hash ? _byHash.GetValueOrDefault(Convert.ToHexString(hash)) : null;
        }
    }

    private ProfileRun? OpenRun(ProfilesDocument document)
    {
        var plain = SealedBox.Open(_key.Pair, document.Box, MemberCommands.ProfilesPurpose(_gateway, document.Line, document.After, document.UpTo));
        if (plain is null)
        {
            return null;
        }

        var run = MemberJson.Read(plain, MemberJson.Default.ProfileRun);
        CryptographicOperations.ZeroMemory(plain);
        return run;
    }

    /// <summary>Puts a run in force in memory. Under the lock.</summary>
    /// <returns>Whose profile changed.</returns>
    private List<string> Take(StoredRun stored)
    {
        var changed = new HashSet<string>(stored.Run.Gone, StringComparer.Ordinal);
        if (stored.After == 0)
        {
            changed.UnionWith(_members.Keys);
            Clear();
        }

        (_line, _version, _lookupKey, _countryCode) = (stored.Line, stored.UpTo, stored.Run.LookupKey, stored.Run.CountryCode);
        foreach (var gone in stored.Run.Gone)
        {
            Forget(gone);
        }

        foreach (var member in stored.Run.Members)
        {
            Forget(member.Id);
            _members[member.Id] = member;
            _byCode[member.Code] = member.Id;
            foreach (var hash in new[] { member.Card, member.Phone })
            {
                if (hash is not null)
                {
                    _byHash[Convert.ToHexString(hash)] = member.Id;
                }
            }

            changed.Add(member.Id);
        }

        return [.. changed];
    }

    private void Forget(string member)
    {
        if (_members.Remove(member, out var entry))
        {
            _byCode.Remove(entry.Code);
            foreach (var hash in new[] { entry.Card, entry.Phone })
            {
                if (hash is not null && _byHash.GetValueOrDefault(Convert.ToHexString(hash)) == member)
                {
                    _byHash.Remove(Convert.ToHexString(hash));
                }
            }

            CryptographicOperations.ZeroMemory(entry.Secret);
        }
    }

    private void Clear()
    {
        foreach (var member in _members.Keys.ToList())
        {
            Forget(member);
        }
    }

    /// <summary>Writes the file anew with what is held. Under the lock.</summary>
    private void Rewrite()
    {
        if (_line is { } line)
        {
            _journal.Append(new StoredRun(line, 0, _version, new ProfileRun(_lookupKey, _countryCode, [.. _members.Values], [])), restart: true);
        }
        else
        {
            _journal.Delete();
        }
    }
}
