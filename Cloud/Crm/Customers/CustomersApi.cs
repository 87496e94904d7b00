using System.Globalization;
using System.Text.Json;
using Cloud.Crm.Access;
using Cloud.Crm.Customers.Imports;
using Cloud.Crm.Fleet;
using Cloud.Crm.Members;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.AspNetCore.Mvc;

namespace Cloud.Crm.Customers;

/// <summary>Customers over HTTP: lists, one customer, and what people put beside one.</summary>
internal static class CustomersApi
{
    internal const int MaxLimit = 200;
    private const int MaxSearch = 100;

    internal static void Map(IEndpointRouteBuilder routes)
    {
        var api = routes.MapGroup("/api/customers").WithTags("Customers").AddEndpointFilter(NotKept);
        api.MapGet("", ListAsync).Needs(Permission.ViewCustomers).WithName("listCustomers").WithSummary("Customers by name, by part of a name, by tag or by level")
            .WithDescription("search: a part of a name from a word or ideograph on, or a whole phone number, e-mail address, card number or id. after: what the page before gave as next.");
        api.MapPost("", CreateAsync).Needs(Permission.EditCustomers).Idempotent().WithName("createCustomer").WithSummary("Creates a customer under a new id");
        api.MapPost("/find", FindByNumberAsync).Needs(Permission.FindCustomers).WithName("findCustomer").WithSummary("The one customer of a phone number, e-mail address or card number")
            .WithDescription("Numbers stand in the body, for addresses are kept in logs.");
        api.MapGet("/tags", TagsAsync).Needs(Permission.ViewCustomers).WithName("listTags").WithSummary("The 200 tags that most customers have");
        api.MapPost("/intake", TakeAsync).Needs(Permission.EditCustomers).WithName("takeCustomer").WithSummary("Somebody as a till or a web shop knows them: joins whom it is, or makes a customer")
            .WithDescription("The same source, externalId and version again changes nothing. Several customers with these numbers are told as a suggestion to merge them.");
        api.MapPost("/reassign", ReassignAsync).Needs(Permission.ImportCustomers).WithName("reassignCustomers").WithSummary("Gives the customers of somebody who leaves to somebody else");
        api.MapGet("/{id}", FindAsync).Needs(Permission.ViewCustomers).WithName("getCustomer").WithSummary("Everything of a customer but what is hidden")
            .WithDescription("The id of somebody who was merged answers with the one who stands for them. The ETag is the revision that PATCH asks for.");
        api.MapPut("/{id}", SetAsync).Needs(Permission.EditCustomers).WithName("setCustomer").WithSummary("Creates a customer under a given id, or replaces all that is known of one");
        api.MapPatch("/{id}", PatchAsync).Needs(Permission.EditCustomers).WithName("changeCustomer").WithSummary("Changes what is named; null takes away")
            .WithDescription("Needs If-Match with the revision that was read; 412 says which it is now.");
        api.MapPost("/{id}/reveal", RevealAsync).Needs(Permission.RevealContacts).WithName("revealContact").WithSummary("Shows a hidden number or address to somebody who says why; kept in the audit");
        api.MapPut("/{id}/tags/{tag}", TagAsync).Needs(Permission.EditCustomers).WithName("tagCustomer").WithSummary("Puts a tag on a customer");
        api.MapDelete("/{id}/tags/{tag}", UntagAsync).Needs(Permission.EditCustomers).WithName("untagCustomer").WithSummary("Takes a tag away");
        api.MapPost("/{id}/notes", NoteAsync).Needs(Permission.EditCustomers).Idempotent().WithName("noteCustomer").WithSummary("Writes a note, 1 to 2,000 characters");
        api.MapDelete("/{id}/notes/{note}", ForgetNoteAsync).Needs(Permission.EditCustomers).WithName("removeNote").WithSummary("Takes a note away");
        api.MapGet("/{id}/timeline", TimelineAsync).Needs(Permission.ViewCustomers).WithName("getTimeline").WithSummary("What happened with a customer, newest first, each entry with the row it comes from");
        api.MapGet("/{id}/consents", ConsentsAsync).Needs(Permission.ViewCustomers).WithName("getConsents").WithSummary("What a customer agreed to, with every change");
        api.MapPut("/{id}/consents", ConsentAsync).Needs(Permission.EditCustomers).WithName("setConsent").WithSummary("Writes down that a customer agreed to something, or withdrew");
        PersonApi.Map(api);
        ConsentsApi.Map(routes);
        ImportsApi.Map(routes);
    }

