using System.Text.Json.Serialization;
using Cloud.Contracts.Joining;

namespace Cloud.Crm.Joining;

/// <summary>Who is to join.</summary>
/// <param name="Store">A store that there is.</param>
/// <param name="Gateway">The gateway's name: one of that store, or a new one.</param>
internal sealed record JoinCodeBody(string? Store, string? Gateway);

/// <summary>A one-time code, shown this once.</summary>
/// <param name="Store">The store.</param>
/// <param name="Gateway">The gateway that joins with it, and no other.</param>
/// <param name="Code">As people type it.</param>
/// <param name="Text">What its picture says, and the whole of a join file.</param>
/// <param name="Replaces">Whether the gateway has joined before: with this code its earlier certificates end.</param>
/// <param name="ExpiresAt">Until when it can be used.</param>
internal sealed record JoinCodeView(string Store, string Gateway, string Code, string Text, bool Replaces, DateTime ExpiresAt);

/// <summary>A join file: what the picture of a code says.</summary>
internal sealed record JoinText(string Code, string Headquarters);

/// <summary>Which key a person lets in.</summary>
/// <param name="Key">The whole fingerprint, as the list shows it.</param>
internal sealed record ReturnBody(string? Key);

/// <summary>How a gateway's certificate stands.</summary>
[JsonConverter(typeof(JsonStringEnumConverter<CertificateState>))]
internal enum CertificateState
{
    /// <summary>It never had one.</summary>
    [JsonStringEnumMemberName("none")]
    None,

    /// <summary>It is good for more than 30 days.</summary>
    [JsonStringEnumMemberName("good")]
    Good,

    /// <summary>It ends within 30 days, and should have been renewed by now: an alarm.</summary>
    [JsonStringEnumMemberName("ending")]
    Ending,

    /// <summary>It has ended.</summary>
    [JsonStringEnumMemberName("ended")]
    Ended,

    /// <summary>It was taken back.</summary>
    [JsonStringEnumMemberName("revoked")]
    Revoked,
}

/// <summary>How a gateway stands with headquarters' authority.</summary>
/// <param name="Gateway">Its name.</param>
/// <param name="Store">Its store.</param>
/// <param name="State">How its newest certificate stands.</param>
/// <param name="Serial">That certificate's serial number, hexadecimal.</param>
/// <param name="IssuedAt">When it was given.</param>
/// <param name="ExpiresAt">When it ends.</param>
/// <param name="RevokedAt">When it was taken back.</param>
/// <param name="CodeExpiresAt">Until when an open code can be used; null where there is none.</param>
/// <param name="Return">Its wish to come back after its certificate has ended; null where it has none.</param>
internal sealed record GatewayStanding(
    string Gateway,
    string Store,
    CertificateState State,
    string? Serial,
    DateTime? IssuedAt,
    DateTime? ExpiresAt,
    DateTime? RevokedAt,
    DateTime? CodeExpiresAt,
    GatewayReturn? Return)
{
    /// <summary>How long before its end a certificate is an alarm..</summary>
    internal static readonly TimeSpan AlarmAhead = TimeSpan.FromDays(30);

    /// <summary>What a certificate's dates say.</summary>
    internal static CertificateState StateOf(DateTime? expiresAt, DateTime? revokedAt, DateTime now) =>
        expiresAt is not { } end ? CertificateState.None
        : revokedAt is not null ? CertificateState.Revoked
        : end <= now ? CertificateState.Ended
        : end <= now + AlarmAhead ? CertificateState.Ending
        : CertificateState.Good;
}

/// <summary>A gateway's wish to come back.</summary>
/// <param name="Key">The fingerprint of the key it asks with; the gateway shows the same.</param>
/// <param name="Address">Where it asked from.</param>
/// <param name="AskedAt">When it asked first with this key.</param>
/// <param name="ConfirmedAt">When a person let it in; null where nobody has.</param>
internal sealed record GatewayReturn(string Key, string Address, DateTime AskedAt, DateTime? ConfirmedAt);

[JsonSourceGenerationOptions(PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase)]
[JsonSerializable(typeof(JoinCodeBody))]
[JsonSerializable(typeof(JoinCodeView))]
[JsonSerializable(typeof(JoinText))]
[JsonSerializable(typeof(ReturnBody))]
[JsonSerializable(typeof(IReadOnlyList<GatewayStanding>))]
[JsonSerializable(typeof(JoinRequest))]
[JsonSerializable(typeof(RenewalRequest))]
[JsonSerializable(typeof(JoinAnswer))]
[JsonSerializable(typeof(RenewalPending))]
internal sealed partial class JoiningJson : JsonSerializerContext;
