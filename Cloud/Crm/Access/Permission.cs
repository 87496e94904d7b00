namespace Cloud.Crm.Access;

/// <summary>What an endpoint asks of its caller; every endpoint names one.</summary>
internal enum Permission
{
#pragma warning disable CS1591 // Each is a verb and what it is about; RolePermissions says who has it.
    None,
    ViewStores,
    EditStores,
    OperateGateways,
    ViewStock,
    CountStock,
    MoveStock,
    EditProducts,
    EditPlanograms,
    ViewOrders,
    EditOrders,
    EditReorderRules,
    ViewCustomers,
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
    UseVouchers,
    ViewVisits,
    ViewAudit,
    EditAccounts,
    EditWebhooks,
#pragma warning restore CS1591
}