    /// <summary>Answers with people in them are not kept on the way.</summary>
    internal static async ValueTask<object?> NotKept(EndpointFilterInvocationContext context, EndpointFilterDelegate next)
    {
        context.HttpContext.Response.Headers.CacheControl = "no-store";
        return await next(context);
    }

    private static async Task<Results<Ok<CustomerPage>, BadRequest<Refusal>>> ListAsync(
        HttpContext context, CustomerQueries queries, MemberKeyring keys, CancellationToken cancellationToken, string? search = null, string? tag = null, string? level = null, string? after = null, int limit = 50)
    {
        if (LimitMistake(limit) is { } mistake)
        {
            return TypedResults.BadRequest(new Refusal(mistake));
        }

        if (search?.Length > MaxSearch || tag?.Length > MaxSearch || level?.Length > MaxSearch)
        {
            return TypedResults.BadRequest(new Refusal($"search, tag and level have at most {MaxSearch} characters"));
        }

        CustomerMark? mark = null;
        if (after is not null && (mark = CustomerMark.Read(after)) is null)
        {
            return TypedResults.BadRequest(new Refusal("after is not what a page gave as next"));
        }

        return TypedResults.Ok(await queries.ListAsync(new CustomerQuestion(CustomerRules.Some(search), CustomerRules.Some(tag), CustomerRules.Some(level), mark, limit), context.Caller(), keys.Key, cancellationToken));
    }

    private static async Task<Results<Ok<FoundCustomer>, BadRequest<Refusal>, NotFound<Refusal>>> FindByNumberAsync([FromBody] FindBody body, CustomerFinding finding, CancellationToken cancellationToken) =>
        CustomerFinding.Mistake(body) is { } mistake ? TypedResults.BadRequest(new Refusal(mistake))
        : await finding.FindAsync(body, cancellationToken) is { } found ? TypedResults.Ok(found)
        : TypedResults.NotFound(new Refusal("nobody is known by this number or address"));

    private static async Task<Results<Ok<CustomerView>, NotFound<Refusal>>> FindAsync(HttpContext context, string id, CustomerDetails details, MemberKeyring keys, CancellationToken cancellationToken)
    {
        if (await details.FindAsync(id, context.Caller(), keys.Key, cancellationToken) is not { } view)
        {
            return NoCustomer(id);
        }

        context.Response.Headers.ETag = ETag(view.Revision);
        return TypedResults.Ok(view);
    }

    [ProducesResponseType<CustomerView>(StatusCodes.Status201Created)]
    [ProducesResponseType<Refusal>(StatusCodes.Status400BadRequest)]
    [ProducesResponseType<Refusal>(StatusCodes.Status409Conflict)]
    private static Task<IResult> CreateAsync(
        HttpContext context, [FromBody] CustomerBody body, CustomerEditing editing, CustomerDetails details, MemberKeyring keys, MemberCourier courier, TimeProvider clock, CancellationToken cancellationToken) =>
        WriteAsync(context, Guid.CreateVersion7(clock.GetUtcNow()).ToString(), body, editing, details, keys, courier, "staff", cancellationToken);

    [ProducesResponseType<CustomerView>(StatusCodes.Status200OK)]
    [ProducesResponseType<CustomerView>(StatusCodes.Status201Created)]
    [ProducesResponseType<Refusal>(StatusCodes.Status400BadRequest)]
    [ProducesResponseType<Refusal>(StatusCodes.Status409Conflict)]
    private static Task<IResult> SetAsync(
        HttpContext context, string id, [FromBody] CustomerBody body, CustomerEditing editing, CustomerDetails details, MemberKeyring keys, MemberCourier courier, CancellationToken cancellationToken) =>
        WriteAsync(context, id, body, editing, details, keys, courier, "integration", cancellationToken);

