using System.Globalization;
using Microsoft.Extensions.Primitives;
using Microsoft.Net.Http.Headers;

namespace Cloud.Crm.Access;

/// <summary>ETags of things that people edit: a version, quoted.</summary>
internal static class ETags
{
    /// <summary>Says the version of what is answered.</summary>
    internal static void Set(HttpContext context, long version) => context.Response.Headers.ETag = string.Create(CultureInfo.InvariantCulture, $"\"{version}\"");

    /// <summary>The version If-Match asks for: null where it asks for none, -1 where it is none of ours, so that it matches nothing.</summary>
    internal static long? Wanted(HttpContext context)
    {
        var header = context.Request.Headers.IfMatch;
        if (StringValues.IsNullOrEmpty(header) || header == EntityTagHeaderValue.Any.ToString())
        {
            return null;
        }

        return header is [{ } one] && long.TryParse(one.Trim().Trim('"'), NumberStyles.None, CultureInfo.InvariantCulture, out var version) ? version : -1;
    }
}
