using Cloud.Crm.Access;
using Cloud.Crm.Members;

namespace Cloud.Crm.Customers;

/// <summary>What is hidden from whom: numbers from everybody but for their ends, and all of the person from an auditor.</summary>
internal static class CustomerMasks
{
    /// <summary>The name as the caller may see it.</summary>
    internal static string Name(string name, Caller caller) => caller.Role == Role.Auditor ? CustomerName.Hide(name) : name;

    /// <summary>The contact data of which the caller may see the ends; null where none.</summary>
    internal static MemberContact? Contact(MemberContact? contact, Caller caller) => caller.Role == Role.Auditor ? null : contact;

    /// <summary>A source's own id with its middle hidden: it may be a number that the person is known by elsewhere.</summary>
    internal static string ExternalId(string id) => id.Length > 6 ? $"{id[..2]}****{id[^2..]}" : "****";
}
