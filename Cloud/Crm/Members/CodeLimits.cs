namespace Cloud.Crm.Members;

/// <summary>How often members' pages may ask, in a minute: each code so often, and all together so often. Holds nothing longer than that minute.</summary>
internal sealed class CodeLimits(TimeProvider clock)
{
    /// <summary>Questions for one code in a minute; a page asks once in two.</summary>
    internal const int MostOfOne = 20;

    /// <summary>Questions of all in a minute, right and wrong.</summary>
    internal const int MostOfAll = 6_000;

    private readonly Lock _gate = new();
    private readonly Dictionary<string, int> _asked = new(StringComparer.Ordinal);
    private long _minute;
    private int _all;

    /// <summary>Counts a question.</summary>
    /// <returns>False where it is one too many.</returns>
    internal bool Take(string code)
    {
        lock (_gate)
        {
            var minute = clock.GetUtcNow().ToUnixTimeSeconds() / 60;
            if (minute != _minute)
            {
                (_minute, _all) = (minute, 0);
                _asked.Clear();
            }

            if (_all >= MostOfAll)
            {
                return false;
            }

            _all++;
            return (_asked[code] = _asked.GetValueOrDefault(code) + 1) <= MostOfOne;
        }
    }
}