    private static async Task<IResult> WriteAsync(
        HttpContext context, string id, CustomerBody body, CustomerEditing editing, CustomerDetails details, MemberKeyring keys, MemberCourier courier, string source, CancellationToken cancellationToken)
    {
        if (keys.Key is not { } key)
        {
            return NoKey();
        }

        if (CustomerRules.Check(id, body, key.CountryCode) is { } mistakes)
        {
            return TypedResults.BadRequest(new Refusal(mistakes));
        }

        var change = await editing.SetAsync(id, CustomerRules.Tidy(body), mayReplace: true, source, context.Caller(), key, cancellationToken);
        courier.Nudge();
        return await AnswerAsync(context, change, details, key, cancellationToken);
    }

    [ProducesResponseType<CustomerView>(StatusCodes.Status200OK)]
    [ProducesResponseType<Refusal>(StatusCodes.Status400BadRequest)]
    [ProducesResponseType<Refusal>(StatusCodes.Status404NotFound)]
    [ProducesResponseType<Refusal>(StatusCodes.Status409Conflict)]
    [ProducesResponseType<Refusal>(StatusCodes.Status412PreconditionFailed)]
    [ProducesResponseType<Refusal>(StatusCodes.Status428PreconditionRequired)]
    private static async Task<IResult> PatchAsync(
        HttpContext context, string id, [FromBody] JsonElement patch, [FromHeader(Name = "If-Match")] string? match, CustomerEditing editing, CustomerDetails details, MemberKeyring keys, MemberCourier courier,
        CancellationToken cancellationToken)
    {
        if (keys.Key is not { } key)
        {
            return NoKey();
        }

        if (!long.TryParse(match?.Trim().Trim('"'), NumberStyles.None, CultureInfo.InvariantCulture, out var revision))
        {
            return Problem("If-Match is missing or no revision: read the customer, and send its ETag back", StatusCodes.Status428PreconditionRequired);
        }

        var change = await editing.PatchAsync(id, patch, revision, context.Caller(), key, cancellationToken);
        courier.Nudge();
        return await AnswerAsync(context, change, details, key, cancellationToken);
    }

    private static async Task<IResult> AnswerAsync(HttpContext context, CustomerChange change, CustomerDetails details, MemberKey key, CancellationToken cancellationToken)
    {
        if (change.Outcome is not (ChangeOutcome.Done or ChangeOutcome.Created) || await details.FindAsync(change.Customer, context.Caller(), key, cancellationToken) is not { } view)
        {
            return Refused(context, change);
        }

        context.Response.Headers.ETag = ETag(view.Revision);
        return change.Outcome == ChangeOutcome.Created ? TypedResults.Created($"/api/customers/{change.Customer}", view) : TypedResults.Ok(view);
    }

    private static async Task<Results<Ok<IntakeView>, Created<IntakeView>, BadRequest<Refusal>, NotFound<Refusal>, JsonHttpResult<Refusal>>> TakeAsync(
        HttpContext context, [FromBody] IntakeBody body, CustomerIntake intake, MemberKeyring keys, MemberCourier courier, CancellationToken cancellationToken)
    {
        if (keys.Key is not { } key)
        {
            return NoKey();
        }

        if (body.Mistakes(key.CountryCode) is { } mistakes)
        {
            return TypedResults.BadRequest(new Refusal(mistakes));
        }

        var change = await intake.TakeAsync(body.Tidy(), context.Caller(), key, cancellationToken);
        courier.Nudge();
        var view = new IntakeView(change.Customer, change.Said.Length > 0 ? change.Said : "known");
        return change.Outcome switch
        {
            ChangeOutcome.Created => TypedResults.Created($"/api/customers/{change.Customer}", view),
            ChangeOutcome.Done => TypedResults.Ok(view),
            ChangeOutcome.NotFound => TypedResults.NotFound(new Refusal(change.Said)),
            _ => TypedResults.BadRequest(new Refusal(change.Said)),
        };
    }

