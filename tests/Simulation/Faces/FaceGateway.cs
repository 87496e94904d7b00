using EdgeGateway.Core.Cameras;
using EdgeGateway.Core.Events;
using EdgeGateway.Core.Members;
using EdgeGateway.Core.Outbox;
using EdgeGateway.Core.Visits;
using EdgeGateway.Vision.Packs;
using EdgeGateway.Vision.Recognition;
using Microsoft.Extensions.Logging.Abstractions;
using Simulation.Store;

namespace Simulation.Faces;

/// <summary>The part of a gateway that recognises members, through all its lives: the real watch, vault, visits and outbox on a simulated disk.</summary>
internal sealed class FaceGateway(VirtualTime time, FacePlan plan, FaceScene scene, FaceBook book, Promises promises, Trace trace, string folder)
    : GatewayLives(time, promises, trace, folder)
{
    private static readonly TimeSpan s_frame = TimeSpan.FromMilliseconds(200);
    private static readonly ModelPack s_pack = new("simulated-1", "simulated", new MatchThresholds(0.9f, 0.95f, 0.8f, 0.05f, 200), "", true, []);

    private readonly MasterKey _key = MasterKey.Ephemeral();
    private TaskCompletionSource _ended = new();
    private MemberVault? _vault;

    /// <summary>Who comes back within this time is still on the same visit.</summary>
    public static TimeSpan ReentryGap { get; } = TimeSpan.FromMinutes(1);

    protected override bool IsOpen => _vault is not null;

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
                    Trace.Note(act.Gives ? "consented" : "withdrew", FaceBook.NameOf(act.Person));
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

    /// <summary>Nothing of any face is on the disk.</summary>
    public void LookForTraces()
    {
        if (Life is { } life && FaceTraces.Find(life) is { } found)
        {
            Promises.Broken($"on the disk is {found}");
        }
    }

    /// <inheritdoc/>
    public override void End()
    {
        base.End();
        _key.Dispose();
    }

    protected override void Open(StoreLife life, string own, Func<IReadOnlyList<EventDraft>, CancellationToken, ValueTask> keep)
    {
        var vault = MemberVault.Open(Path.Combine(own, MemberVault.FileName), _key, new MembersOptions(), (drafts, cancellationToken) => keep(drafts, cancellationToken).AsTask(), life.Clock, NullLogger.Instance);
        var desk = new VisitDesk(Path.Combine(own, "visits.json"), new VisitOptions { ReentryGap = ReentryGap }, (drafts, cancellationToken) => keep(drafts, cancellationToken).AsTask(), TellAsync, life.Clock, NullLogger.Instance);
        vault.OnForget(desk.ForgetAsync);
        var gallery = vault.GalleryOf(s_pack.Id);
        for (var person = 0; person < plan.Members; person++)
        {
            if (!book.MayBeKnown(person) && (vault.GrantFor(FaceBook.NameOf(person)) is not null || gallery.Best(scene.NumbersOf(person)).Similarity > s_pack.Thresholds.Match))
            {
                Promises.Broken($"{FaceBook.NameOf(person)} had withdrawn, and is known again after a restart");
            }
        }

        var rules = new RecognitionRules(RecognitionMode.Zone, "till", RecognitionRules.WholePicture, CountAnonymously: true, s_pack.Thresholds);
        var watch = new FaceWatch("cam-0", new FaceNets(s_pack, scene, scene, null), gallery, new FaceWatchOptions(), rules, life.Clock);
        (Stop, _ended, _vault) = (new CancellationTokenSource(), new TaskCompletionSource(), vault);
        Running = Task.WhenAll(desk.RunAsync(Stop.Token), vault.RunAsync(Stop.Token), WatchAsync(life, watch, desk, Stop.Token));

        async Task TellAsync(Arrival arrival, CancellationToken cancellationToken)
        {
            if (life.IsDead)
            {
                await StoreLife.Never;
            }

            book.Told(arrival, life.Clock.GetUtcNow());
        }
    }

    protected override void Close() => _vault!.Dispose();

    protected override void Trouble(TimeSpan lasts) => book.Trouble(lasts);

    protected override bool IsRefusal(Exception exception) => exception is VaultException;

    protected override void Beginning() => _vault = null;

    protected override void Ending() => LookForTraces();

    protected override void Ended() => _ended.TrySetResult();

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
                    Promises.Broken("the numbers of a face are still there when the picture has been looked at");
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
