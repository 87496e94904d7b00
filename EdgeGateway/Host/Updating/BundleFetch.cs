using System.Globalization;
using System.Security.Cryptography;
using Cloud.Contracts.Commands;
using EdgeGateway.Host.Joining;

namespace EdgeGateway.Host.Updating;

/// <summary>Fetches a bundle from headquarters into one file of the folder of updates, goes on where it was cut, and holds it to its size and hash.</summary>
/// <param name="folder">The folder of updates.</param>
/// <param name="open">Asks headquarters.</param>
/// <param name="free">Bytes that are free on the folder's disk.</param>
/// <param name="clock">Time.</param>
/// <param name="jitter">Random numbers from 0 up to 1.</param>
internal sealed class BundleFetch(string folder, OpenBundle open, Func<long> free, TimeProvider clock, Func<double> jitter)
{
    /// <summary>Tries without one more byte before it is given up.</summary>
    internal const int MostTries = 8;

    /// <summary>What stays free for the store's own work: events wait on the same disk.</summary>
    internal const long Reserve = 64L * 1024 * 1024;

    private const string Ending = ".fetch";
    private const int ChunkSize = 64 * 1024;

    /// <summary>How long headquarters may say nothing.</summary>
    internal static readonly TimeSpan Silence = TimeSpan.FromSeconds(60);

    private static readonly TimeSpan s_firstRest = TimeSpan.FromSeconds(1);
    private static readonly TimeSpan s_longestRest = TimeSpan.FromSeconds(30);

    /// <summary>Over HTTPS, as the gateway that joined.</summary>
    public static BundleFetch Over(string folder, string dataFolder, TimeProvider clock, Func<double> jitter) => new(
        folder,
        (path, from, cancellationToken) => BundlePart.OpenAsync(dataFolder, path, from, cancellationToken),
        () => new DriveInfo(dataFolder).AvailableFreeSpace,
        clock,
        jitter);

    /// <summary>Fetches it, as far as it is not there already.</summary>
    /// <param name="order">Which; its members were looked at.</param>
    /// <param name="came">Told how many bytes are there.</param>
    /// <param name="cancellationToken">Ends it; what came stays for the next time.</param>
    /// <returns>The file. Its signature was not looked at.</returns>
    /// <exception cref="UpdateRefusedException">It will not do, and would not the next time.</exception>
    /// <exception cref="JoinException">Headquarters did not give it; what came stays for the next time.</exception>
    /// <exception cref="IOException">The disk does not take it.</exception>
    public async Task<string> RunAsync(UpdateOrder order, Action<long> came, CancellationToken cancellationToken)
    {
        var file = Path.Combine(folder, order.Sha256 + Ending);
        Directory.CreateDirectory(folder, UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute);
        foreach (var other in Directory.EnumerateFiles(folder, "*" + Ending).Where(other => other != file))
        {
            File.Delete(other);
        }

        await using (var to = new FileStream(file, new FileStreamOptions
        {
            Mode = FileMode.OpenOrCreate,
            Access = FileAccess.ReadWrite,
            UnixCreateMode = UnixFileMode.UserRead | UnixFileMode.UserWrite,
        }))
        {
            var size = order.Size!.Value;
            if (to.Length > size)
            {
                to.SetLength(0);
            }

            // It is there twice for a while: as it came, and taken apart.
            var (room, needed) = (free(), (2 * size) - to.Length + Reserve);
            if (room < needed)
            {
                throw new UpdateRefusedException(string.Create(CultureInfo.InvariantCulture, $"the disk has {room} bytes free; expected {needed} for a bundle of {size} bytes"));
            }

            await FillAsync(order, to, came, cancellationToken);
            to.Position = 0;
            if (Convert.ToHexStringLower(await SHA256.HashDataAsync(to, cancellationToken)) == order.Sha256)
            {
                return file;
            }
        }

        File.Delete(file);
        throw new UpdateRefusedException("what headquarters gave is not the bundle that the command names: another SHA-256");
    }

    private async Task FillAsync(UpdateOrder order, FileStream to, Action<long> came, CancellationToken cancellationToken)
    {
        var (tries, rest) = (0, s_firstRest);
        while (to.Length < order.Size)
        {
            var before = to.Length;
            came(before);
            try
            {
                await ReadAsync(order, to, came, cancellationToken);
            }
            catch (JoinException) when (to.Length > before || tries + 1 < MostTries)
            {
                // It goes on below, after a rest that grows while nothing comes.
            }

            (tries, rest) = to.Length > before ? (0, s_firstRest) : (tries + 1, rest);
            if (to.Length < order.Size)
            {
                await Task.Delay((rest / 2) + (rest / 2 * jitter()), clock, cancellationToken);
                rest = rest * 2 < s_longestRest ? rest * 2 : s_longestRest;
            }
        }

        came(to.Length);
    }

    private async Task ReadAsync(UpdateOrder order, FileStream to, Action<long> came, CancellationToken cancellationToken)
    {
        await using var part = await open(order.Path!, to.Length, cancellationToken);
        if (part.Status is >= 300 and < 400)
        {
            throw new UpdateRefusedException($"headquarters sends elsewhere for the bundle ({part.Status}); a gateway fetches from headquarters itself only");
        }

        if (part.Status is 400 or 401 or 403 or 404 or 410)
        {
            throw new UpdateRefusedException($"headquarters does not give the bundle: {part.Status}");
        }

        if (part.Status is not (200 or 206))
        {
            throw new JoinException($"headquarters answers {part.Status} where the bundle is asked for");
        }

        if (part.Total != order.Size || (part.Status == 206 && part.From != to.Length))
        {
            throw new UpdateRefusedException(string.Create(
                CultureInfo.InvariantCulture, $"headquarters offers {part.Total} bytes from byte {part.From}; the command names {order.Size}, and byte {to.Length} was asked for"));
        }

        if (part.Status == 200)
        {
            to.SetLength(0);
        }

        to.Position = to.Length;
        var chunk = new byte[ChunkSize];
        int read;
        while ((read = await NextAsync(part.Body, chunk, cancellationToken)) > 0)
        {
            if (to.Length + read > order.Size)
            {
                to.SetLength(0);
                throw new UpdateRefusedException($"headquarters gives more than the {order.Size} bytes that the command names");
            }

            await to.WriteAsync(chunk.AsMemory(0, read), cancellationToken);
            came(to.Length);
        }
    }

    /// <summary>Reads on; a network that breaks or says nothing is told apart from a disk that does not take it.</summary>
    private async Task<int> NextAsync(Stream body, byte[] chunk, CancellationToken cancellationToken)
    {
        using var silent = new CancellationTokenSource(Silence, clock);
        using var either = CancellationTokenSource.CreateLinkedTokenSource(silent.Token, cancellationToken);
        try
        {
            return await body.ReadAsync(chunk, either.Token);
        }
        catch (OperationCanceledException e) when (!cancellationToken.IsCancellationRequested)
        {
            throw new JoinException($"headquarters said nothing for {Silence.TotalSeconds:0} s", e);
        }
        catch (Exception e) when (e is IOException or HttpRequestException)
        {
            throw new JoinException($"the connection to headquarters broke: {e.Message}", e);
        }
    }
}

/// <summary>Asks headquarters for a file from a byte on.</summary>
/// <exception cref="JoinException">No answer came.</exception>
internal delegate Task<BundlePart> OpenBundle(string path, long from, CancellationToken cancellationToken);