    private static async Task<Results<Ok<CustomerCount>, BadRequest<Refusal>>> ReassignAsync(
        HttpContext context, [FromBody] ReassignBody body, Reassignment reassignment, MemberCourier courier, CancellationToken cancellationToken)
    {
        if (CustomerRules.Join([CustomerRules.Text("from", body.From, 1, 64, true), CustomerRules.Text("to", body.To, 1, 64), body.From == body.To ? "from and to are the same" : null]) is { } mistakes)
        {
            return TypedResults.BadRequest(new Refusal(mistakes));
        }

        var moved = await reassignment.MoveAsync(body.From.Trim(), CustomerRules.Some(body.To), context.Caller(), cancellationToken);
        courier.Nudge();
        return TypedResults.Ok(new CustomerCount(moved));
    }

    [ProducesResponseType<RevealedView>(StatusCodes.Status200OK)]
    [ProducesResponseType<Refusal>(StatusCodes.Status400BadRequest)]
    [ProducesResponseType<Refusal>(StatusCodes.Status404NotFound)]
    private static async Task<IResult> RevealAsync(HttpContext context, string id, [FromBody] RevealBody body, ContactReveal reveal, MemberKeyring keys, CancellationToken cancellationToken)
    {
        if (keys.Key is not { } key)
        {
            return NoKey();
        }

        var (change, view) = await reveal.RevealAsync(id, body, context.Caller(), key, cancellationToken);
        return view is null ? Refused(context, change) : TypedResults.Ok(view);
    }

    private static async Task<Ok<TagList>> TagsAsync(CustomerQueries queries, CancellationToken cancellationToken) => TypedResults.Ok(await queries.TagsAsync(cancellationToken));

    private static async Task<Results<NoContent, NotFound<Refusal>, BadRequest<Refusal>>> TagAsync(HttpContext context, string id, string tag, CustomerRemarks remarks, CancellationToken cancellationToken) =>
        CustomerRules.Tag(tag) is not { } good ? TypedResults.BadRequest(new Refusal($"a tag has 1 to {CustomerRules.MaxTag} characters, no slash and no control characters"))
        : await remarks.TagAsync(id, good, context.Caller(), cancellationToken) ? TypedResults.NoContent() : NoCustomer(id);

    private static async Task<Results<NoContent, NotFound<Refusal>>> UntagAsync(HttpContext context, string id, string tag, CustomerRemarks remarks, CancellationToken cancellationToken) =>
        await remarks.UntagAsync(id, tag.Trim(), context.Caller(), cancellationToken) ? TypedResults.NoContent() : NoCustomer(id);

    private static async Task<Results<Created<NoteView>, NotFound<Refusal>, BadRequest<Refusal>>> NoteAsync(
        HttpContext context, string id, [FromBody] NoteBody body, CustomerRemarks remarks, CancellationToken cancellationToken) =>
        CustomerRules.Text("text", body.Text, 1, CustomerRules.MaxNote, true) is { } mistake ? TypedResults.BadRequest(new Refusal(mistake))
        : await remarks.NoteAsync(id, body.Text.Trim(), context.Caller(), cancellationToken) is { } note ? TypedResults.Created($"/api/customers/{id}/notes/{note.Id}", note) : NoCustomer(id);

    private static async Task<Results<NoContent, NotFound<Refusal>>> ForgetNoteAsync(HttpContext context, string id, string note, CustomerRemarks remarks, CancellationToken cancellationToken) =>
        await remarks.ForgetNoteAsync(id, note, context.Caller(), cancellationToken) ? TypedResults.NoContent() : TypedResults.NotFound(new Refusal($"customer '{id}' has no note '{note}'"));

