namespace Cloud.Crm.Customers;

/// <summary>What became of a change.</summary>
internal enum ChangeOutcome
{
    /// <summary>It is made.</summary>
    Done,

    /// <summary>It is made, and the customer is new.</summary>
    Created,

    /// <summary>There is no such customer, or what is to be changed is not there.</summary>
    NotFound,

    /// <summary>Another customer stands against it.</summary>
    Conflict,

    /// <summary>It was made against a revision that is not the present one.</summary>
    Stale,

    /// <summary>It cannot be.</summary>
    Wrong,
}

/// <summary>A change of a customer and what became of it.</summary>
/// <param name="Outcome">What became of it.</param>
/// <param name="Customer">The customer; with a conflict the one who stands against it.</param>
/// <param name="Said">Why not, in words.</param>
/// <param name="Revision">The customer's revision now.</param>
internal sealed record CustomerChange(ChangeOutcome Outcome, string Customer, string Said = "", long Revision = 0);
