using System.Net;
using Microsoft.AspNetCore.Http;

namespace EdgeGateway.Console;

/// <summary>The names this console answers to. Any other may be a foreign page that pointed its own DNS name here.</summary>
/// <param name="configured">Names beside <c>localhost</c>; plain addresses need none, since DNS is not asked for them.</param>
internal sealed class AllowedHosts(IEnumerable<string> configured)
{
    private readonly HashSet<string> _names = new(configured.Append("localhost"), StringComparer.OrdinalIgnoreCase);

    /// <summary>Whether a request's <c>Host</c> is one of ours.</summary>
    public bool Allows(HostString host) => host.HasValue && (_names.Contains(host.Host) || IPAddress.TryParse(host.Host, out _));
}
