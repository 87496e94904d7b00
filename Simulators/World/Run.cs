using System.Net;
using System.Net.Sockets;
using System.Runtime.InteropServices;

namespace Simulators.World;

/// <summary>One <c>world run</c>: starts, shows, waits, stops, checks.</summary>
internal static class Run
{
    private const string Owner = "owner";
    private static readonly TimeSpan s_drainLimit = TimeSpan.FromSeconds(60);
    private static readonly TimeSpan s_shortDrain = TimeSpan.FromSeconds(10);

    /// <returns>0, or 1 where the ledger is wrong.</returns>
    public static async Task<int> ExecuteAsync(RunOrder order)
    {
        using var stop = new CancellationTokenSource();
        using var interrupt = PosixSignalRegistration.Create(PosixSignal.SIGINT, OnSignal);
        using var terminate = PosixSignalRegistration.Create(PosixSignal.SIGTERM, OnSignal);
        using var hangUp = PosixSignalRegistration.Create(PosixSignal.SIGHUP, OnSignal);
        RefuseTakenPort(order.HeadquartersPort);
        var programs = ProgramFiles.Published(order.Programs);
        PostgresServer? server = null;
        PrivateFolder? serverFolder = null;
        try
        {
            DatabaseAddress? database = null;
            if (order.ConnectionFile is { } file)
            {
                database = new DatabaseAddress(DatabaseProvider.Postgres, (await File.ReadAllTextAsync(file, stop.Token).ConfigureAwait(false)).Trim());
            }
            else if (order.Postgres)
            {
                serverFolder = PrivateFolder.Open(null);
                server = await PostgresServer.StartAsync(serverFolder, stop.Token).ConfigureAwait(false);
                database = await server.CreateDatabaseAsync("headquarters", stop.Token).ConfigureAwait(false);
            }

            return await RunWorldAsync(order, programs, database, stop.Token).ConfigureAwait(false);
        }
        catch (OperationCanceledException) when (stop.IsCancellationRequested)
        {
            return 0;
        }
        finally
        {
            if (server is not null)
            {
                await server.DisposeAsync().ConfigureAwait(false);
                serverFolder?.Delete();
            }
        }

        // The first signal ends it in order. The second one has its usual effect, and the kernel then ends the children.
        void OnSignal(PosixSignalContext context)
        {
            context.Cancel = !stop.IsCancellationRequested;
            stop.Cancel();
        }
    }

    private static async Task<int> RunWorldAsync(RunOrder order, ProgramFiles programs, DatabaseAddress? database, CancellationToken stop)
    {
        if (order.Demo is { } demo)
        {
            await Console.Error.WriteLineAsync($"loading the demonstration: five stores live for {demo.Days} days; a year takes some minutes …").ConfigureAwait(false);
        }

        var world = await World.StartAsync(
            new WorldOptions(programs)
            {
                Stores = order.Stores,
                Folder = order.Folder,
                Database = database,
                Devices = [.. SimulatedDevice.UsualStore, SimulatedDevice.ReceiptPrinter, .. order.Models is null ? [] : (SimulatedDevice[])[SimulatedDevice.Camera]],
                Gateway = gateway => gateway with { Models = order.Models },
                Cashiers = true,
                Tills = [new TillLoad(order.Rate)],
                Seed = order.Seed,
                Headquarters = headquarters => headquarters with { Port = order.HeadquartersPort, Demo = order.Demo },
            },
            stop).ConfigureAwait(false);
        var keep = false;
        try
        {
            PrintAddresses(world, order.ConnectionFile is null ? await world.Headquarters.SetUpAsync(Owner, stop).ConfigureAwait(false) : null);
            await WatchAsync(world, order.Duration, stop).ConfigureAwait(false);
            if (order.Duration is null || stop.IsCancellationRequested)
            {
                await StopQuietlyAsync(world).ConfigureAwait(false);
                return 0;
            }

            var ledger = await world.SettleAsync(s_drainLimit, CancellationToken.None).ConfigureAwait(false);
            await world.StopAsync().ConfigureAwait(false);
            await Console.Out.WriteAsync(ledger.ToString()).ConfigureAwait(false);
            await Console.Out.WriteLineAsync(ledger.IsRight ? "ledger: right" : "ledger: WRONG").ConfigureAwait(false);
            keep = !ledger.IsRight;
            return ledger.IsRight ? 0 : 1;
        }
        catch (Exception e) when (e is ChildFailedException or TimeoutException)
        {
            keep = true;
            throw;
        }
        finally
        {
            if (keep)
            {
                await Console.Error.WriteLineAsync($"Logs, outboxes and database are kept in {world.Folder.Path}").ConfigureAwait(false);
            }

            await world.DisposeAsync(deleteFolder: !keep).ConfigureAwait(false);
        }
    }

    /// <summary>Shows progress until the time is over, a signal came or something died.</summary>
    private static async Task WatchAsync(World world, TimeSpan? duration, CancellationToken stop)
    {
        var clock = TimeProvider.System;
        var progress = new ProgressLine(world, clock);
        using var timer = new PeriodicTimer(TimeSpan.FromSeconds(1), clock);
        try
        {
            do
            {
                world.RefuseDead();
                await progress.ShowAsync(stop).ConfigureAwait(false);
            }
            while ((duration is null || progress.Elapsed < duration) && await timer.WaitForNextTickAsync(stop).ConfigureAwait(false));
        }
        catch (OperationCanceledException) when (stop.IsCancellationRequested)
        {
            // Ctrl-C: the ordinary way to end.
        }
        finally
        {
            progress.End();
        }
    }

    private static async Task StopQuietlyAsync(World world)
    {
        await Console.Error.WriteLineAsync("stopping …").ConfigureAwait(false);
        await world.StopSourcesAsync().ConfigureAwait(false);
        try
        {
            await world.DrainAsync(s_shortDrain, CancellationToken.None).ConfigureAwait(false);
        }
        catch (TimeoutException e)
        {
            await Console.Error.WriteLineAsync(e.Message).ConfigureAwait(false);
        }

        await world.StopAsync().ConfigureAwait(false);
    }

    private static void PrintAddresses(World world, string? password)
    {
        Console.WriteLine($"headquarters   {world.Headquarters.Url}");
        if (password is not null)
        {
            Console.WriteLine($"sign in as     {Owner} with {password}");
        }

        foreach (var store in world.Stores)
        {
            Console.WriteLine($"{store.Gateway.Address.Store,-14} {store.Gateway.Console}");
        }

        Console.WriteLine($"working folder {world.Folder.Path}");
    }

    private static void RefuseTakenPort(int port)
    {
        using var probe = new Socket(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp);
        try
        {
            probe.Bind(new IPEndPoint(IPAddress.Loopback, port));
        }
        catch (SocketException e)
        {
            throw new IOException($"Port {port} for headquarters cannot be had: {e.Message}. Choose another with --headquarters-port, or none for a free one.");
        }
    }
}