    private static async Task<Results<Ok<TimelinePage>, NotFound<Refusal>, BadRequest<Refusal>>> TimelineAsync(
        HttpContext context, string id, Timeline timeline, CancellationToken cancellationToken, string? kind = null, string? before = null, int limit = 50)
    {
        TimelineMark? mark = null;
        if ((LimitMistake(limit) ?? (before is not null && (mark = TimelineMark.Read(before)) is null ? "before is not what a page gave as next" : null)) is { } mistake)
        {
            return TypedResults.BadRequest(new Refusal(mistake));
        }

        return await timeline.PageAsync(id, kind, mark, limit, context.Caller(), cancellationToken) is { } page ? TypedResults.Ok(page) : NoCustomer(id);
    }

    private static async Task<Results<Ok<ConsentsView>, NotFound<Refusal>>> ConsentsAsync(
        string id, CustomerBook book, MarketingConsents consents, MemberQueries members, Storage.HeadquartersDatabase database, CancellationToken cancellationToken)
    {
        await using var connection = await database.OpenAsync(cancellationToken);
        if (await book.FindAsync(connection, CustomerKey.OfId(id), cancellationToken) is not { } customer)
        {
            return NoCustomer(id);
        }

        var history = await consents.HistoryAsync(connection, null, customer, cancellationToken);
        return TypedResults.Ok(new ConsentsView(MarketingConsents.Current(history), history, await members.ConsentsAsync(customer, cancellationToken)));
    }

    private static async Task<Results<Ok<ConsentsView>, NotFound<Refusal>, BadRequest<Refusal>>> ConsentAsync(
        HttpContext context, string id, [FromBody] ConsentBody body, CustomerBook book, MarketingConsents consents, MemberQueries members, Storage.HeadquartersDatabase database, CancellationToken cancellationToken)
    {
        if (MarketingConsents.Mistakes(body) is { } mistakes)
        {
            return TypedResults.BadRequest(new Refusal(mistakes));
        }

        if (!await consents.SetAsync(id, body, context.Caller(), cancellationToken))
        {
            return NoCustomer(id);
        }

        return (await ConsentsAsync(id, book, consents, members, database, cancellationToken)).Result is Ok<ConsentsView> ok ? ok : NoCustomer(id);
    }

    /// <summary>What is wrong with a page's length, or null.</summary>
    internal static string? LimitMistake(int limit) => limit is < 1 or > MaxLimit ? $"limit is {limit}; expected 1 to {MaxLimit}" : null;

    /// <summary>Why a change is not made. Who stands against it is named by Content-Location too.</summary>
    internal static IResult Refused(HttpContext context, CustomerChange change)
    {
        if (change.Outcome == ChangeOutcome.Conflict)
        {
            context.Response.Headers.ContentLocation = $"/api/customers/{change.Customer}";
        }
        else if (change.Outcome == ChangeOutcome.Stale)
        {
            context.Response.Headers.ETag = ETag(change.Revision);
        }

        return change.Outcome switch
        {
            ChangeOutcome.NotFound => TypedResults.NotFound(new Refusal(change.Said)),
            ChangeOutcome.Conflict => TypedResults.Conflict(new Refusal(change.Said)),
            ChangeOutcome.Stale => Problem(change.Said, StatusCodes.Status412PreconditionFailed),
            _ => TypedResults.BadRequest(new Refusal(change.Said)),
        };
    }

    internal static NotFound<Refusal> NoCustomer(string id) => TypedResults.NotFound(new Refusal($"there is no customer '{id}'"));

    internal static JsonHttpResult<Refusal> Problem(string text, int status) => TypedResults.Json(new Refusal(text), FleetJson.Default.Refusal, statusCode: status);

    internal static JsonHttpResult<Refusal> NoKey() =>
        Problem("this headquarters has no key for members: name members.keyFile in its configuration", StatusCodes.Status503ServiceUnavailable);

    private static string ETag(long revision) => string.Create(CultureInfo.InvariantCulture, $"\"{revision}\"");
}
