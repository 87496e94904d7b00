using System.Net;
using System.Net.Sockets;
using System.Security.Cryptography;

namespace Simulators.World;

/// <summary>Finds ports for the children that must keep theirs over a restart.</summary>
/// <remarks>
/// Below the kernel's range for outgoing connections (32768 and up), so that no client socket can sit on the port of a server that is
/// just being restarted. Programs that may have another port each time bind 0 instead and say which they got.
/// </remarks>
internal static class FreePort
{
    private const int Lowest = 15_000;
    private const int AboveHighest = 32_000;

    public static int Find()
    {
        while (true)
        {
            var port = RandomNumberGenerator.GetInt32(Lowest, AboveHighest);
            using var probe = new Socket(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp);
            try
            {
                probe.Bind(new IPEndPoint(IPAddress.Loopback, port));
                return port;
            }
            catch (SocketException)
            {
                // Taken: try another.
            }
        }
    }

    /// <summary>Whether somebody listens on the port.</summary>
    public static async Task<bool> AnswersAsync(int port, CancellationToken cancellationToken)
    {
        using var probe = new TcpClient();
        try
        {
            await probe.ConnectAsync(IPAddress.Loopback, port, cancellationToken).ConfigureAwait(false);
            return true;
        }
        catch (SocketException)
        {
            return false;
        }
    }
}
