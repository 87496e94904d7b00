using EdgeGateway.Core.Devices;
using EdgeGateway.Core.Setup;
using Microsoft.AspNetCore.Http;

namespace EdgeGateway.Console;

/// <summary>What the setup page asks for: ports, detection, devices that come and go, their commands and their bytes.</summary>
public sealed class SetupEndpoints
{
    private static readonly TimeSpan s_commandLimit = TimeSpan.FromSeconds(15);

    private readonly ISetup _setup;
    private readonly SetupStreams _streams;
    private readonly TimeProvider _clock;
    private readonly CancellationToken _stopping;

    /// <param name="setup">The gateway's view of its ports and devices.</param>
    /// <param name="maxPages">How many setup pages may be live at once.</param>
    /// <param name="clock">The pace of the live pages, and the name of a capture.</param>
    /// <param name="stopping">Ends the live pages when the service stops.</param>
    public SetupEndpoints(ISetup setup, int maxPages, TimeProvider clock, CancellationToken stopping)
    {
        _setup = setup;
        _clock = clock;
        _stopping = stopping;
        _streams = new SetupStreams(setup, maxPages, clock, stopping);
        Routes =
        [
            new("GET", "/v1/setup/ports", r => r.AnswerWithAsync(SetupStreams.StateOf(setup), SetupJson.Default.SetupState)),
            new("GET", "/v1/setup/live", r => _streams.WritePortsAsync(r.Context)),
            new("GET", "/v1/setup/drivers", r => r.AnswerWithAsync(setup.Drivers, SetupJson.Default.IReadOnlyListDriverChoice)),
            new("POST", "/v1/setup/detect", DetectAsync),
            new("POST", "/v1/setup/devices", AssignAsync),
            new("DELETE", "/v1/setup/devices/{id}", RemoveAsync),
            new("POST", "/v1/setup/devices/{id}/commands", CommandAsync),
            new("GET", "/v1/setup/devices/{id}/frames", r => Has(r) ? _streams.WriteBytesAsync(r.Context, r["id"]) : NoDeviceAsync(r)),
            new("GET", "/v1/setup/devices/{id}/capture", CaptureAsync),
        ];
    }

    /// <summary>What it answers.</summary>
    public IReadOnlyList<ConsoleRoute> Routes { get; }

    private async Task DetectAsync(ConsoleRequest request)
    {
        if (!request.TryRead(SetupJson.Default.DetectBody, out var body, out var error))
        {
            await request.RefuseAsync(StatusCodes.Status400BadRequest, error);
            return;
        }

        if (string.IsNullOrWhiteSpace(body.Port))
        {
            await request.RefuseAsync(StatusCodes.Status400BadRequest, new ConsoleError("port", "is missing; expected one of GET /v1/setup/ports"));
            return;
        }

        await AnswerAsync(request, await _setup.DetectAsync(body.Port, _stopping), StatusCodes.Status202Accepted);
    }

    private async Task AssignAsync(ConsoleRequest request)
    {
        if (!request.TryRead(SetupJson.Default.DeviceBody, out var body, out var error))
        {
            await request.RefuseAsync(StatusCodes.Status400BadRequest, error);
            return;
        }

        // The page's going away does not cancel: a device half changed would be neither the old one nor the new one.
        await AnswerAsync(request, await _setup.AssignAsync(body.ToOptions(), _stopping), StatusCodes.Status200OK);
    }

    private async Task RemoveAsync(ConsoleRequest request)
    {
        if (!Has(request))
        {
            await NoDeviceAsync(request);
            return;
        }

        await AnswerAsync(request, await _setup.RemoveAsync(request["id"], _stopping), StatusCodes.Status200OK);
    }

    private async Task CommandAsync(ConsoleRequest request)
    {
        if (!Has(request))
        {
            await NoDeviceAsync(request);
            return;
        }

        if (!request.TryRead(SetupJson.Default.CommandBody, out var body, out var error))
        {
            error = error.Path == "command" ? new ConsoleError("command", $"expected one of {CommandBody.Known}") : error;
            await request.RefuseAsync(StatusCodes.Status400BadRequest, error);
            return;
        }

        if (body.ToCommand() is not ({ } command, null))
        {
            await request.RefuseAsync(StatusCodes.Status400BadRequest, body.ToCommand().Error!);
            return;
        }

        await request.AnswerWithAsync(await ExecuteAsync(request["id"], command), SetupJson.Default.CommandOutcome);
    }

    private async Task<CommandOutcome> ExecuteAsync(string id, DeviceCommand command)
    {
        using var limit = new CancellationTokenSource(s_commandLimit, _clock);
        using var ends = CancellationTokenSource.CreateLinkedTokenSource(limit.Token, _stopping);
        try
        {
            return await _setup.ExecuteAsync(id, command, ends.Token).WaitAsync(ends.Token);
        }
        catch (OperationCanceledException) when (limit.IsCancellationRequested)
        {
            return CommandOutcome.Refused($"the device gave no answer within {s_commandLimit.TotalSeconds:0} seconds; it is not known whether it was done");
        }
    }

    private async Task CaptureAsync(ConsoleRequest request)
    {
        var device = _setup.Devices.FirstOrDefault(d => d.Id == request["id"]);
        if (device is null || _setup.Capture(device.Id) is not { } kept)
        {
            await NoDeviceAsync(request);
            return;
        }

        await SetupCapture.SendAsync(request.Response, device, kept, _clock.GetUtcNow());
    }

    private bool Has(ConsoleRequest request) => _setup.Devices.Any(d => d.Id == request["id"]);

    private static Task NoDeviceAsync(ConsoleRequest request) =>
        request.RefuseAsync(StatusCodes.Status404NotFound, new ConsoleError("id", $"there is no device \"{request["id"]}\""));

    private static Task AnswerAsync(ConsoleRequest request, IReadOnlyList<SetupError> errors, int done) => errors.Count == 0
        ? ConsoleAnswer.SendAsync(request.Response, "{}"u8.ToArray(), done)
        : request.RefuseAsync(StatusCodes.Status400BadRequest, [.. errors.Select(e => new ConsoleError(e.Path, e.Message))]);
}
