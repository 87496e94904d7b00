namespace Bench.Pages;

/// <summary>One request of a page.</summary>
/// <param name="What">What a person would call it.</param>
/// <param name="Path">Its path; <c>{after}</c> stands for a mark that is found out first.</param>
/// <param name="Bar">How long it may take, p95.</param>
internal sealed record PageRequest(string What, string Path, TimeSpan Bar)
{
    private static readonly TimeSpan s_list = TimeSpan.FromMilliseconds(200);
    private static readonly TimeSpan s_search = TimeSpan.FromMilliseconds(300);
    private static readonly TimeSpan s_page = TimeSpan.FromSeconds(1);

    /// <summary>Pages of the chain.</summary>
    internal static IReadOnlyList<PageRequest> Chain { get; } =
    [
        new("overview", "/api/overview", s_page),
        new("stores", "/api/stores", s_page),
        new("places of stores", "/api/places", s_page),
        new("stock of all stores, first page", "/api/stock?limit=50", s_list),
        new("stock of all stores, at the middle", "/api/stock?limit=50&after={stock-middle}", s_list),
        new("stock of all stores, at the end", "/api/stock?limit=50&after={stock-end}", s_list),
        new("stock of one store", "/api/stock?store=shop-0150&limit=50", s_list),
        new("low stock of all stores", "/api/stock?show=low&limit=50", s_list),
        new("stock by a part of a name", "/api/stock?search=goods%2012&limit=50", s_search),
        new("stock of one SKU in one store", "/api/stock/shop-0150/sku-00200", s_page),
        new("SKU in nearby stores", "/api/stock/nearby?store=shop-0150&sku=sku-00200", s_page),
        new("moves of a store", "/api/stock/moves?store=shop-0150&limit=50", s_list),
        new("moves of a SKU", "/api/stock/moves?store=shop-0150&sku=sku-00200&limit=50", s_list),
        new("books", "/api/stock/books", s_page),
        new("shelf view", "/api/shelves/shop-0150", s_page),
        new("alarms", "/api/stock/alarms?limit=50", s_list),
        new("turnover of a store", "/api/stock/turnover?store=shop-0150&days=30", s_page),
        new("products", "/api/products?limit=50", s_list),
        new("replenishment of all stores", "/api/replenishment?limit=50", s_list),
        new("replenishment of one store", "/api/replenishment?store=shop-0150&limit=50", s_list),
        new("every rule of one store", "/api/replenishment?store=shop-0150&show=all&limit=50", s_list),
        new("purchases", "/api/purchases?limit=50", s_list),
        new("purchases of a store", "/api/purchases?store=shop-0150&limit=50", s_list),
        new("suppliers", "/api/suppliers?limit=50", s_list),
        new("how a supplier does", "/api/suppliers/supplier-7/performance?days=90", s_page),
        new("sales", "/api/sales?limit=50", s_list),
        new("sales of a store", "/api/sales?store=shop-0150&limit=50", s_list),
        new("sums of a store's sales", "/api/sales/summary?store=shop-0150&days=30", s_page),
        new("heat map of one store", "/api/visits/heatmap?store=shop-0150&from={from}&to={to}", s_page),
        new("heat map of all stores", "/api/visits/heatmap?from={from}&to={to}", s_page),
        new("arrivals of all stores", "/api/visits/arrivals?limit=50", s_list),
        new("arrivals of one store", "/api/visits/arrivals?store=shop-0150&limit=50", s_list),
        new("visits of a store", "/api/visits/summary?store=shop-0150&days=30", s_page),
        new("events of a store", "/api/stores/shop-0150/events?limit=50", s_list),
        new("audit", "/api/audit?limit=50", s_list),
        new("imports", "/api/imports?limit=50", s_list),
        new("transfers", "/api/transfers?limit=50", s_list),
    ];

    /// <summary>Pages of customers, measured with few of them and with all.</summary>
    internal static IReadOnlyList<PageRequest> Customers { get; } =
    [
        new("customers, first page", "/api/customers?limit=50", s_list),
        new("customers, further on", "/api/customers?limit=50&after={customers-next}", s_list),
        new("customers by a name's beginning", "/api/customers?search=%E7%8E%8B%E4%BC%9F&limit=50", s_search),
        new("customers by a name's end", "/api/customers?search=%E6%B6%B5&limit=50", s_search),
        new("customers by telephone", "/api/customers?search=13800138000&limit=50", s_search),
        new("customers by a name that nobody has", "/api/customers?search=Nobody&limit=50", s_search),
        new("customers of a tag", "/api/customers?tag=tag-7&limit=50", s_search),
        new("customers of a level", "/api/customers?level=gold&limit=50", s_list),
        new("one customer", "/api/customers/m-0000001", s_page),
        new("one customer's timeline, 250 sales and more", "/api/customers/m-0000001/timeline?limit=50", s_page),
        new("one customer's points", "/api/customers/m-0000001/points", s_page),
        new("one customer's consents", "/api/customers/m-0000001/consents", s_page),
        new("sales of a customer", "/api/sales?member=m-0000001&limit=50", s_list),
        new("tags", "/api/customers/tags", s_page),
        new("duplicates", "/api/customers/duplicates?limit=50", s_list),
        new("levels", "/api/members/levels", s_page),
    ];
}
