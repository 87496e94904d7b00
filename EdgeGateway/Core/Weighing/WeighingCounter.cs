namespace EdgeGateway.Core.Weighing;

/// <summary>What a person has chosen at one scale: goods and container. Lives from one sale to the next.</summary>
internal sealed class WeighingCounter(WeighingShop shop, Tare? tare)
{
    private string? _plu;
    private bool _pluUsed;
    private bool _tareUsed;

    /// <summary>The container set by key; it goes before the one of the goods.</summary>
    public Tare? Key { get; private set; } = tare;

    /// <summary>The goods chosen, as the price list has them now; null where none are.</summary>
    public PricedItem? Item => _plu is null ? null : shop.Prices()?.Find(_plu);

    /// <summary>The container in force and where it comes from: <c>key</c> or <c>plu</c>.</summary>
    public (Tare Tare, string By)? Tare => Key is { } key ? (key, "key") : Item?.Tare is { } container ? (container, "plu") : null;

    /// <summary>Why nothing can be sold without more of a choice, or null.</summary>
    public string? Refusal =>
        _plu is not null ? (Item is null ? WeighingReason.PluGone : null)
        : shop.NeedsPlu ? WeighingReason.NoPlu : null;

    /// <summary>Chooses goods for the next load.</summary>
    public KeyOutcome Choose(string plu)
    {
        if (shop.Prices() is not { } prices)
        {
            return new("plu", "this store has no price list; set weighing.priceListFile");
        }

        if (prices.Find(plu) is null)
        {
            return new("plu", $"\"{plu}\" is not in the price list; expected one of its PLU numbers");
        }

        (_plu, _pluUsed) = (plu, false);
        return KeyOutcome.Done;
    }

    /// <summary>Sets a container, or none.</summary>
    public void Take(Tare? tare) => (Key, _tareUsed) = (tare, false);

    /// <summary>Forgets both.</summary>
    public void Clear() => (_plu, _pluUsed, Key, _tareUsed) = (null, false, null, false);

    /// <summary>They were used for a sale.</summary>
    public void Sold() => (_pluUsed, _tareUsed) = (true, true);

    /// <summary>The sale is over: the next one needs its own choice. A container that still lies there stays.</summary>
    /// <returns>Whether the container was forgotten.</returns>
    public bool EndSale(bool panIsBare)
    {
        if (_pluUsed && !shop.Options.KeepPlu)
        {
            (_plu, _pluUsed) = (null, false);
        }

        if (!_tareUsed || !panIsBare || Key is null)
        {
            return false;
        }

        Take(null);
        return true;
    }
}
