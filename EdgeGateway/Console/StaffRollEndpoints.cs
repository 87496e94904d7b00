using System.Globalization;
using System.Runtime.Versioning;
using EdgeGateway.Core.Staff;
using Microsoft.AspNetCore.Http;
using Microsoft.Net.Http.Headers;

namespace EdgeGateway.Console;

/// <summary>What the owner's page of staff asks for: people, their phones, codes to pair them; and for everybody the authority that phones are told to trust.</summary>
[SupportedOSPlatform("linux")]
public sealed class StaffRollEndpoints
{
    private readonly StaffBook _book;
    private readonly PairingDesk _pairings;
    private readonly StaffDoor _door;

    /// <param name="book">The staff.</param>
    /// <param name="pairings">The codes.</param>
    /// <param name="door">How phones come in.</param>
    public StaffRollEndpoints(StaffBook book, PairingDesk pairings, StaffDoor door)
    {
        ArgumentNullException.ThrowIfNull(door);
        (_book, _pairings, _door) = (book, pairings, door);
        Routes =
        [
            new("GET", "/v1/staff/people", r => AnswerAsync(r)) { Access = RouteAccess.Owner },
            new("POST", "/v1/staff/people", AddAsync) { Access = RouteAccess.Owner },
            new("POST", "/v1/staff/people/{id}", ChangeAsync) { Access = RouteAccess.Owner },
            new("POST", "/v1/staff/pairings", MakeAsync) { Access = RouteAccess.Owner },
            new("DELETE", "/v1/staff/phones/{id}", RevokeAsync) { Access = RouteAccess.Owner },
            .. door.Authority is { } authority
                ? (ConsoleRoute[])
                [
                    // Plain too: a phone that does not trust it yet must be able to fetch it. It is compared by its fingerprint.
                    new("GET", "/staff/ca.crt", r => SendAsync(r, authority, "application/x-x509-ca-cert", $"edge-gateway-{door.Store}.crt")),
                    new("GET", "/staff/ca.mobileconfig", r => SendAsync(r, TrustProfile.Of(door.Store, authority), "application/x-apple-aspen-config", $"edge-gateway-{door.Store}.mobileconfig")),
                ]
                : [],
        ];
    }

    /// <summary>What it answers.</summary>
    public IReadOnlyList<ConsoleRoute> Routes { get; }

    /// <summary>Does what may fail on the disk; the answer says so.</summary>
    internal static async Task KeepingAsync(ConsoleRequest request, Func<Task> answerAsync)
    {
        try
        {
            await answerAsync();
        }
        catch (IOException e) when (!request.Response.HasStarted)
        {
            await request.RefuseAsync(StatusCodes.Status503ServiceUnavailable, new ConsoleError("", $"the gateway's disk does not take it: {e.Message}"));
        }
    }

    private Task AnswerAsync(ConsoleRequest request)
    {
        var origins = _door.Origins();
        var picture = _door.Authority is not null && origins.Count > 0 ? PairingPicture.SvgOf($"{origins[0]}/staff/ca.crt") : null;
        return request.AnswerWithAsync(new StaffRoll(_book.People, _book.Phones, origins, _door.Fingerprint, picture), StaffJson.Default.StaffRoll);
    }

    private Task AddAsync(ConsoleRequest request) => KeepingAsync(request, () =>
        !request.TryRead(StaffJson.Default.PersonBody, out var body, out var error) ? request.RefuseAsync(StatusCodes.Status400BadRequest, error)
        : _book.TryAdd(body.Name, out _) is { } mistake ? request.RefuseAsync(StatusCodes.Status400BadRequest, new ConsoleError("name", mistake))
        : AnswerAsync(request));

    private Task ChangeAsync(ConsoleRequest request) => KeepingAsync(request, () =>
    {
        if (!request.TryRead(StaffJson.Default.PersonBody, out var body, out var error))
        {
            return request.RefuseAsync(StatusCodes.Status400BadRequest, error);
        }

        if (_book.Find(request["id"]) is not { } person)
        {
            return request.RefuseAsync(StatusCodes.Status404NotFound, new ConsoleError("id", $"nobody here has the id \"{request["id"]}\""));
        }

        return _book.TryChange(person.Id, body.Name ?? person.Name, body.Active ?? person.Active) is { } mistake
            ? request.RefuseAsync(StatusCodes.Status400BadRequest, new ConsoleError("name", mistake))
            : AnswerAsync(request);
    });

    private Task MakeAsync(ConsoleRequest request)
    {
        if (!request.TryRead(StaffJson.Default.PairingBody, out var body, out var error))
        {
            return request.RefuseAsync(StatusCodes.Status400BadRequest, error);
        }

        var origins = _door.Origins();
        if (origins.Count == 0)
        {
            return request.RefuseAsync(StatusCodes.Status409Conflict, new ConsoleError("", "phones come in over HTTPS alone; set console.secureUrl, such as https://0.0.0.0:8443, and start the gateway again"));
        }

        if (body.Origin is { Length: > 0 } && !origins.Contains(body.Origin))
        {
            return request.RefuseAsync(StatusCodes.Status400BadRequest, new ConsoleError("origin", $"came \"{body.Origin}\"; expected one of {string.Join(", ", origins)}"));
        }

        if (body.Staff is null || _pairings.Make(body.Staff) is not { } made)
        {
            return request.RefuseAsync(StatusCodes.Status400BadRequest, new ConsoleError(
                "staff", string.Create(CultureInfo.InvariantCulture, $"came \"{body.Staff}\"; expected the id of somebody who works here and has fewer than {StaffBook.MaxPhonesEach} phones")));
        }

        // Behind the hash, so that it is in no log of a server on the way.
        var url = $"{(body.Origin is { Length: > 0 } origin ? origin : origins[0])}/staff#pair={made.Code}";
        return request.AnswerWithAsync(new StaffPairing(made.Code, url, PairingPicture.SvgOf(url), made.ExpiresAt), StaffJson.Default.StaffPairing);
    }

    private Task RevokeAsync(ConsoleRequest request) => KeepingAsync(request, () => _book.Revoke(request["id"])
        ? AnswerAsync(request)
        : request.RefuseAsync(StatusCodes.Status404NotFound, new ConsoleError("id", $"no phone has the id \"{request["id"]}\"")));

    private static Task SendAsync(ConsoleRequest request, byte[] content, string type, string name)
    {
        var response = request.Response;
        response.ContentType = type;
        response.Headers.CacheControl = "no-store";
        response.Headers.ContentDisposition = new ContentDispositionHeaderValue("attachment") { FileName = name }.ToString();
        response.ContentLength = content.Length;
        return response.Body.WriteAsync(content).AsTask();
    }
}
