using System.Text.Json.Serialization;
using Microsoft.AspNetCore.Http;

namespace EdgeGateway.Console;

/// <summary><c>POST /v1/members/identify</c>: staff type or scan a member's card or phone number.</summary>
/// <param name="identifyAsync">Whose it is, how they are known by it, and whether they have just arrived; null where it is nobody's.</param>
public sealed class IdentifyEndpoint(Func<string, CancellationToken, Task<IdentifyAnswer?>> identifyAsync)
{
    private const int MostCharacters = 128;

    /// <summary>What it answers.</summary>
    public IReadOnlyList<ConsoleRoute> Routes => [new("POST", "/v1/members/identify", AnswerAsync) { Access = RouteAccess.Staff }];

    private async Task AnswerAsync(ConsoleRequest request)
    {
        if (!request.TryRead(IdentifyJson.Default.IdentifyBody, out var body, out var error))
        {
            await request.RefuseAsync(StatusCodes.Status400BadRequest, error);
        }
        else if (string.IsNullOrWhiteSpace(body.Text) || body.Text.Length > MostCharacters)
        {
            await request.RefuseAsync(StatusCodes.Status400BadRequest, new ConsoleError("text", $"expected a card or phone number of up to {MostCharacters} characters"));
        }
        else if (await identifyAsync(body.Text, CancellationToken.None) is { } answer)
        {
            await request.AnswerWithAsync(answer, IdentifyJson.Default.IdentifyAnswer);
        }
        else
        {
            await request.RefuseAsync(StatusCodes.Status404NotFound, new ConsoleError("text", "this is nobody's card or phone number here"));
        }
    }
}

/// <summary>Who it is.</summary>
/// <param name="Member">The member's id.</param>
/// <param name="Name">The name staff greet with; null where it is not known here.</param>
/// <param name="How"><c>card</c>, <c>qr</c> or <c>phone</c>.</param>
/// <param name="HasArrived">Whether staff are told of it now; false where the visit was known already.</param>
public sealed record IdentifyAnswer(string Member, string? Name, string How, bool HasArrived);

/// <summary>What was typed.</summary>
internal sealed record IdentifyBody(string? Text);

[JsonSourceGenerationOptions(PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase, UnmappedMemberHandling = JsonUnmappedMemberHandling.Disallow)]
[JsonSerializable(typeof(IdentifyBody))]
[JsonSerializable(typeof(IdentifyAnswer))]
internal sealed partial class IdentifyJson : JsonSerializerContext;
