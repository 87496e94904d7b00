using System.Text;
using System.Text.Json;
using Cloud.Contracts;
using Cloud.Crm.Access;
using Cloud.Crm.Fleet;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.AspNetCore.Mvc;

namespace Cloud.Crm.Gateways;

/// <summary>Commands to gateways, over HTTP.</summary>
internal static class CommandsApi
{
    private const int MostWaitSeconds = 300;

    internal static void Map(IEndpointRouteBuilder routes)
    {
        var api = routes.MapGroup("/api/gateways/{gateway}/commands").WithTags("Gateways");
        api.MapGet("", ListAsync).Needs(Permission.OperateGateways).WithName("listCommands").WithSummary("The last commands to a gateway, newest first");
        api.MapGet("/{id}", FindAsync).Needs(Permission.OperateGateways).WithName("getCommand").WithSummary("One command with what it gave back");
        api.MapPost("/{name}", SendAsync).Needs(Permission.OperateGateways).WithName("sendCommand").WithSummary("Sends a command and waits for its answer")
            .WithDescription(
                $"Commands: {CommandRules.Names}; capture, logs, restart and update need maintainGateways. The same Idempotency-Key is the same command: the gateway carries it out once. "
                + "It expires after wait seconds. 504: nobody knows what became of it; ask again with the same key. With later=true the answer is 202 at once, and what comes of it stands in the list.");
    }

    private static async Task<Results<Ok<IReadOnlyList<GatewayCommandView>>, NotFound<Refusal>>> ListAsync(
        string gateway, FleetRegistry fleet, CommandTable table, CancellationToken cancellationToken) =>
        fleet.Find(gateway) is { } known ? TypedResults.Ok(await table.ListAsync(known.Id, cancellationToken)) : NoGateway(gateway);

    private static async Task<Results<Ok<GatewayCommandView>, NotFound<Refusal>>> FindAsync(
        string gateway, string id, HttpContext context, FleetRegistry fleet, CommandTable table, CancellationToken cancellationToken) =>
        fleet.Find(gateway) is not { } known ? NoGateway(gateway)
        : await table.FindAsync(known.Id, id, cancellationToken) is not { } command ? TypedResults.NotFound(new Refusal($"gateway '{gateway}' has no command '{id}', or it is no longer kept"))
        : TypedResults.Ok(CommandRules.Needs(command.Name) is { } needed && context.Caller().May(needed) ? command : command with { Body = null });

    private static async Task<Results<Ok<CommandResponse>, Accepted<CommandTaken>, NotFound<Refusal>, BadRequest<Refusal>, Conflict<Refusal>, JsonHttpResult<Refusal>>> SendAsync(
        string gateway,
        string name,
        [FromBody] JsonElement body,
        [FromHeader(Name = "Idempotency-Key")] string? key,
        HttpContext context,
        FleetRegistry fleet,
        CommandTable table,
        CommandDesk desk,
        CancellationToken cancellationToken,
        int wait = 30,
        bool later = false)
    {
        if (fleet.Find(gateway) is not { } known)
        {
            return NoGateway(gateway);
        }

        if (wait is < 1 or > MostWaitSeconds)
        {
            return TypedResults.BadRequest(new Refusal($"wait is {wait}; expected 1 to {MostWaitSeconds} seconds"));
        }

        if (CommandRules.Needs(name) is not { } needed)
        {
            return TypedResults.BadRequest(new Refusal($"there is no command '{name}'; there are: {CommandRules.Names}"));
        }

        if (key is { Length: 0 or > 64 } || key?.All(c => char.IsAscii(c) && !char.IsControl(c)) == false)
        {
            return TypedResults.BadRequest(new Refusal("Idempotency-Key is 1 to 64 ASCII characters, such as a UUID"));
        }

        var caller = context.Caller();
        if (!caller.May(needed))
        {
            return Problem($"{caller.Role.Word()} may not send '{name}'; it needs {needed}", StatusCodes.Status403Forbidden);
        }

        var wanted = new WantedCommand(known, name, key ?? Guid.NewGuid().ToString(), Encoding.UTF8.GetBytes(body.GetRawText()), TimeSpan.FromSeconds(wait));
        if (!await table.AskAsync(known, wanted.Id, name, CommandRules.DeviceOf(body), wanted.Wait, caller, cancellationToken))
        {
            return TypedResults.Conflict(new Refusal($"the Idempotency-Key '{wanted.Id}' was another command's of gateway '{gateway}'; each command has a key of its own"));
        }

        if (later)
        {
            desk.Begin(wanted, caller);
            return TypedResults.Accepted($"/api/gateways/{gateway}/commands/{Uri.EscapeDataString(wanted.Id)}", new CommandTaken(wanted.Id));
        }

        try
        {
            return await desk.SendAsync(wanted, caller) is { } answer
                ? TypedResults.Ok(answer)
                : Problem($"gateway '{gateway}' did not answer within {wait} s; nobody knows what became of the command. Ask again with the same Idempotency-Key", StatusCodes.Status504GatewayTimeout);
        }
        catch (GatewayLinkException exception)
        {
            return Problem(exception.Message, StatusCodes.Status503ServiceUnavailable);
        }
    }

    private static NotFound<Refusal> NoGateway(string gateway) => TypedResults.NotFound(new Refusal($"there is no gateway '{gateway}'"));

    private static JsonHttpResult<Refusal> Problem(string text, int status) => TypedResults.Json(new Refusal(text), FleetJson.Default.Refusal, statusCode: status);
}
