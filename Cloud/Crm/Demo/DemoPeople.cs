using System.Globalization;
using Cloud.Crm.Customers;
using Cloud.Crm.Members;

namespace Cloud.Crm.Demo;

/// <summary>The demonstration chain's customers become members, each on their day.</summary>
internal sealed class DemoPeople(CustomerEditing editing, CustomerRemarks remarks, MarketingConsents consents, MemberKeyring keys)
{
    /// <summary>Those who join on a day.</summary>
    internal async Task JoinAsync(IEnumerable<DemoCustomer> joining, CancellationToken cancellationToken)
    {
        foreach (var customer in joining)
        {
            var body = new CustomerBody(
                customer.Name, Phone: customer.Phone, Email: customer.Number % 3 == 0 ? $"{customer.Id}@example.com" : null,
                Card: customer.Number % 2 == 0 ? string.Create(CultureInfo.InvariantCulture, $"DEMO{customer.Number:000000}") : null, HomeStore: DemoStore.All[customer.Home].Store);
            if (await editing.SetAsync(customer.Id, body, mayReplace: false, "till", DemoChain.Caller, keys.Key!, cancellationToken) is { Outcome: not ChangeOutcome.Created } change)
            {
                throw new DemoException($"customer {customer.Id} could not be made: {change.Said}");
            }

            if (customer.Usual.Any(goods => DemoGoods.All[goods].Category == "母婴"))
            {
                await remarks.TagAsync(customer.Id, "母婴", DemoChain.Caller, cancellationToken);
            }

            if (customer.Number % 4 == 0)
            {
                await consents.SetAsync(customer.Id, new ConsentBody("marketing", "sms", Given: true, "2025-1", "zh-CN"), DemoChain.Caller, cancellationToken);
            }
        }
    }
}
