using Cloud.Crm.Fleet;
using Microsoft.AspNetCore.Http.HttpResults;

namespace Cloud.Crm.Stock;

/// <summary>What became of something that was asked of stock: a value, or why not.</summary>
/// <param name="Value">The value; null where it was refused.</param>
/// <param name="Status">200 and 201 with a value; 400, 404, 409 or 412 with a refusal.</param>
/// <param name="Refusal">What came, what was expected, what to do.</param>
internal readonly record struct StockAnswer<T>(T? Value, int Status, string? Refusal)
    where T : class
{
    internal static StockAnswer<T> Ok(T value) => new(value, StatusCodes.Status200OK, null);

    internal static StockAnswer<T> Created(T value) => new(value, StatusCodes.Status201Created, null);

    internal static StockAnswer<T> Bad(string refusal) => new(null, StatusCodes.Status400BadRequest, refusal);

    internal static StockAnswer<T> Missing(string refusal) => new(null, StatusCodes.Status404NotFound, refusal);

    internal static StockAnswer<T> Conflict(string refusal) => new(null, StatusCodes.Status409Conflict, refusal);

    /// <summary>The same refusal where another value was asked for.</summary>
    internal StockAnswer<TOther> As<TOther>()
        where TOther : class => new(null, Status, Refusal);

    /// <summary>The answer to a request that makes nothing new.</summary>
    internal Results<Ok<T>, BadRequest<Refusal>, NotFound<Refusal>, Conflict<Refusal>> Told() => Status switch
    {
        StatusCodes.Status400BadRequest => TypedResults.BadRequest(new Refusal(Refusal!)),
        StatusCodes.Status404NotFound => TypedResults.NotFound(new Refusal(Refusal!)),
        StatusCodes.Status409Conflict => TypedResults.Conflict(new Refusal(Refusal!)),
        _ => TypedResults.Ok(Value),
    };

    /// <summary>The answer to a request that makes something; asked again, it is there already.</summary>
    internal Results<Ok<T>, Created<T>, BadRequest<Refusal>, NotFound<Refusal>, Conflict<Refusal>> Made(Func<T, string> address) => Status switch
    {
        StatusCodes.Status201Created => TypedResults.Created(address(Value!), Value),
        StatusCodes.Status400BadRequest => TypedResults.BadRequest(new Refusal(Refusal!)),
        StatusCodes.Status404NotFound => TypedResults.NotFound(new Refusal(Refusal!)),
        StatusCodes.Status409Conflict => TypedResults.Conflict(new Refusal(Refusal!)),
        _ => TypedResults.Ok(Value),
    };
}
