using Microsoft.AspNetCore.Identity;
using Microsoft.Extensions.Options;

namespace Cloud.Crm.Access;

/// <summary>ASP.NET Core Identity's password hash (PBKDF2 with HMAC-SHA512, a salt for each), and what a password must be.</summary>
/// <remarks>Few at a time, so that wrong passwords sent in masses do not take every processor.</remarks>
internal sealed class Passwords : IDisposable
{
    /// <summary>The shortest password.</summary>
    internal const int Shortest = 10;

    /// <summary>The longest.</summary>
    internal const int Longest = 200;

    // OWASP's password storage cheat sheet for this hash.
    private const int Iterations = 210_000;
    private const int AtOnce = 2;

    private readonly PasswordHasher<Passwords> _hasher;
    private readonly SemaphoreSlim _room = new(AtOnce, AtOnce);
    private readonly Lazy<string> _nobodys;

    internal Passwords(int iterations = Iterations)
    {
        _hasher = new PasswordHasher<Passwords>(Options.Create(new PasswordHasherOptions { IterationCount = iterations }));
        _nobodys = new Lazy<string>(() => _hasher.HashPassword(this, Secrets.Make()));
    }

    /// <summary>What is wrong with a password for that login, or null.</summary>
    internal static string? Mistake(string? password, string login)
    {
        if (password is null || password.Length < Shortest || password.Length > Longest)
        {
            return $"the password has {password?.Length ?? 0} characters; expected {Shortest} to {Longest}";
        }

        if (password.Contains(login, StringComparison.OrdinalIgnoreCase))
        {
            return "the password holds the login; choose another";
        }

        return password.Distinct().Count() < 5 ? "the password has fewer than 5 different characters; choose another" : null;
    }

    /// <summary>A password's hash.</summary>
    internal async Task<string> HashAsync(string password, CancellationToken cancellationToken)
    {
        await _room.WaitAsync(cancellationToken);
        try
        {
            return _hasher.HashPassword(this, password);
        }
        finally
        {
            _room.Release();
        }
    }

    /// <summary>Whether a password is the one of the hash. Takes as long where there is no hash, so that nobody can tell who has an account.</summary>
    internal async Task<bool> IsRightAsync(string? hash, string password, CancellationToken cancellationToken)
    {
        await _room.WaitAsync(cancellationToken);
        try
        {
            return _hasher.VerifyHashedPassword(this, hash ?? _nobodys.Value, password) != PasswordVerificationResult.Failed && hash is not null;
        }
        finally
        {
            _room.Release();
        }
    }

    /// <inheritdoc/>
    public void Dispose() => _room.Dispose();
}
