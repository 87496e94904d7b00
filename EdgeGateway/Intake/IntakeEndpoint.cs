using System.Buffers;
using EdgeGateway.Core.Access;
using EdgeGateway.Core.Events;
using EdgeGateway.Core.Outbox;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Logging;

namespace EdgeGateway.Intake;

/// <summary>Keeps events in one transaction and answers where they stand, after the commit.</summary>
/// <exception cref="OutboxFullException">No room.</exception>
/// <exception cref="OutboxUnavailableException">The disk refuses.</exception>
public delegate ValueTask<IReadOnlyList<OutboxPosition>> KeepEvents(IReadOnlyList<EventDraft> events, CancellationToken cancellationToken);

/// <summary><c>POST /v1/events</c>: the door for programs in the store. A yes is given only for what is on the disk.</summary>
/// <param name="token">What programs must show.</param>
/// <param name="keep">The outbox.</param>
/// <param name="options">Limits.</param>
/// <param name="clock">Stamps events that bring no time.</param>
/// <param name="logger">Says when the door begins and stops to refuse.</param>
public sealed class IntakeEndpoint(AccessToken token, KeepEvents keep, IntakeOptions options, TimeProvider clock, ILogger<IntakeEndpoint> logger)
{
    /// <summary>The one path there is.</summary>
    public const string Path = "/v1/events";

    /// <summary>The largest body taken, in bytes.</summary>
    public const int MaxBodyLength = IntakeRequest.MaxLength;

    private readonly IntakeAdmission _admission = new(options.ConcurrentRequests, options.ConcurrentBytes);
    private int _refusing;

    /// <summary>Answers one request.</summary>
    public Task HandleAsync(HttpContext context)
    {
        var request = context.Request;
        var response = context.Response;
        if (request.Path != Path)
        {
            return IntakeAnswer.RefusedAsync(response, StatusCodes.Status404NotFound, "not-found", $"expected POST {Path}");
        }

        var shown = token.Look(request.Headers.Authorization, context.Connection.RemoteIpAddress);
        if (shown == TokenAnswer.TooManyGuesses)
        {
            return IntakeAnswer.RefusedAsync(response, StatusCodes.Status429TooManyRequests, "too-many-tokens", "many wrong tokens came from this address; set the right one, and come again in a minute", 60);
        }

        if (shown != TokenAnswer.Right)
        {
            response.Headers.WWWAuthenticate = "Bearer";
            return IntakeAnswer.RefusedAsync(response, StatusCodes.Status401Unauthorized, "unauthorized", "expected the header Authorization: Bearer TOKEN");
        }

        if (!HttpMethods.IsPost(request.Method))
        {
            response.Headers.Allow = "POST";
            return IntakeAnswer.RefusedAsync(response, StatusCodes.Status405MethodNotAllowed, "method-not-allowed", $"expected POST {Path}");
        }

        if (!IsJson(request.ContentType) || request.Headers.ContentEncoding.Count > 0)
        {
            return IntakeAnswer.RefusedAsync(
                response, StatusCodes.Status415UnsupportedMediaType, "unsupported-media-type", "expected Content-Type: application/json, not compressed");
        }

        if (request.ContentLength > IntakeRequest.MaxLength)
        {
            return TooLargeAsync(response);
        }

        return AdmitAsync(context, (int)(request.ContentLength ?? IntakeRequest.MaxLength));
    }

    private async Task AdmitAsync(HttpContext context, int length)
    {
        if (!_admission.TryEnter(length))
        {
            await IntakeAnswer.RefusedAsync(context.Response, StatusCodes.Status503ServiceUnavailable, "busy", "too many requests at once; send it again", 1);
            return;
        }

        // One byte more than may come, so that a body that is too long shows.
        var buffer = ArrayPool<byte>.Shared.Rent(length + 1);
        try
        {
            await ReceiveAsync(context, buffer.AsMemory(0, length + 1));
        }
        finally
        {
            ArrayPool<byte>.Shared.Return(buffer);
            _admission.Leave(length);
        }
    }

