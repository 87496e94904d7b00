using System.Globalization;
using System.Text;
using Cloud.Contracts;
using EdgeGateway.Core.Events;
using EdgeGateway.Core.Outbox;
using EdgeGateway.Core.Outbox.Sqlite;
using Microsoft.Extensions.Logging.Abstractions;
using Simulation.Disk;

namespace Simulation.Verbs;

/// <summary>Records an outbox at work and has SQLite open what a power cut at each of its disk operations may leave.</summary>
internal sealed class CrashPoints
{
    /// <summary>Images of each kind that a crash point yields.</summary>
    private const int Rounds = 1;

    private readonly Dice _dice = new(20261121);
    private readonly Dice _cutDice = new(20261122);
    private readonly Lock _gate = new();
    private readonly List<(Dictionary<string, FileBytes> Image, long Accepted, long LetGo)> _images = [];
    private readonly EventStamp _stamp = new("store-0", "gw-0", TimeProvider.System, () => true, () => TimeSpan.Zero);
    private long _accepted;
    private long _letGo;
    private long _points;
    private long _opened;
    private long _broken;

    public static int Run(IReadOnlyList<string> args)
    {
        var count = (long)Arguments.Number(args, "--count", 100_000);
        var begun = TimeProvider.System.GetTimestamp();
        var run = new CrashPoints();
        for (var life = 0; run._points < count; life++)
        {
            // Now and then so long that the log is copied into the file while it works.
            run.Record(life % 20 == 19 ? 700 : run._dice.Between(5, 60));
        }

        Console.WriteLine(string.Create(
            CultureInfo.InvariantCulture,
            $"{run._points} crash points, {run._opened} images opened by SQLite, {run._broken} with something lost; {TimeProvider.System.GetElapsedTime(begun).TotalSeconds:0} s"));
        return run._broken == 0 ? 0 : 1;
    }

    private void Record(int appends)
    {
        var folder = Directory.CreateTempSubdirectory("sim-points-").FullName;
        try
        {
            var disk = new SimulatedDisk(folder, isMirrored: true);
            (_accepted, _letGo) = (0, 0);
            disk.Watched = () => TakeImages(disk);
            var outbox = Outbox.Open(new OutboxOptions { Path = Path.Combine(folder, "outbox.db"), RememberedOrigins = 1000 }, _stamp, TimeProvider.System, NullLogger.Instance, ownThread: false);
            for (var i = 0; i < appends; i++)
            {
                Append(outbox, i, appends);
                OpenImages();
            }

            outbox.DisposeAsync().AsTask().GetAwaiter().GetResult();
            OpenImages();
            disk.Die();
            disk.Discard();
        }
        finally
        {
            Directory.Delete(folder, recursive: true);
        }
    }

    private void Append(Outbox outbox, int number, int appends)
    {
        var data = Encoding.UTF8.GetBytes(string.Create(CultureInfo.InvariantCulture, $"{{\"n\":{number},\"pad\":\"{new string('x', _dice.Next(appends > 60 ? 6000 : 900))}\"}}"));
        var entry = _stamp.Stamp(new EventDraft(EventTypes.DeviceSample, "d0", DateTimeOffset.UnixEpoch.AddSeconds(number), data));
        var position = outbox.AppendAsync(entry, CancellationToken.None).AsTask().GetAwaiter().GetResult();
        Volatile.Write(ref _accepted, position.Seq);
        if (_dice.OneIn(10))
        {
            Volatile.Write(ref _letGo, position.Seq - 1);
            outbox.ApplyCursor(outbox.Epoch, position.Seq - 1);
        }
    }

    /// <summary>Called after every operation: the point lies between it and the next, and at every write before it that is not synced.</summary>
    private void TakeImages(SimulatedDisk disk)
    {
        _points++;
        for (var round = 0; round < Rounds; round++)
        {
            // Long logs are copied for one kind only.
            var kinds = disk.Files.Values.Sum(f => f.Now.Length) > 2_000_000 ? [(PowerCutKind)_cutDice.Next(5)] : Enum.GetValues<PowerCutKind>();
            foreach (var kind in kinds)
            {
                var image = disk.Image(new PowerCut(kind, disk.Operations - _cutDice.Next(6), _cutDice));
                lock (_gate)
                {
                    _images.Add((image, Volatile.Read(ref _accepted), Volatile.Read(ref _letGo)));
                }
            }
        }
    }

    private void OpenImages()
    {
        (Dictionary<string, FileBytes> Image, long Accepted, long LetGo)[] images;
        lock (_gate)
        {
            images = [.. _images];
            _images.Clear();
        }

        foreach (var (image, accepted, letGo) in images)
        {
            _opened++;
            if (Problem(image, accepted, letGo) is { } problem)
            {
                _broken++;
                Console.WriteLine($"point {_points}: {problem}");
            }
        }
    }

    private string? Problem(Dictionary<string, FileBytes> image, long accepted, long letGo)
    {
        var disk = new SimulatedDisk("/crash", isMirrored: false);
        disk.Load(image);
        try
        {
            if (accepted == 0)
            {
                return null;
            }

            using var database = SqliteDatabase.OpenWrite("/crash/outbox.db");
            if (_opened % 8 == 0 && database.ReadText("PRAGMA quick_check(1)") is var check && check != "ok")
            {
                return check;
            }

            using var rows = database.Prepare("SELECT seq, class, time, crc, body FROM event ORDER BY seq");
            var next = letGo + 1;
            while (rows.Step())
            {
                if (!OutboxSchema.IsIntact(rows))
                {
                    return $"row {rows.Long(0)} is not what was written";
                }

                if (rows.Long(0) > next)
                {
                    return $"row {next} is lost; {accepted} were accepted and {letGo} let go";
                }

                next = Math.Max(next, rows.Long(0) + 1);
            }

            return next > accepted ? null : $"rows from {next} on are lost; {accepted} were accepted";
        }
        catch (SqliteFault fault)
        {
            return fault.Message;
        }
        finally
        {
            disk.Die();
        }
    }
}
