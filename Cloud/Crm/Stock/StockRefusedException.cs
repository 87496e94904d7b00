namespace Cloud.Crm.Stock;

/// <summary>A change of stock cannot be made; nothing of its transaction happens.</summary>
/// <param name="message">What came, what was expected, what to do.</param>
internal sealed class StockRefusedException(string message) : Exception(message);

/// <summary>Turns refusals that had to undo a transaction into answers.</summary>
internal static class StockRefusals
{
    /// <summary>The answer, or a conflict where the change was refused.</summary>
    internal static async Task<StockAnswer<T>> OrConflictAsync<T>(this Task<StockAnswer<T>> answer)
        where T : class
    {
        try
        {
            return await answer;
        }
        catch (StockRefusedException refused)
        {
            return StockAnswer<T>.Conflict(refused.Message);
        }
    }
}
