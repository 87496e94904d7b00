using System.Net;

namespace Cloud.Crm.Access;

/// <summary>How often signing in may be tried in a minute on this node: by each address, and by all.</summary>
internal sealed class SignInLimits(TimeProvider clock)
{
    /// <summary>Attempts of one address in a minute.</summary>
    internal const int MostOfOne = 20;

    /// <summary>Attempts of all in a minute.</summary>
    internal const int MostOfAll = 600;

    private readonly Lock _gate = new();
    private readonly Dictionary<IPAddress, int> _tried = [];
    private long _minute;
    private int _all;

    /// <summary>Counts an attempt.</summary>
    /// <returns>False where it is one too many.</returns>
    internal bool Take(IPAddress? address)
    {
        lock (_gate)
        {
            var minute = clock.GetUtcNow().ToUnixTimeSeconds() / 60;
            if (minute != _minute)
            {
                (_minute, _all) = (minute, 0);
                _tried.Clear();
            }

            var key = address ?? IPAddress.None;
            return ++_all <= MostOfAll && (_tried[key] = _tried.GetValueOrDefault(key) + 1) <= MostOfOne;
        }
    }
}
