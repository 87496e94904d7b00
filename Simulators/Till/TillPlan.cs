namespace Simulators.Till;

/// <summary>What a till is to do.</summary>
/// <param name="Url">The intake, such as <c>http://127.0.0.1:8081</c>.</param>
/// <param name="Token">The bearer token; never logged.</param>
/// <param name="Rate">Events a second in all, or 0 for as many as are answered.</param>
/// <param name="Count">Events in all, or null until it is stopped.</param>
/// <param name="Parallel">Requests at a time.</param>
/// <param name="Batch">Events a request.</param>
/// <param name="Device">The device name given with each event, or null.</param>
/// <param name="Drain">How long unanswered events are tried on after the stop.</param>
internal sealed record TillPlan(
    Uri Url, string Token, double Rate, long? Count, int Parallel, int Batch, string? Device, TimeSpan Drain);
