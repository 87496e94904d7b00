using System.Runtime.Versioning;
using System.Security.Cryptography;
using System.Text;
using Microsoft.Extensions.Logging;

namespace EdgeGateway.Core.Staff;

/// <summary>
/// Pairs phones with staff by codes that the owner has made: each is good for one phone and ten minutes, and dies of twenty wrong guesses by anybody.
/// Codes live in memory alone. Safe for use from several threads.
/// </summary>
/// <remarks>A code has 50 random bits, so that it can be typed where no camera reads it; twenty guesses find it once in 5·10^13 times.</remarks>
/// <param name="book">The staff.</param>
/// <param name="clock">Codes end by its monotonic time: a step of the wall clock does not make one live longer.</param>
/// <param name="logger">Is told of guessing.</param>
[SupportedOSPlatform("linux")]
public sealed class PairingDesk(StaffBook book, TimeProvider clock, ILogger logger)
{
    /// <summary>How long a code is good.</summary>
    public static readonly TimeSpan Life = TimeSpan.FromMinutes(10);

    /// <summary>How many wrong codes one address may try in a minute.</summary>
    internal const int TriesAMinute = 5;

    /// <summary>How many wrong tries by anybody a code survives.</summary>
    internal const int TriesACode = 20;

    private const int MaxOpen = 8;
    private const int MaxRemembered = 256;
    private const int CodeLength = 10;

    /// <summary>Crockford's base 32: nothing in it looks like something else.</summary>
    private const string Letters = "0123456789ABCDEFGHJKMNPQRSTVWXYZ";

    private static readonly TimeSpan s_minute = TimeSpan.FromMinutes(1);

    private readonly Lock _gate = new();
    private readonly List<OpenCode> _open = [];
    private readonly Queue<(string Peer, long At)> _wrong = new();

    /// <summary>Makes a code for a phone of somebody; an older one for the same person is good no more.</summary>
    /// <returns>The code; null where nobody who works here has that id, or has as many phones as may be.</returns>
    public PairingCode? Make(string staff)
    {
        if (book.Find(staff) is not { Active: true } || book.Phones.Count(p => p.Staff == staff) >= StaffBook.MaxPhonesEach)
        {
            return null;
        }

        var code = RandomNumberGenerator.GetString(Letters, CodeLength);
        lock (_gate)
        {
            Tidy();
            _open.RemoveAll(o => o.Staff == staff);
            if (_open.Count == MaxOpen)
            {
                _open.RemoveAt(0);
            }

            _open.Add(new OpenCode(HashOf(code), staff, clock.GetTimestamp()));
        }

        return new PairingCode($"{code[..5]}-{code[5..]}", staff, clock.GetUtcNow() + Life);
    }

    /// <summary>Pairs the phone that shows a code.</summary>
    /// <param name="code">What it shows; case, spaces and hyphens do not matter.</param>
    /// <param name="device">What it calls itself; shortened and cleaned here.</param>
    /// <param name="peer">Where it asks from, for the limit on guessing.</param>
    /// <exception cref="IOException">The disk does not take the phone; the code is spent.</exception>
    public PairingOutcome Pair(string? code, string? device, string peer)
    {
        string staff;
        lock (_gate)
        {
            Tidy();
            if (_wrong.Count(w => w.Peer == peer) >= TriesAMinute)
            {
                return PairingOutcome.TooOften;
            }

            var shown = HashOf(Plain(code));
            OpenCode? found = null;
            foreach (var open in _open)
            {
                if (CryptographicOperations.FixedTimeEquals(shown, open.Hash))
                {
                    found = open;
                }
            }

            if (found is null)
            {
                Remember(peer);
                return PairingOutcome.Wrong;
            }

            _open.Remove(found);
            staff = found.Staff;
        }

        return book.Pair(staff, Clean(device)) is { } paired ? new PairingOutcome(paired.Phone, paired.Secret, false) : PairingOutcome.Wrong;
    }

    private static string Plain(string? code)
    {
        var plain = new StringBuilder(CodeLength);
        foreach (var c in code ?? "")
        {
            if (plain.Length > CodeLength)
            {
                break;
            }

            if (c is not (' ' or '-'))
            {
                plain.Append(char.ToUpperInvariant(c) switch { 'O' => '0', 'I' or 'L' => '1', var other => other });
            }
        }

        return plain.ToString();
    }

    private static string Clean(string? device)
    {
        var text = new string([.. (device ?? "").Where(c => !char.IsControl(c)).Take(StaffBook.MaxName)]).Trim();
        return text.Length == 0 ? "phone" : text;
    }

    private static byte[] HashOf(string code) => SHA256.HashData(Encoding.UTF8.GetBytes(code));

    private void Remember(string peer)
    {
        if (_wrong.Count == MaxRemembered)
        {
            _wrong.Dequeue();
        }

        _wrong.Enqueue((peer, clock.GetTimestamp()));
        foreach (var open in _open)
        {
            open.Tries++;
        }

        if (_open.RemoveAll(o => o.Tries >= TriesACode) is > 0 and var gone)
        {
            LogMessages.PairingGuessed(logger, gone, peer);
        }
    }

    private void Tidy()
    {
        _open.RemoveAll(o => clock.GetElapsedTime(o.MadeAt) >= Life);
        while (_wrong.TryPeek(out var oldest) && clock.GetElapsedTime(oldest.At) >= s_minute)
        {
            _wrong.Dequeue();
        }
    }

    private sealed record OpenCode(byte[] Hash, string Staff, long MadeAt)
    {
        public int Tries { get; set; }
    }
}

/// <summary>A code to pair one phone with.</summary>
/// <param name="Code">The code as people read it, <c>ABCDE-12345</c>.</param>
/// <param name="Staff">Whose phone it will be.</param>
/// <param name="ExpiresAt">Until when it is good.</param>
public sealed record PairingCode(string Code, string Staff, DateTimeOffset ExpiresAt)
{
    /// <summary>Does not say the code.</summary>
    public override string ToString() => $"a pairing code for {Staff}";
}

/// <summary>What became of a phone that showed a code.</summary>
/// <param name="Phone">The phone; null where it was not paired. Why a code was wrong is not told: mistyped, spent, too old or guessed too often.</param>
/// <param name="Secret">What the phone shows from now on, or null.</param>
/// <param name="IsTooOften">It was not looked at: too many wrong ones came from there in the last minute.</param>
public sealed record PairingOutcome(PairedPhone? Phone, string? Secret, bool IsTooOften)
{
    /// <summary>No such code.</summary>
    public static PairingOutcome Wrong { get; } = new(null, null, false);

    /// <summary>Wait a minute.</summary>
    public static PairingOutcome TooOften { get; } = new(null, null, true);

    /// <summary>Does not say the secret.</summary>
    public override string ToString() => Phone is null ? "not paired" : $"paired {Phone.Id}";
}
