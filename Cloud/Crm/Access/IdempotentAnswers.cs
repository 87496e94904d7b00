using System.Security.Cryptography;
using System.Text;
using Cloud.Crm.Setup;
using Cloud.Crm.Storage;

namespace Cloud.Crm.Access;

/// <summary>
/// Gives the stored answer to a request that came before under the same <c>Idempotency-Key</c> of the same caller. What was refused or failed is
/// not kept: nothing was created, and it may be tried again.
/// </summary>
internal sealed class IdempotentAnswers(HeadquartersDatabase database, TimeProvider clock)
{
    private const int MaxKey = 64;

    /// <summary>How long an answer is kept.</summary>
    internal static readonly TimeSpan Kept = TimeSpan.FromHours(24);

    // A node that died while it carried a request out holds its key no longer than this.
    private static readonly TimeSpan s_underWay = TimeSpan.FromMinutes(1);

    private DateTime Now => clock.GetUtcNow().UtcDateTime;

    internal async Task PassAsync(HttpContext context, RequestDelegate next)
    {
        if (context.GetEndpoint()?.Metadata.GetMetadata<IdempotentMark>() is null || context.Request.Headers["Idempotency-Key"] is not [{ } key])
        {
            await next(context);
            return;
        }

        if (key.Length is 0 or > MaxKey || !key.All(char.IsAscii) || key.Any(char.IsControl))
        {
            await Problems.WriteAsync(context, StatusCodes.Status400BadRequest, $"Idempotency-Key is 1 to {MaxKey} ASCII characters, such as a UUID");
            return;
        }

        var caller = context.Caller().Id;
        var hash = await HashAsync(context);
        if (!await ClaimAsync(caller, key, hash))
        {
            await RepeatAsync(context, caller, key, hash);
            return;
        }

        var body = context.Response.Body;
        using var kept = new MemoryStream();
        context.Response.Body = kept;
        // Carried out to its end also where the caller has gone: it will ask again, and is to find the answer.
        context.RequestAborted = CancellationToken.None;
        try
        {
            await next(context);
        }
        catch
        {
            context.Response.Body = body;
            await ForgetAsync(caller, key);
            throw;
        }

        context.Response.Body = body;
        if (context.Response.StatusCode is >= 200 and < 300)
        {
            await KeepAsync(context, caller, key, kept.ToArray());
        }
        else
        {
            await ForgetAsync(caller, key);
        }

        kept.Position = 0;
        await kept.CopyToAsync(body);
    }

    private static async Task<string> HashAsync(HttpContext context)
    {
        context.Request.EnableBuffering();
        using var hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        hash.AppendData(Encoding.UTF8.GetBytes($"{context.Request.Method} {context.Request.Path}{context.Request.QueryString}\n"));
        var buffer = new byte[8192];
        int read;
        while ((read = await context.Request.Body.ReadAsync(buffer, context.RequestAborted)) > 0)
        {
            hash.AppendData(buffer, 0, read);
        }

        context.Request.Body.Position = 0;
        return Convert.ToHexStringLower(hash.GetHashAndReset());
    }

    private Task<bool> ClaimAsync(string caller, string key, string hash) => database.WriteAsync(
        async transaction => (await transaction.Command(
            """
            INSERT INTO idempotent_answer (caller, key, request_hash, expires_at) VALUES (@caller, @key, @hash, @end)
            ON CONFLICT (caller, key) DO UPDATE SET request_hash = excluded.request_hash, expires_at = excluded.expires_at, status = NULL, body = NULL
            WHERE idempotent_answer.expires_at <= @now
            RETURNING 1
            """,
            ("caller", caller), ("key", key), ("hash", hash), ("end", database.ToTime(Now + s_underWay)), ("now", database.ToTime(Now)))
            .ListAsync(r => 1, CancellationToken.None)).Count > 0,
        CancellationToken.None);

    private Task<int> KeepAsync(HttpContext context, string caller, string key, byte[] body) => database.WriteAsync(
        t => t.Command(
            """
            UPDATE idempotent_answer SET status = @status, content_type = @type, location = @location, etag = @etag, body = @body, expires_at = @end
            WHERE caller = @caller AND key = @key
            """,
            ("caller", caller), ("key", key), ("status", context.Response.StatusCode), ("type", context.Response.ContentType),
            ("location", context.Response.Headers.Location.ToString() is { Length: > 0 } location ? location : null),
            ("etag", context.Response.Headers.ETag.ToString() is { Length: > 0 } etag ? etag : null), ("body", body), ("end", database.ToTime(Now + Kept))).RunAsync(CancellationToken.None),
        CancellationToken.None);

    private Task<int> ForgetAsync(string caller, string key) => database.WriteAsync(
        t => t.Command("DELETE FROM idempotent_answer WHERE caller = @caller AND key = @key AND status IS NULL", ("caller", caller), ("key", key)).RunAsync(CancellationToken.None),
        CancellationToken.None);

    private async Task RepeatAsync(HttpContext context, string caller, string key, string hash)
    {
        await using var connection = await database.OpenAsync(context.RequestAborted);
        var found = await connection.Command(
            "SELECT request_hash, status, content_type, location, etag, body FROM idempotent_answer WHERE caller = @caller AND key = @key", ("caller", caller), ("key", key))
            .ListAsync(
                r => (Hash: r.GetString(0), Status: r.IsDBNull(1) ? (int?)null : r.GetInt32(1), Type: r.Text(2), Location: r.Text(3), ETag: r.Text(4), Body: r.IsDBNull(5) ? [] : (byte[])r[5]),
                context.RequestAborted);
        if (found is [var other] && other.Hash != hash)
        {
            await Problems.WriteAsync(context, StatusCodes.Status422UnprocessableEntity, "this Idempotency-Key was used with another request; make a new key for a new request");
            return;
        }

        if (found is not [{ Status: { } status } answer])
        {
            context.Response.Headers.RetryAfter = "1";
            await Problems.WriteAsync(context, StatusCodes.Status409Conflict, "the same request is being carried out now; ask again in a second with the same Idempotency-Key");
            return;
        }

        context.Response.StatusCode = status;
        context.Response.ContentType = answer.Type;
        context.Response.Headers.Location = answer.Location;
        context.Response.Headers.ETag = answer.ETag;
        await context.Response.Body.WriteAsync(answer.Body, context.RequestAborted);
    }
}

/// <summary>Says that an endpoint's answers are kept under the caller's <c>Idempotency-Key</c>.</summary>
internal sealed class IdempotentMark
{
    internal static IdempotentMark Mark { get; } = new();
}
