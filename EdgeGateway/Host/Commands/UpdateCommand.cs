using System.Text.Json;
using Cloud.Contracts;
using Cloud.Contracts.Commands;
using Cloud.Uplink;
using EdgeGateway.Host.Joining;
using EdgeGateway.Host.Updating;

namespace EdgeGateway.Host.Commands;

/// <summary>Headquarters' command <c>update</c>: fetches a signed bundle and puts it in place as <c>edge-gateway update</c> does. Whether it stays is told by <see cref="UpdateReport"/>.</summary>
/// <param name="folder">The folder of updates; null in a process that the launcher did not start.</param>
/// <param name="fetch">Fetches bundles.</param>
/// <param name="staged">Called when one is in place.</param>
/// <param name="clock">Time.</param>
internal sealed class UpdateCommand(UpdateFolder? folder, BundleFetch? fetch, Action staged, TimeProvider clock)
{
    private const string Expected = "version, serial, size, sha256, path, and perhaps seconds";
    private const int HashDigits = 64;
    private const int LongestPath = 200;
    private static readonly TimeSpan s_progressEvery = TimeSpan.FromSeconds(2);

    private int _isBusy;

    /// <summary>Of a process that takes no part in updates.</summary>
    public static UpdateCommand None { get; } = new(null, null, static () => { }, TimeProvider.System);

    /// <summary>Fetches it and puts it in place.</summary>
    internal async ValueTask<CommandAnswer> HandleAsync(CommandCall call, CancellationToken cancellationToken)
    {
        if (folder is null || fetch is null)
        {
            return CommandBody.Refused("the launcher of the package did not start this gateway, as in a container: it takes no updates. Use a new image or package");
        }

        var (order, refusal) = CommandBody.Read(call, GatewayCommandJson.Default.UpdateOrder, Expected);
        refusal ??= Mistake(order!) is { } mistake ? CommandBody.Refused(mistake) : null;
        if (refusal is not null)
        {
            return refusal;
        }

        if (Interlocked.Exchange(ref _isBusy, 1) == 1)
        {
            return new CommandAnswer(CommandStatus.Failed, Reason: "another bundle is being fetched; ask again later");
        }

        try
        {
            return await TakeAsync(folder, fetch, order!, call, cancellationToken);
        }
        catch (UpdateRefusedException e)
        {
            return CommandBody.Refused(e.Message);
        }
        catch (Exception e) when (e is JoinException or IOException or UnauthorizedAccessException)
        {
            return new CommandAnswer(CommandStatus.Failed, Reason: e.Message);
        }
        finally
        {
            Volatile.Write(ref _isBusy, 0);
        }
    }

    private async Task<CommandAnswer> TakeAsync(UpdateFolder updates, BundleFetch bundles, UpdateOrder order, CommandCall call, CancellationToken cancellationToken)
    {
        var journal = UpdateJournal.Read(updates.Path);
        if (order.Serial <= updates.Floor(journal))
        {
            return CommandBody.Refused($"the command names serial {order.Serial}; this gateway has had serial {updates.Floor(journal)}. Expected a later one: nothing is taken twice, and nothing goes back");
        }

        if (updates.ManifestOf(journal.Staged) is { } waiting && waiting.Serial == order.Serial)
        {
            return Done(waiting);
        }

        var left = order.Seconds is { } seconds ? TimeSpan.FromSeconds(seconds) : TimeSpan.MaxValue;
        left = call.ExpiresAt - clock.GetUtcNow() is { } wanted && wanted < left ? wanted : left;
        using var over = new CancellationTokenSource(left == TimeSpan.MaxValue ? Timeout.InfiniteTimeSpan : left > TimeSpan.Zero ? left : TimeSpan.Zero, clock);
        using var ends = CancellationTokenSource.CreateLinkedTokenSource(over.Token, cancellationToken);
        try
        {
            var file = await FetchAsync(bundles, order, call, ends.Token);
            try
            {
                await using var bundle = File.OpenRead(file);
                var manifest = await updates.StageAsync(bundle, ends.Token);
                staged();
                return Done(manifest);
            }
            finally
            {
                if (!ends.IsCancellationRequested)
                {
                    File.Delete(file);
                }
            }
        }
        catch (OperationCanceledException) when (over.IsCancellationRequested && !cancellationToken.IsCancellationRequested)
        {
            return new CommandAnswer(CommandStatus.Expired, Reason: $"it was not in place within {left.TotalSeconds:0} s, as long as it was wanted; what was fetched is kept for the next time");
        }
    }

    private async Task<string> FetchAsync(BundleFetch bundles, UpdateOrder order, CommandCall call, CancellationToken cancellationToken)
    {
        var there = 0L;
        await using var telling = new ProgressTeller(call, s_progressEvery, () => new CommandProgress(Interlocked.Read(ref there), order.Size, "By"), clock);
        return await bundles.RunAsync(order, bytes => Interlocked.Exchange(ref there, bytes), cancellationToken);
    }

    private static CommandAnswer Done(UpdateManifest manifest) => new(
        CommandStatus.Done, JsonSerializer.SerializeToElement(new UpdateResult(manifest.Version, manifest.Serial), GatewayCommandJson.Default.UpdateResult));

    private static string? Mistake(UpdateOrder order) =>
        order.Serial is not > 0 ? $"serial is {Shown(order.Serial)}; expected 1 or more"
        : order.Size is not (> 0 and <= UpdateOrder.MostBytes) ? $"size is {Shown(order.Size)}; expected 1 to {UpdateOrder.MostBytes} bytes"
        : order.Sha256 is not { Length: HashDigits } hash || !hash.All(char.IsAsciiHexDigitLower) ? "sha256 is not 64 hexadecimal digits in small letters"
        : order.Seconds is not (null or (> 0 and <= UpdateOrder.MostSeconds)) ? $"seconds is {order.Seconds}; expected 1 to {UpdateOrder.MostSeconds}"
        : order.Path is { Length: <= LongestPath } path && path.StartsWith(UpdateOrder.PathRoot, StringComparison.Ordinal) && !path.Contains("..", StringComparison.Ordinal)
            && path.All(c => char.IsAsciiLetterOrDigit(c) || c is '/' or '-' or '.' or '_')
            ? null : $"path is not one at headquarters; expected {UpdateOrder.PathRoot} and letters, digits and / - . _";

    private static string Shown(long? number) => number?.ToString(System.Globalization.CultureInfo.InvariantCulture) ?? "missing";
}
