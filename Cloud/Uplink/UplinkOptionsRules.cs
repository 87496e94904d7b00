namespace Cloud.Uplink;

/// <summary>Rules across the properties of <see cref="UplinkOptions"/>; the ranges stand on the properties themselves.</summary>
public static class UplinkOptionsRules
{
    /// <summary>Every mistake, as property name and what to do.</summary>
    public static IEnumerable<(string Property, string Message)> Check(UplinkOptions options)
    {
        if (options.ReconnectMax < options.ReconnectMin)
        {
            yield return (nameof(options.ReconnectMax), $"is {options.ReconnectMax} and below reconnectMin, {options.ReconnectMin}; raise it");
        }

        if (options.ReconnectSpread > options.ReconnectMax)
        {
            yield return (nameof(options.ReconnectSpread), $"is {options.ReconnectSpread} and above reconnectMax, {options.ReconnectMax}; lower it");
        }

        if (options.CursorTimeout <= options.Linger)
        {
            yield return (nameof(options.CursorTimeout), $"is {options.CursorTimeout} and not above linger, {options.Linger}; raise it");
        }

        if (options.CertificateFile is null != options.KeyFile is null)
        {
            var missing = options.KeyFile is null ? nameof(options.KeyFile) : nameof(options.CertificateFile);
            yield return (missing, "is missing; certificateFile and keyFile go together, give both or neither");
        }

        if (options.CertificateFile is not null && options.CaFile is null)
        {
            yield return (nameof(options.CaFile), "is missing; a client certificate is of use only with TLS, which caFile turns on");
        }

        if (options.PasswordFile is not null && options.UserName is null)
        {
            yield return (nameof(options.UserName), "is missing; a password needs a user name");
        }
    }
}
