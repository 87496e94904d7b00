namespace EdgeGateway.Core.Alerts.Webhooks;

/// <summary>The address of a webhook. It may be a secret, so no message shows it.</summary>
internal static class WebhookAddress
{
    /// <summary>Reads an address.</summary>
    /// <returns>Null, or what is wrong.</returns>
    public static string? TryRead(string text, out Uri? address)
    {
        address = null;
        if (!Uri.TryCreate(text, UriKind.Absolute, out var uri) || uri.Scheme is not ("https" or "http") || uri.Host.Length == 0)
        {
            return "is no address; expected https://HOST/PATH";
        }

        if (uri.Scheme == "http" && !uri.IsLoopback)
        {
            return $"goes to {uri.Host} without encryption; expected https://";
        }

        if (uri.UserInfo.Length > 0 || uri.Fragment.Length > 0)
        {
            return "has a user or a fragment in it; expected https://HOST/PATH alone";
        }

        address = uri;
        return null;
    }
}
