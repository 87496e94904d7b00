using System.Text.Json.Serialization;

namespace Cloud.Crm.Access;

/// <summary>What an endpoint asks of its caller; every endpoint names one.</summary>
[JsonConverter(typeof(PermissionNames))]
internal enum Permission
{
#pragma warning disable CS1591 // Each is a verb and what it is about; RolePermissions says who has it. None is open to anybody, SignedIn to whoever is signed in.
    None,
    SignedIn,
    ViewStores,
    EditStores,
    OperateGateways,
    MaintainGateways,
    EditTemplates,
    ViewStock,
    ViewPrices,
    CountStock,
    MoveStock,
    EditProducts,
    EditPlanograms,
    ViewOrders,
    EditOrders,
    EditReorderRules,
    ViewCustomers,
    FindCustomers,
    EditCustomers,
    RevealContacts,
    MergeCustomers,
    ImportCustomers,
    EraseCustomers,
    WithdrawConsents,
    ViewProgramme,
    EditProgramme,
    AdjustPoints,
    ViewSales,
    PostSales,
    RetrySales,
    UseVouchers,
    ViewVisits,
    ViewAudit,
    EditAccounts,
    EditWebhooks,
#pragma warning restore CS1591
}

/// <summary>Permissions on the wire: their names in camel case.</summary>
internal sealed class PermissionNames() : JsonStringEnumConverter<Permission>(System.Text.Json.JsonNamingPolicy.CamelCase);
