using System.Globalization;
using System.Text;
using Cloud.Crm.Access;
using Cloud.Crm.Fleet;
using Cloud.Crm.Members;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.AspNetCore.Mvc;

namespace Cloud.Crm.Customers.Imports;

/// <summary>Files of customers over HTTP.</summary>
internal static class ImportsApi
{
    private const int MaxName = 200;

    internal static void Map(IEndpointRouteBuilder routes)
    {
        var api = routes.MapGroup("/api/imports").WithTags("Imports").AddEndpointFilter(CustomersApi.NotKept);
        api.MapGet("", ListAsync).Needs(Permission.ImportCustomers).WithName("listImports").WithSummary("Imports, newest first");
        api.MapPost("", AddAsync).Needs(Permission.ImportCustomers).WithName("addImport").WithSummary("Brings a file of customers, to be looked at first")
            .WithDescription("The body is the file: CSV in UTF-8 or GB18030, or XLSX; at most 20 MB and 200,000 rows. Columns are guessed by their names; PATCH corrects them.")
            .Accepts<byte[]>("application/octet-stream", "text/csv", "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet")
            .WithMetadata(new RequestSizeLimitAttribute(ImportFile.MaxBytes));
        api.MapGet("/{id}", FindAsync).Needs(Permission.ImportCustomers).WithName("getImport").WithSummary("An import and how far it is");
        api.MapPatch("/{id}", ChangeAsync).Needs(Permission.ImportCustomers).WithName("changeImport").WithSummary("Says which column is what, and how the file is taken in; it is looked at anew");
        api.MapGet("/{id}/rows", RowsAsync).Needs(Permission.ImportCustomers).WithName("listImportRows").WithSummary("Rows with what they would do or did, and what is wrong with them");
        api.MapGet("/{id}/refused.csv", RefusedAsync).Needs(Permission.ImportCustomers).WithName("getRefusedRows").WithSummary("The refused rows with their mistakes, to be corrected and brought again");
        api.MapPost("/{id}/apply", ApplyAsync).Needs(Permission.ImportCustomers).WithName("applyImport").WithSummary("Takes the rows into the books");
        api.MapPost("/{id}/undo", UndoAsync).Needs(Permission.ImportCustomers).WithName("undoImport").WithSummary("Takes them out again; what was changed since stays, and its row says so")
            .WithDescription("Within 30 days.");
    }

    private static async Task<Results<Ok<ImportPage>, BadRequest<Refusal>>> ListAsync(ImportTable imports, CancellationToken cancellationToken, string? after = null, int limit = 50) =>
        CustomersApi.LimitMistake(limit) is { } mistake ? TypedResults.BadRequest(new Refusal(mistake)) : TypedResults.Ok(await imports.ListAsync(after, limit, cancellationToken));

    private static async Task<Results<Created<ImportView>, BadRequest<Refusal>, JsonHttpResult<Refusal>>> AddAsync(
        HttpContext context, ImportTable imports, ImportWorker worker, MemberKeyring keys, CancellationToken cancellationToken, string name = "import")
    {
        if (keys.Key is not { } key)
        {
            return CustomersApi.NoKey();
        }

        if (CustomerRules.Text("name", name, 1, MaxName, true) is { } mistake)
        {
            return TypedResults.BadRequest(new Refusal(mistake));
        }

        try
        {
            using var body = new MemoryStream();
            await context.Request.Body.CopyToAsync(body, cancellationToken);
            var id = await imports.AddAsync(name.Trim(), ImportFile.Open(body.ToArray()), context.Caller(), key, cancellationToken);
            worker.Nudge();
            return TypedResults.Created($"/api/imports/{id}", (await imports.FindAsync(id, cancellationToken))!);
        }
        catch (ImportException exception)
        {
            return TypedResults.BadRequest(new Refusal(exception.Message));
        }
        catch (BadHttpRequestException exception) when (exception.StatusCode == StatusCodes.Status413PayloadTooLarge)
        {
            return CustomersApi.Problem($"the file has more than {ImportFile.MaxBytes} bytes", StatusCodes.Status413PayloadTooLarge);
        }
    }

    private static async Task<Results<Ok<ImportView>, NotFound<Refusal>>> FindAsync(string id, ImportTable imports, CancellationToken cancellationToken) =>
        await imports.FindAsync(id, cancellationToken) is { } view ? TypedResults.Ok(view) : NoImport(id);

