using System.Text.Json.Serialization;

namespace Cloud.Crm.Access;

/// <summary>What somebody is in the chain; which stores that is for is said beside it.</summary>
[JsonConverter(typeof(JsonStringEnumConverter<Role>))]
internal enum Role
{
    /// <summary>Runs headquarters: everything, everywhere.</summary>
    [JsonStringEnumMemberName("admin")]
    Admin,

    /// <summary>Runs the stores of a region.</summary>
    [JsonStringEnumMemberName("region")]
    Region,

    /// <summary>Runs a store.</summary>
    [JsonStringEnumMemberName("manager")]
    Manager,

    /// <summary>Works in a store.</summary>
    [JsonStringEnumMemberName("associate")]
    Associate,

    /// <summary>Sees everything that is not personal, and the audit; changes nothing.</summary>
    [JsonStringEnumMemberName("auditor")]
    Auditor,

    /// <summary>A till: hands in sales and returns, finds the one customer who stands before it, takes points and vouchers, knows the prices.</summary>
    [JsonStringEnumMemberName("till")]
    Till,
}
