using Cloud.Crm.Storage;

namespace Cloud.Crm.Access;

/// <summary>Signing in with a login and a password, the first run, and choosing a password.</summary>
internal sealed class SignIn(
    HeadquartersDatabase database, AccountTable accounts, SessionTable sessions, SetupCodes setup, SignInGuard guard, Passwords passwords, AuditTable audit)
{
    /// <summary>Signs in.</summary>
    /// <returns>The account and what the cookie is to hold; nothing where login or password are wrong, whichever; <c>Locked</c> where it was tried too often.</returns>
    internal async Task<SignedIn> WithPasswordAsync(string login, string password, CancellationToken cancellationToken)
    {
        if (!await guard.TakeAsync(login, cancellationToken))
        {
            return SignedIn.TooOften;
        }

        var account = await OfLoginAsync(login, cancellationToken);
        if (!await passwords.IsRightAsync(account is { Active: true } ? account.PasswordHash : null, password, cancellationToken))
        {
            return SignedIn.Wrong;
        }

        await guard.ForgiveAsync(login, cancellationToken);
        return await BeginAsync(account!, "account.signed-in", cancellationToken);
    }

    /// <summary>Makes the first admin with a one-time code, and signs in.</summary>
    /// <returns><c>Wrong</c> where the code is; <c>Done</c> where there is an account already.</returns>
    internal async Task<SignedIn> FirstAsync(string code, string login, string name, string password, CancellationToken cancellationToken)
    {
        if (!await setup.NeededAsync(cancellationToken))
        {
            return SignedIn.Done;
        }

        if (!await database.WriteAsync(t => SetupCodes.IsRightAsync(t, code, cancellationToken), cancellationToken))
        {
            // Or somebody else was first just now, and used it up.
            return await setup.NeededAsync(cancellationToken) ? SignedIn.Wrong : SignedIn.Done;
        }

        var hash = await passwords.HashAsync(password, cancellationToken);
        var result = await database.WriteAsync(
            async transaction =>
            {
                if (!await SetupCodes.UseUpAsync(transaction, cancellationToken) || await AccountTable.AnyAsync(transaction.Connection!, cancellationToken))
                {
                    return SignedIn.Done;
                }

                var account = await accounts.AddAsync(transaction, null, login, name, null, Role.Admin, hash, AccessScope.None, cancellationToken);
                return new SignedIn(account, await sessions.BeginAsync(transaction, account!.Id, cancellationToken), SignInOutcome.SignedIn);
            },
            cancellationToken);
        if (result.Outcome == SignInOutcome.SignedIn)
        {
            setup.Forget();
        }

        return result;
    }

    /// <summary>Chooses a password with a one-time code, and signs in.</summary>
    internal async Task<SignedIn> WithCodeAsync(string login, string code, string password, CancellationToken cancellationToken)
    {
        if (!await guard.TakeAsync(login, cancellationToken))
        {
            return SignedIn.TooOften;
        }

        // Hashed whether the code is right or not: the answer takes as long.
        var hash = await passwords.HashAsync(password, cancellationToken);
        var account = await OfLoginAsync(login, cancellationToken);
        var result = await database.WriteAsync(
            async transaction =>
            {
                if (account is null || !await accounts.UseCodeAsync(transaction, account.Id, code, cancellationToken))
                {
                    return SignedIn.Wrong;
                }

                await accounts.SetPasswordAsync(transaction, account.AsCaller(null), account.Id, hash, cancellationToken);
                return new SignedIn(account, await sessions.BeginAsync(transaction, account.Id, cancellationToken), SignInOutcome.SignedIn);
            },
            cancellationToken);
        if (result.Outcome == SignInOutcome.SignedIn)
        {
            await guard.ForgiveAsync(login, cancellationToken);
        }

        return result;
    }

    /// <summary>Changes one's own password. Every other session of the account ends.</summary>
    /// <returns>What the cookie is to hold from now on.</returns>
    internal async Task<SignedIn> ChangeAsync(Caller caller, string current, string next, CancellationToken cancellationToken)
    {
        var account = await FindAsync(caller.Id, cancellationToken);
        if (account is null || !await guard.TakeAsync(account.Login, cancellationToken))
        {
            return account is null ? SignedIn.Wrong : SignedIn.TooOften;
        }

        if (!await passwords.IsRightAsync(account.PasswordHash, current, cancellationToken))
        {
            return SignedIn.Wrong;
        }

        await guard.ForgiveAsync(account.Login, cancellationToken);
        var hash = await passwords.HashAsync(next, cancellationToken);
        return await database.WriteAsync(
            async transaction =>
            {
                await accounts.SetPasswordAsync(transaction, caller, account.Id, hash, cancellationToken);
                return new SignedIn(account, await sessions.BeginAsync(transaction, account.Id, cancellationToken), SignInOutcome.SignedIn);
            },
            cancellationToken);
    }

    /// <summary>Begins a session of an account that has proved itself.</summary>
    internal Task<SignedIn> BeginAsync(Account account, string action, CancellationToken cancellationToken) => database.WriteAsync(
        async transaction =>
        {
            await audit.AddAsync(transaction, account.AsCaller(null), action, "account", account.Id, null, null, cancellationToken);
            return new SignedIn(account, await sessions.BeginAsync(transaction, account.Id, cancellationToken), SignInOutcome.SignedIn);
        },
        cancellationToken);

    /// <summary>The account of an id, or null.</summary>
    internal async Task<Account?> FindAsync(string id, CancellationToken cancellationToken)
    {
        await using var connection = await database.OpenAsync(cancellationToken);
        return await accounts.FindAsync(connection, id, cancellationToken);
    }

    private async Task<Account?> OfLoginAsync(string login, CancellationToken cancellationToken)
    {
        await using var connection = await database.OpenAsync(cancellationToken);
        return await accounts.OfLoginAsync(connection, login, cancellationToken);
    }
}

/// <summary>What came of signing in.</summary>
internal enum SignInOutcome
{
    /// <summary>Somebody is signed in.</summary>
    SignedIn,

    /// <summary>Something was wrong; what, is not told.</summary>
    Wrong,

    /// <summary>It was tried too often.</summary>
    TooOften,

    /// <summary>There is an account already.</summary>
    Done,
}

/// <summary>What came of signing in.</summary>
/// <param name="Account">Who.</param>
/// <param name="Secret">What the cookie is to hold.</param>
/// <param name="Outcome">Whether.</param>
internal sealed record SignedIn(Account? Account, string? Secret, SignInOutcome Outcome)
{
    internal static SignedIn Wrong { get; } = new(null, null, SignInOutcome.Wrong);

    internal static SignedIn TooOften { get; } = new(null, null, SignInOutcome.TooOften);

    internal static SignedIn Done { get; } = new(null, null, SignInOutcome.Done);
}
