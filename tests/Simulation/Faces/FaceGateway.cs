using System.Globalization;
using System.Text.Json;
using EdgeGateway.Core.Cameras;
using EdgeGateway.Core.Events;
using EdgeGateway.Core.Members;
using EdgeGateway.Core.Outbox;
using EdgeGateway.Core.Visits;
using EdgeGateway.Vision.Packs;
using EdgeGateway.Vision.Recognition;
using Microsoft.Extensions.Logging.Abstractions;
using Simulation.Disk;
using Simulation.Store;

namespace Simulation.Faces;

/// <summary>The part of a gateway that recognises members, through all its lives: the real watch, vault, visits and outbox on a simulated disk.</summary>
internal sealed class FaceGateway(VirtualTime time, FacePlan plan, FaceScene scene, FaceBook book, Promises promises, Trace trace, string folder)
{
    private const string Name = "gw-0";

    private static readonly TimeSpan s_frame = TimeSpan.FromMilliseconds(200);
    private static readonly ModelPack s_pack = new("simulated-1", "simulated", new MatchThresholds(0.9f, 0.95f, 0.8f, 0.05f, 200), "", true, []);

    private readonly MasterKey _key = MasterKey.Ephemeral();
    private int _lives;
    private IReadOnlyDictionary<string, byte[]> _image = new Dictionary<string, byte[]>();
    private CancellationTokenSource _stop = new();
    private TaskCompletionSource _ended = new();
    private Task _running = Task.CompletedTask;
    private Outbox? _outbox;
    private MemberVault? _vault;
    private bool _isStopping;

    /// <summary>Who comes back within this time is still on the same visit.</summary>
    public static TimeSpan ReentryGap { get; } = TimeSpan.FromMinutes(1);

    public StoreLife? Life { get; private set; }

    public bool IsDown => Life is not { IsDead: false } || _isStopping || _vault is null;

    /// <summary>Begins a life, on what the last one left.</summary>
    public void Start()
    {
        _lives++;
        (_isStopping, _vault) = (false, null);
        var own = Path.Combine(folder, string.Create(CultureInfo.InvariantCulture, $"{Name}-{_lives}"));
        Directory.CreateDirectory(own);
        var disk = new SimulatedDisk(own, isMirrored: true, time);
        disk.Load(_image);
        var life = Life = new StoreLife(time, disk);
        trace.Note("start", Name, _lives);
        try
        {
            Open(life, own);
        }
        catch (Exception refused) when (refused is OutboxOpenException or VaultException or IOException)
        {
            promises.Broken($"{Name} cannot open what its last life left: {refused.Message}");
        }
    }

    /// <summary>Ends a life at once and begins the next after a while.</summary>
    public void Kill(PowerCut? cut, TimeSpan pause)
    {
        if (Life is not { } life || life.Clock.IsDead)
        {
            return;
        }

        trace.Note(cut is null ? "killed" : "power-cut", Name, (long)(cut?.Kind ?? 0), life.Disk.Operations);
        LookForTraces();
        life.Die();
        _image = life.Left(cut);
        book.Trouble(pause);
        life.Disk.Discard();
        _ended.TrySetResult();
        time.After(pause, Start);
    }

    /// <summary>Ends a life as systemd does and begins the next after a while.</summary>
    public async Task RestartAsync(TimeSpan pause)
    {
        if (IsDown)
        {
            return;
        }

        var life = Life!;
        trace.Note("stops", Name);
        book.Trouble(pause);
        _isStopping = true;
        await _stop.CancelAsync();
        await _running;
        _vault!.Dispose();
        await _outbox!.DisposeAsync();
        if (!life.IsDead)
        {
            Kill(cut: null, pause);
        }
    }

    /// <summary>Carries out a consent or a withdrawal, over as many lives as it takes.</summary>
    public async Task DoAsync(FaceAct act, MachineClock clock)
    {
        (act.Gives ? (Action<int>)book.Asked : book.Withdraws)(act.Person);
        var id = new Guid(plan.Seed.GetHashCode(), (short)act.Person, (short)act.At.TotalSeconds, 1, 2, 3, 4, 5, 6, 7, 8);
        while (true)
        {
            if (!IsDown)
            {
                var call = OnceAsync(Life!, _vault!, act, id);
                await Task.WhenAny(call, _ended.Task);
                if (call.IsCompletedSuccessfully && await call)
                {
                    trace.Note(act.Gives ? "consented" : "withdrew", FaceBook.NameOf(act.Person));
                    (act.Gives ? (Action<int>)book.Enrolled : book.Withdrawn)(act.Person);
                    return;
                }

                if (call.IsFaulted)
                {
                    await call;
                }
            }

            await Task.Delay(TimeSpan.FromSeconds(2), clock);
        }
    }

    /// <summary>All events that the outbox has, in order, as JSON.</summary>
    public IReadOnlyList<JsonElement> Told()
    {
        var told = new List<JsonElement>();
        for (var after = 0L; _outbox!.Read(after, 1000, 1 << 22) is { } batch; after = batch.Last)
        {
            foreach (var row in batch.Rows)
            {
                using var document = JsonDocument.Parse(row.Body);
                told.Add(document.RootElement.Clone());
            }
        }

        return told;
    }

