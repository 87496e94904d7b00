using System.Collections.Frozen;

namespace Cloud.Crm.Access;

/// <summary>What each role may. Which stores that is for is the caller's <see cref="Caller.Stores"/>.</summary>
internal static class RolePermissions
{
    // A token in a shop can be stolen: it lists nobody and nothing but prices, and knows one customer at a time by what that one has said.
    private static readonly Permission[] s_till =
        [Permission.SignedIn, Permission.ViewPrices, Permission.FindCustomers, Permission.PostSales, Permission.UseVouchers];

    private static readonly Permission[] s_associate =
    [
        Permission.SignedIn, Permission.ViewStores, Permission.ViewStock, Permission.ViewPrices, Permission.CountStock, Permission.MoveStock, Permission.ViewOrders,
        Permission.ViewCustomers, Permission.FindCustomers, Permission.EditCustomers, Permission.WithdrawConsents, Permission.ViewProgramme, Permission.ViewSales, Permission.PostSales,
        Permission.RetrySales, Permission.UseVouchers, Permission.ViewVisits,
    ];

    private static readonly Permission[] s_manager =
    [
        .. s_associate, Permission.OperateGateways, Permission.EditPlanograms, Permission.EditOrders, Permission.EditReorderRules, Permission.RevealContacts,
        Permission.MergeCustomers, Permission.ImportCustomers, Permission.AdjustPoints,
    ];

    private static readonly Permission[] s_region = [.. s_manager, Permission.MaintainGateways, Permission.EditStores, Permission.EraseCustomers];

    // No customers: they are personal.
    private static readonly Permission[] s_auditor =
    [
        Permission.SignedIn, Permission.ViewStores, Permission.ViewStock, Permission.ViewPrices, Permission.ViewOrders, Permission.ViewProgramme, Permission.ViewSales, Permission.ViewVisits,
        Permission.ViewAudit,
    ];

    private static readonly FrozenDictionary<Role, FrozenSet<Permission>> s_of = new Dictionary<Role, FrozenSet<Permission>>
    {
        [Role.Admin] = Enum.GetValues<Permission>().Where(p => p != Permission.None).ToFrozenSet(),
        [Role.Region] = s_region.ToFrozenSet(),
        [Role.Manager] = s_manager.ToFrozenSet(),
        [Role.Associate] = s_associate.ToFrozenSet(),
        [Role.Auditor] = s_auditor.ToFrozenSet(),
        [Role.Till] = s_till.ToFrozenSet(),
    }.ToFrozenDictionary();

    /// <summary>Everything a role may.</summary>
    internal static FrozenSet<Permission> Of(Role role) => s_of[role];

    /// <summary>Whether the caller's role has it; <see cref="Permission.None"/> asks for nothing.</summary>
    internal static bool May(this Caller caller, Permission permission) => permission == Permission.None || s_of[caller.Role].Contains(permission);

    /// <summary>Whether a role without regions and stores of its own sees all of them; every other sees none then.</summary>
    internal static bool SeesAllByDefault(Role role) => role is Role.Admin or Role.Auditor;

    /// <summary>A role as texts name it, such as in the configuration.</summary>
    internal static Role? Read(string? text) => text switch
    {
        "admin" => Role.Admin,
        "region" => Role.Region,
        "manager" => Role.Manager,
        "associate" => Role.Associate,
        "auditor" => Role.Auditor,
        "till" => Role.Till,
        _ => null,
    };

    /// <summary>What <see cref="Read"/> reads.</summary>
    internal static string Word(this Role role) => role switch
    {
        Role.Admin => "admin",
        Role.Region => "region",
        Role.Manager => "manager",
        Role.Associate => "associate",
        Role.Auditor => "auditor",
        _ => "till",
    };
}
