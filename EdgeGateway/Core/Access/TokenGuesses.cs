using System.Buffers.Binary;
using System.Net;
using System.Net.Sockets;

namespace EdgeGateway.Core.Access;

/// <summary>How many wrong tokens were shown within a minute: by each address, and by all. The same wrong one again is no further guess: a program that was set up with it keeps nobody out.</summary>
internal sealed class TokenGuesses(TimeProvider clock)
{
    /// <summary>Different wrong tokens of one address in a minute; after them no token is looked at that comes from there, for the rest of it.</summary>
    internal const int MostOfOne = 20;

    /// <summary>Different wrong tokens of all addresses in a minute.</summary>
    internal const int MostOfAll = 600;

    private readonly Lock _gate = new();
    private readonly HashSet<(IPAddress Peer, UInt128 Token)> _wrong = [];
    private readonly Dictionary<IPAddress, int> _of = [];
    private long _minute;

    /// <summary>Counts a token that was shown, and says whether it may count for anything: as one step, so that many at once are no more guesses than one after the other.</summary>
    /// <param name="peer">Where it came from.</param>
    /// <param name="hash">Its hash; 16 bytes of a wrong one are kept for the minute.</param>
    /// <param name="isRight">Whether it is the right one.</param>
    /// <returns>False where the address has guessed too often to be listened to.</returns>
    internal bool Take(IPAddress? peer, ReadOnlySpan<byte> hash, bool isRight)
    {
        lock (_gate)
        {
            Begin();
            var from = Of(peer);
            if (_wrong.Count >= MostOfAll || _of.GetValueOrDefault(from) >= MostOfOne)
            {
                return false;
            }

            if (!isRight && _wrong.Add((from, BinaryPrimitives.ReadUInt128BigEndian(hash))))
            {
                _of[from] = _of.GetValueOrDefault(from) + 1;
            }

            return true;
        }
    }

    private void Begin()
    {
        var minute = clock.GetUtcNow().ToUnixTimeSeconds() / 60;
        if (minute != _minute)
        {
            _minute = minute;
            _wrong.Clear();
            _of.Clear();
        }
    }

    /// <summary>Who has an IPv6 address has at least 2^64 of them: they count as one.</summary>
    private static IPAddress Of(IPAddress? peer)
    {
        if (peer is null || peer.AddressFamily != AddressFamily.InterNetworkV6 || peer.IsIPv4MappedToIPv6)
        {
            return peer?.MapToIPv4() ?? IPAddress.None;
        }

        Span<byte> bytes = stackalloc byte[16];
        peer.TryWriteBytes(bytes, out _);
        bytes[8..].Clear();
        return new IPAddress(bytes);
    }
}