    private static async Task<Results<Ok<ImportView>, NotFound<Refusal>, BadRequest<Refusal>, Conflict<Refusal>>> ChangeAsync(
        string id, [FromBody] ImportPatch patch, ImportTable imports, ImportWorker worker, CancellationToken cancellationToken)
    {
        if (await imports.FindAsync(id, cancellationToken) is not { } known)
        {
            return NoImport(id);
        }

        var options = patch.Options ?? known.Options;
        var mapping = patch.Mapping ?? known.Mapping;
        if (CustomerRules.Join([ImportMapping.Mistakes(mapping, known.Headers.Count), options.Tag is { } tag && CustomerRules.Tag(tag) is null ? "tag is none" : null]) is { } mistakes)
        {
            return TypedResults.BadRequest(new Refusal(mistakes));
        }

        if (!await imports.ChangeAsync(id, mapping, options, cancellationToken))
        {
            return TypedResults.Conflict(new Refusal($"the import is {known.State}; its columns can be changed before it is applied"));
        }

        worker.Nudge();
        return TypedResults.Ok((await imports.FindAsync(id, cancellationToken))!);
    }

    private static async Task<Results<Ok<ImportRowPage>, NotFound<Refusal>, BadRequest<Refusal>, JsonHttpResult<Refusal>>> RowsAsync(
        string id, ImportTable imports, MemberKeyring keys, CancellationToken cancellationToken, string? outcome = null, string? after = null, int limit = 50)
    {
        if (keys.Key is not { } key)
        {
            return CustomersApi.NoKey();
        }

        var last = 0;
        var isMark = after is null || int.TryParse(after, NumberStyles.None, CultureInfo.InvariantCulture, out last);
        if ((CustomersApi.LimitMistake(limit) ?? (isMark ? null : "after is not what a page gave as next")) is { } mistake)
        {
            return TypedResults.BadRequest(new Refusal(mistake));
        }

        return await imports.FindAsync(id, cancellationToken) is null ? NoImport(id) : TypedResults.Ok(await imports.RowsAsync(id, outcome, last, limit, key, cancellationToken));
    }

    private static async Task<Results<PushStreamHttpResult, NotFound<Refusal>, JsonHttpResult<Refusal>>> RefusedAsync(string id, ImportTable imports, MemberKeyring keys, CancellationToken cancellationToken)
    {
        if (keys.Key is not { } key)
        {
            return CustomersApi.NoKey();
        }

        if (await imports.FindAsync(id, cancellationToken) is not { } import)
        {
            return NoImport(id);
        }

        return TypedResults.Stream(
            async stream =>
            {
                await using var writer = new StreamWriter(stream, new UTF8Encoding(true));
                await writer.WriteAsync(SafeCsv.Line(["row", .. import.Headers, "mistakes"]));
                for (int? after = 0; after is { } from;)
                {
                    var page = await imports.RowsAsync(id, "refused", from, CustomersApi.MaxLimit, key, cancellationToken);
                    foreach (var row in page.Rows)
                    {
                        await writer.WriteAsync(SafeCsv.Line(
                        [
                            row.Row.ToString(CultureInfo.InvariantCulture), .. import.Headers.Select((_, i) => i < row.Cells.Count ? row.Cells[i] : ""),
                            string.Join("; ", row.Mistakes.Select(m => $"{m.Column}: {m.Came}; expected {m.Expected}")),
                        ]));
                    }

                    after = page.Next is { } next ? int.Parse(next, CultureInfo.InvariantCulture) : null;
                }
            },
            "text/csv; charset=utf-8",
            $"refused-{id}.csv");
    }

    private static Task<Results<Accepted<ImportView>, NotFound<Refusal>, Conflict<Refusal>>> ApplyAsync(
        HttpContext context, string id, ImportTable imports, ImportWorker worker, CancellationToken cancellationToken) => BeginAsync(context, id, "ready", "applying", imports, worker, cancellationToken);

    private static Task<Results<Accepted<ImportView>, NotFound<Refusal>, Conflict<Refusal>>> UndoAsync(
        HttpContext context, string id, ImportTable imports, ImportWorker worker, CancellationToken cancellationToken) => BeginAsync(context, id, "applied", "undoing", imports, worker, cancellationToken);

    private static async Task<Results<Accepted<ImportView>, NotFound<Refusal>, Conflict<Refusal>>> BeginAsync(
        HttpContext context, string id, string from, string to, ImportTable imports, ImportWorker worker, CancellationToken cancellationToken)
    {
        if (await imports.FindAsync(id, cancellationToken) is not { } known)
        {
            return NoImport(id);
        }

        if (from == "ready" && !known.Mapping.ContainsKey("name"))
        {
            return TypedResults.Conflict(new Refusal("no column is known to be the name; say which it is first"));
        }

        if (!await imports.BeginAsync(id, from, to, context.Caller(), cancellationToken) && known.State != to)
        {
            return TypedResults.Conflict(new Refusal($"the import is {known.State}; expected {from}"));
        }

        worker.Nudge();
        return TypedResults.Accepted($"/api/imports/{id}", (await imports.FindAsync(id, cancellationToken))!);
    }

    private static NotFound<Refusal> NoImport(string id) => TypedResults.NotFound(new Refusal($"there is no import '{id}'"));
}
