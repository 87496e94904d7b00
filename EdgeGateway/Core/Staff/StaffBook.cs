using System.Buffers.Text;
using System.Globalization;
using System.Runtime.Versioning;
using System.Security.Cryptography;
using System.Text;
using Microsoft.Extensions.Logging;

namespace EdgeGateway.Core.Staff;

/// <summary>
/// Who works in this store, who is on shift, and whose phones may see and answer alerts. A change is on the disk before it is in force.
/// Safe for use from several threads.
/// </summary>
/// <remarks>There is no password: each phone has a secret of 256 bits of its own, which is worth nothing once the phone is revoked.</remarks>
[SupportedOSPlatform("linux")]
public sealed class StaffBook
{
    /// <summary>The most people.</summary>
    public const int MaxPeople = 200;

    /// <summary>The most phones of one person.</summary>
    public const int MaxPhonesEach = 5;

    /// <summary>The longest name of a person or a phone, in characters.</summary>
    public const int MaxName = 64;

    private const int SecretLength = 32;

    /// <summary>Who forgot to end a shift is not asked in the night; longer than any shift.</summary>
    private static readonly TimeSpan s_longestShift = TimeSpan.FromHours(16);

    /// <summary>A phone that lay in a drawer so long must be paired again.</summary>
    private static readonly TimeSpan s_longestAbsence = TimeSpan.FromDays(90);

    private static readonly TimeSpan s_seenPace = TimeSpan.FromHours(12);

    private readonly Lock _gate = new();
    private readonly string _path;
    private readonly TimeProvider _clock;
    private readonly ILogger _logger;
    private StaffState _state;
    private long _seenKeptAt;

    private StaffBook(string path, StaffState state, TimeProvider clock, ILogger logger)
    {
        (_path, _state, _clock, _logger) = (path, state, clock, logger);
        _seenKeptAt = clock.GetTimestamp();
    }

    /// <summary>Something is otherwise: a name, a shift, a phone. Raised outside of any lock, on the thread that changed it.</summary>
    public event Action? Changed;

    /// <summary>Everybody, also who works here no more, in the order they were added.</summary>
    public IReadOnlyList<StaffMember> People => [.. Volatile.Read(ref _state).People.Select(Now)];

    /// <summary>The paired phones, in the order they were paired.</summary>
    public IReadOnlyList<PairedPhone> Phones => [.. Volatile.Read(ref _state).Phones.Select(p => p.Phone)];

    /// <summary>The ids of those on shift, who came first in front.</summary>
    public IReadOnlyList<string> OnShift =>
        [.. People.Where(p => p.OnShiftSince is not null).OrderBy(p => p.OnShiftSince).ThenBy(p => p.Id, StringComparer.Ordinal).Select(p => p.Id)];

    /// <summary>The file in a data folder.</summary>
    public static string FileIn(string dataFolder) => Path.Combine(dataFolder, "staff.json");

    /// <summary>Opens the book.</summary>
    /// <param name="path">Its file, made with the first change.</param>
    /// <param name="clock">The time.</param>
    /// <param name="logger">Is told of damage.</param>
    /// <exception cref="IOException">The file is there and cannot be read.</exception>
    public static StaffBook Open(string path, TimeProvider clock, ILogger logger)
    {
        ArgumentNullException.ThrowIfNull(clock);
        return new StaffBook(path, StaffFile.Read(path, clock, logger), clock, logger);
    }

    /// <summary>Somebody by id, or null.</summary>
    public StaffMember? Find(string id) => Volatile.Read(ref _state).People.FirstOrDefault(p => p.Id == id) is { } found ? Now(found) : null;

    /// <summary>Adds somebody.</summary>
    /// <returns>Null, or what is wrong with the name.</returns>
    /// <exception cref="IOException">The disk does not take it; nothing has changed.</exception>
    public string? TryAdd(string? name, out StaffMember? added)
    {
        added = null;
        StaffMember? made = null;
        var mistake = Change(state =>
        {
            if (MistakeIn(name) is { } wrong)
            {
                return (state, wrong);
            }

            if (state.People.Count >= MaxPeople)
            {
                return (state, $"{MaxPeople} people are in the book already; that is as many as it holds");
            }

            made = new StaffMember(string.Create(CultureInfo.InvariantCulture, $"staff-{state.Made + 1}"), name!.Trim(), true, null);
            return (state with { Made = state.Made + 1, People = [.. state.People, made] }, null);
        });
        added = mistake is null ? made : null;
        return mistake;
    }

    /// <summary>Changes the name of somebody, or whether they work here; who does not loses shift and phones at once.</summary>
    /// <returns>Null, or what is wrong.</returns>
    /// <exception cref="IOException">The disk does not take it; nothing has changed.</exception>
    public string? TryChange(string id, string? name, bool active) => Change(state =>
        state.People.All(p => p.Id != id) ? (state, $"nobody here has the id \"{id}\"")
        : MistakeIn(name) is { } wrong ? (state, wrong)
        : (state with
        {
            People = [.. state.People.Select(p => p.Id != id ? p : p with { Name = name!.Trim(), Active = active, OnShiftSince = active ? p.OnShiftSince : null })],
            Phones = active ? state.Phones : [.. state.Phones.Where(p => p.Phone.Staff != id)],
        }, null));