    /// <summary>Nothing of any face is on the disk.</summary>
    public void LookForTraces()
    {
        if (Life is { } life && FaceTraces.Find(life) is { } found)
        {
            promises.Broken($"on the disk is {found}");
        }
    }

    /// <summary>Ends the last life for good.</summary>
    public void End()
    {
        Life?.Die();
        Life?.Disk.Discard();
        _key.Dispose();
    }

    private async Task<bool> OnceAsync(StoreLife life, MemberVault vault, FaceAct act, Guid id)
    {
        var member = FaceBook.NameOf(act.Person);
        try
        {
            if (!act.Gives)
            {
                await vault.WithdrawAsync(member, "staff-1", "till", CancellationToken.None);
                return !life.IsDead;
            }

            await vault.GiveAsync(
                new ConsentRequest(member, SubjectKind.Member, ConsentTexts.Current, "en", ConsentHow.OnPage, "staff-1", AgeConfirmed: true, OtherStores: false) { Id = id }, CancellationToken.None);
            using var template = new FaceTemplate(s_pack.Id, scene.NumbersOf(act.Person), MemberVault.LeastPhotos);
            vault.Enrol(vault.GrantFor(member)!, template, "staff-1");
            return !life.IsDead;
        }
        catch (Exception refused) when (life.IsDead || refused is VaultException or OutboxFullException or OutboxUnavailableException)
        {
            return false;
        }
    }

    private void Open(StoreLife life, string own)
    {
        var stamp = new EventStamp("store-0", Name, life.Clock, () => true, () => TimeSpan.FromTicks(time.Now));
        var outbox = _outbox = Outbox.Open(
            new OutboxOptions { Path = Path.Combine(own, "outbox.db"), CapacityBytes = 64L << 20 }, stamp, life.Clock, NullLogger.Instance, ownThread: false);
        var vault = MemberVault.Open(Path.Combine(own, MemberVault.FileName), _key, new MembersOptions(), KeepAsync, life.Clock, NullLogger.Instance);
        var desk = new VisitDesk(Path.Combine(own, "visits.json"), new VisitOptions { ReentryGap = ReentryGap }, KeepAsync, TellAsync, life.Clock, NullLogger.Instance);
        vault.OnForget(desk.ForgetAsync);
        var gallery = vault.GalleryOf(s_pack.Id);
        for (var person = 0; person < plan.Members; person++)
        {
            if (!book.MayBeKnown(person) && (vault.GrantFor(FaceBook.NameOf(person)) is not null || gallery.Best(scene.NumbersOf(person)).Similarity > s_pack.Thresholds.Match))
            {
                promises.Broken($"{FaceBook.NameOf(person)} had withdrawn, and is known again after a restart");
            }
        }

        var rules = new RecognitionRules(RecognitionMode.Zone, "till", RecognitionRules.WholePicture, CountAnonymously: true, s_pack.Thresholds);
        var watch = new FaceWatch("cam-0", new FaceNets(s_pack, scene, scene, null), gallery, new FaceWatchOptions(), rules, life.Clock);
        (_stop, _ended, _vault) = (new CancellationTokenSource(), new TaskCompletionSource(), vault);
        _running = Task.WhenAll(desk.RunAsync(_stop.Token), vault.RunAsync(_stop.Token), WatchAsync(life, watch, desk, _stop.Token));

        async Task TellAsync(Arrival arrival, CancellationToken cancellationToken)
        {
            if (life.IsDead)
            {
                await StoreLife.Never;
            }

            book.Told(arrival, life.Clock.GetUtcNow());
        }

        async Task KeepAsync(IReadOnlyList<EventDraft> drafts, CancellationToken cancellationToken)
        {
            try
            {
                await outbox.AppendAsync([.. drafts.Select(stamp.Stamp)], cancellationToken);
            }
            catch (Exception) when (life.IsDead)
            {
                await StoreLife.Never;
            }

            if (life.IsDead)
            {
                await StoreLife.Never;
            }
        }
    }

    /// <summary>Five pictures a second, each looked at and overwritten; what it says of people goes on in order.</summary>
    private async Task WatchAsync(StoreLife life, FaceWatch watch, VisitDesk desk, CancellationToken stop)
    {
        var told = new List<Presence>();
        using var frame = new CameraFrame(FaceScene.Width, FaceScene.Height);
        try
        {
            while (!life.IsDead)
            {
                await Task.Delay(s_frame, life.Clock, stop);
                frame.Time = life.Clock.GetUtcNow();
                scene.Paint(frame);
                watch.Look(frame, null, told.Add);
                if (watch.Remains.ContainsAnyExcept(0f))
                {
                    promises.Broken("the numbers of a face are still there when the picture has been looked at");
                }

                foreach (var presence in told)
                {
                    await desk.TakeAsync(presence, CancellationToken.None);
                }

                told.Clear();
            }
        }
        catch (OperationCanceledException) when (stop.IsCancellationRequested)
        {
            watch.Dispose();
        }
    }
}
