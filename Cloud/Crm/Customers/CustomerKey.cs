namespace Cloud.Crm.Customers;

/// <summary>What somebody is looked for by; numbers and addresses are brought into their normal form first.</summary>
internal readonly record struct CustomerKey
{
    private CustomerKey(CustomerKeyKind kind, string text) => (Kind, Text) = (kind, text);

    internal CustomerKeyKind Kind { get; }

    internal string Text { get; }

    internal static CustomerKey OfId(string id) => new(CustomerKeyKind.Id, id);

    internal static CustomerKey OfPhone(string phone) => new(CustomerKeyKind.Phone, phone);

    internal static CustomerKey OfEmail(string email) => new(CustomerKeyKind.Email, email);

    internal static CustomerKey OfCard(string card) => new(CustomerKeyKind.Card, card);

    /// <summary>Says what kind of key it is and not whose.</summary>
    public override string ToString() => Kind.ToString();
}

/// <summary>The kinds of what people are looked for by.</summary>
internal enum CustomerKeyKind
{
    /// <summary>The customer's id.</summary>
    Id,

    /// <summary>A phone number.</summary>
    Phone,

    /// <summary>An e-mail address.</summary>
    Email,

    /// <summary>A card number.</summary>
    Card,
}