    /// <summary>Begins or ends the shift of somebody. One that has begun already goes on.</summary>
    /// <returns>Null, or what is wrong.</returns>
    /// <exception cref="IOException">The disk does not take it; nothing has changed.</exception>
    public string? TrySetShift(string id, bool on) => Change(state =>
        state.People.FirstOrDefault(p => p.Id == id) is not { Active: true } person ? (state, $"nobody who works here has the id \"{id}\"")
        : (state with { People = [.. state.People.Select(p => p.Id != id ? p : p with { OnShiftSince = on ? Now(person).OnShiftSince ?? _clock.GetUtcNow() : null })] }, null));

    /// <summary>Who holds the phone that shows a secret; null where it is none of ours, was revoked, or was not used for 90 days.</summary>
    public PairedPhone? PhoneOf(string? secret)
    {
        if (HashOf(secret) is not { } hash)
        {
            return null;
        }

        lock (_gate)
        {
            // All are compared, each in constant time: how long it takes says nothing.
            KeptPhone? found = null;
            foreach (var phone in _state.Phones)
            {
                if (CryptographicOperations.FixedTimeEquals(Encoding.ASCII.GetBytes(phone.Hash), Encoding.ASCII.GetBytes(hash)))
                {
                    found = phone;
                }
            }

            var now = _clock.GetUtcNow();
            if (found is null || now - found.Phone.LastSeen > s_longestAbsence)
            {
                return null;
            }

            var seen = found with { Phone = found.Phone with { LastSeen = now } };
            Volatile.Write(ref _state, _state with { Phones = [.. _state.Phones.Select(p => p.Hash == found.Hash ? seen : p)] });
            KeepSeen();
            return seen.Phone;
        }
    }

    /// <summary>Takes a phone's right away, at once.</summary>
    /// <returns>Whether there was such a phone.</returns>
    /// <exception cref="IOException">The disk does not take it; nothing has changed.</exception>
    public bool Revoke(string phone) => Change(state =>
        state.Phones.All(p => p.Phone.Id != phone) ? (state, "no such phone") : (state with { Phones = [.. state.Phones.Where(p => p.Phone.Id != phone)] }, null)) is null;

    /// <summary>Pairs a phone.</summary>
    /// <param name="staff">Whose it is.</param>
    /// <param name="device">What it calls itself.</param>
    /// <returns>The phone and its secret, which is told to the phone and kept nowhere; null where nobody who works here has that id, or has too many phones.</returns>
    /// <exception cref="IOException">The disk does not take it; nothing has changed.</exception>
    internal (PairedPhone Phone, string Secret)? Pair(string staff, string device)
    {
        var secret = Base64Url.EncodeToString(RandomNumberGenerator.GetBytes(SecretLength));
        var now = _clock.GetUtcNow();
        var phone = new PairedPhone(Convert.ToHexStringLower(RandomNumberGenerator.GetBytes(6)), staff, device, now, now);
        return Change(state => state.People.All(p => p.Id != staff || !p.Active) || state.Phones.Count(p => p.Phone.Staff == staff) >= MaxPhonesEach
            ? (state, "no such person, or too many phones")
            : (state with { Phones = [.. state.Phones, new KeptPhone(phone, HashOf(secret)!)] }, null)) is null ? (phone, secret) : null;
    }

    /// <summary>A name that may be shown: trimmed, without control characters, not too long; else what is wrong with it.</summary>
    internal static string? MistakeIn(string? name) =>
        string.IsNullOrWhiteSpace(name) ? "is missing; expected a name"
        : name.Trim().Length > MaxName ? $"has {name.Trim().Length} characters; expected at most {MaxName}"
        : name.Any(char.IsControl) ? "holds control characters; expected a name" : null;

    private static string? HashOf(string? secret) =>
        secret is { Length: 43 } && Ascii.IsValid(secret) ? Convert.ToHexStringLower(SHA256.HashData(Encoding.ASCII.GetBytes(secret))) : null;

    private StaffMember Now(StaffMember person) =>
        person.OnShiftSince is { } since && _clock.GetUtcNow() - since > s_longestShift ? person with { OnShiftSince = null } : person;

    private void KeepSeen()
    {
        if (_clock.GetElapsedTime(_seenKeptAt) < s_seenPace)
        {
            return;
        }

        _seenKeptAt = _clock.GetTimestamp();
        try
        {
            StaffFile.Write(_path, _state);
        }
        catch (IOException e)
        {
            LogMessages.StaffNotKept(_logger, e.Message);
        }
    }

    private string? Change(Func<StaffState, (StaffState State, string? Mistake)> change)
    {
        lock (_gate)
        {
            var (state, mistake) = change(_state);
            if (mistake is not null)
            {
                return mistake;
            }

            StaffFile.Write(_path, state);
            Volatile.Write(ref _state, state);
        }

        Changed?.Invoke();
        return null;
    }
}