    private async Task ReceiveAsync(HttpContext context, Memory<byte> buffer)
    {
        int received;
        using (var timeout = new CancellationTokenSource(options.ReceiveTimeout, clock))
        using (var stop = CancellationTokenSource.CreateLinkedTokenSource(timeout.Token, context.RequestAborted))
        {
            try
            {
                received = await context.Request.Body.ReadAtLeastAsync(buffer, buffer.Length, throwOnEndOfStream: false, stop.Token);
            }
            catch (OperationCanceledException) when (timeout.IsCancellationRequested)
            {
                context.Response.Headers.Connection = "close";
                await IntakeAnswer.RefusedAsync(context.Response, StatusCodes.Status408RequestTimeout, "timeout", $"the request did not come within {options.ReceiveTimeout}");
                return;
            }
            catch (Exception e) when (e is OperationCanceledException or BadHttpRequestException { StatusCode: not StatusCodes.Status413PayloadTooLarge } or IOException and not BadHttpRequestException)
            {
                context.Abort();
                return;
            }
            catch (BadHttpRequestException)
            {
                received = buffer.Length;
            }
        }

        if (received == buffer.Length)
        {
            await TooLargeAsync(context.Response);
            return;
        }

        var request = IntakeRequest.Read(buffer[..received], clock.GetUtcNow());
        await (request.Errors.Count > 0
            ? IntakeAnswer.InvalidAsync(context.Response, request.Errors)
            : KeepAsync(context.Response, request.Events));
    }

    private async Task KeepAsync(HttpResponse response, IReadOnlyList<EventDraft> events)
    {
        // The client's going away does not cancel: what was handed over whole is kept, and a repeat answers where it stands.
        using var timeout = new CancellationTokenSource(options.CommitTimeout, clock);
        try
        {
            var positions = await keep(events, timeout.Token).AsTask().WaitAsync(timeout.Token);
            if (Interlocked.Exchange(ref _refusing, 0) == 1)
            {
                logger.IntakeAccepts();
            }

            await IntakeAnswer.AcceptedAsync(response, events, positions);
        }
        catch (OutboxFullException e)
        {
            Refusing(e.Message);
            await IntakeAnswer.RefusedAsync(response, StatusCodes.Status507InsufficientStorage, "outbox-full", e.Message, 30);
        }
        catch (OutboxUnavailableException e)
        {
            Refusing(e.Message);
            await IntakeAnswer.RefusedAsync(response, StatusCodes.Status503ServiceUnavailable, "outbox-unavailable", e.Message, 5);
        }
        catch (OperationCanceledException) when (timeout.IsCancellationRequested)
        {
            Refusing($"no commit within {options.CommitTimeout}");
            await IntakeAnswer.RefusedAsync(
                response, StatusCodes.Status503ServiceUnavailable, "not-confirmed", "the disk did not answer in time; send it again with the same ids to learn what became of it", 5);
        }
    }

    private void Refusing(string reason)
    {
        if (Interlocked.Exchange(ref _refusing, 1) == 0)
        {
            logger.IntakeRefuses(reason);
        }
    }

    private static Task TooLargeAsync(HttpResponse response)
    {
        response.Headers.Connection = "close";
        return IntakeAnswer.RefusedAsync(
            response, StatusCodes.Status413PayloadTooLarge, "too-large", $"expected at most {IntakeRequest.MaxLength} bytes and {IntakeRequest.MaxEvents} events in one request");
    }

    private static bool IsJson(string? contentType)
    {
        var type = contentType.AsSpan();
        var semicolon = type.IndexOf(';');
        return (semicolon < 0 ? type : type[..semicolon]).Trim().Equals("application/json", StringComparison.OrdinalIgnoreCase);
    }
}
