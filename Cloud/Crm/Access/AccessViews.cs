using System.Text.Json;
using System.Text.Json.Serialization;

namespace Cloud.Crm.Access;

#pragma warning disable CS1591 // What is not said here is what the name says.

/// <summary>Who is signed in. Stores is null for all.</summary>
internal sealed record MeView(string Id, string Name, string? Login, Role Role, IReadOnlyList<string>? Stores, IReadOnlyList<Permission> Permissions);

/// <summary>Whether there is no account yet.</summary>
internal sealed record SetupView(bool Needed);

internal sealed record SetupBody(string? Code, string? Login, string? Name, string? Password);

internal sealed record SignInBody(string? Login, string? Password);

internal sealed record PasswordBody(string? Current, string? Next);

internal sealed record ResetBody(string? Login, string? Code, string? Password);

/// <summary>A way to sign in elsewhere.</summary>
/// <param name="Name">Its name in the configuration.</param>
/// <param name="Title">What people call it.</param>
/// <param name="Path">Where to go, by a full page load.</param>
internal sealed record ProviderView(string Name, string Title, string Path);

/// <summary>An account. Regions and stores are as they were given; none, for an admin or auditor, is everything. Code is a one-time code to choose a password with, only in the answer that made it.</summary>
internal sealed record AccountView(
    string Id, string Login, string Name, string? Email, Role Role, IReadOnlyList<string> Regions, IReadOnlyList<string> Stores, bool Active, bool HasPassword,
    IReadOnlyList<AccountLinkView> Links, DateTime CreatedAt, DateTime? LastSeenAt, long Version, [property: JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)] string? Code);

/// <summary>Who an account is at a provider.</summary>
internal sealed record AccountLinkView(string Provider, string Issuer);

internal sealed record AccountPage(IReadOnlyList<AccountView> Accounts, string? Next);

internal sealed record AccountBody(string? Login, string? Name, string? Email, Role? Role, string[]? Regions, string[]? Stores, string? Password);

/// <summary>What is to change; null stays. An empty e-mail removes it.</summary>
internal sealed record AccountPatch(string? Name, string? Email, Role? Role, string[]? Regions, string[]? Stores, bool? Active);

/// <summary>A one-time code.</summary>
internal sealed record CodeAnswer(string Code, DateTime ExpiresAt);

/// <summary>A program's key. Secret is only in the answer that made it.</summary>
internal sealed record TokenView(
    string Id, string Name, Role Role, IReadOnlyList<string> Regions, IReadOnlyList<string> Stores, string CreatedBy, DateTime CreatedAt, DateTime? ExpiresAt, DateTime? LastUsedAt,
    [property: JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)] string? Secret);

internal sealed record TokenPage(IReadOnlyList<TokenView> Tokens, string? Next);

internal sealed record TokenBody(string? Name, Role? Role, string[]? Regions, string[]? Stores, int? Days);

/// <summary>Somebody did something. Name is the account's or token's, where it is known.</summary>
internal sealed record AuditEntryView(
    string Id, DateTime At, string Who, string? Name, string Role, string Action, string Kind, string Subject, string? Store, JsonElement? Detail);

internal sealed record AuditPage(IReadOnlyList<AuditEntryView> Entries, string? Next);

#pragma warning restore CS1591

[JsonSourceGenerationOptions(PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase)]
[JsonSerializable(typeof(MeView))]
[JsonSerializable(typeof(SetupView))]
[JsonSerializable(typeof(SetupBody))]
[JsonSerializable(typeof(SignInBody))]
[JsonSerializable(typeof(PasswordBody))]
[JsonSerializable(typeof(ResetBody))]
[JsonSerializable(typeof(IReadOnlyList<ProviderView>))]
[JsonSerializable(typeof(AccountView))]
[JsonSerializable(typeof(AccountPage))]
[JsonSerializable(typeof(AccountBody))]
[JsonSerializable(typeof(AccountPatch))]
[JsonSerializable(typeof(CodeAnswer))]
[JsonSerializable(typeof(TokenView))]
[JsonSerializable(typeof(TokenPage))]
[JsonSerializable(typeof(TokenBody))]
[JsonSerializable(typeof(AuditPage))]
[JsonSerializable(typeof(int?))]
internal sealed partial class AccessJson : JsonSerializerContext;
