namespace EdgeGateway.Core.Scanning;

/// <summary>One element of a GS1 element string.</summary>
/// <param name="Ai">The application identifier, such as <c>3103</c>.</param>
/// <param name="Title">Its data title, such as <c>NET WEIGHT</c>.</param>
/// <param name="Data">The data as it was encoded.</param>
/// <param name="Value">What it means where that is not the data itself: a decimal such as <c>1.250</c>, an ISO 8601 date or time; else null.</param>
/// <param name="Unit">The UCUM unit of a measure (<c>kg</c>, <c>m</c>; pounds as <c>lb</c>), the ISO 4217 number of an amount's currency; else null.</param>
public sealed record Gs1Element(string Ai, string Title, string Data, string? Value, string? Unit);

/// <summary>A GS1 element string, taken apart.</summary>
/// <param name="Elements">The elements in their order; up to the first error.</param>
/// <param name="Errors">Why it must not be used; empty where it may.</param>
/// <param name="Warnings">What is odd about it though it can be used.</param>
public sealed record Gs1Message(IReadOnlyList<Gs1Element> Elements, IReadOnlyList<ScanFault> Errors, IReadOnlyList<ScanFault> Warnings);
