using System.Threading.Channels;
using Cloud.Contracts;
using EdgeGateway.Core.Outbox;
using FsCheck;
using FsCheck.Fluent;

namespace Cloud.Tests.Uplink;

/// <summary>Whatever the network, the broker and headquarters' crashes do, headquarters ends with every event once and in order.</summary>
public sealed class UplinkPropertyTests
{
    /// <summary>What becomes of one batch, or of the gateway.</summary>
    public enum Fate
    {
        Committed,
        LostByTheBroker,
        CommittedAndCursorLost,
        DeliveredTwice,
        CutBeforeItArrives,
        CutAfterTheCommit,
        CutBeforeTheAcknowledgement,
        CursorSentTwice,
    }

    [Fact]
    public Task Everything_IsCommittedOnceAndInOrder()
    {
        var runs = Gen.Choose(0, 7).Select(i => (Fate)i).ListOf().Select(fates => fates.ToList());
        return runs.SelectMany(fates => Gen.Choose(1, 4).Select(openings => new Play(fates, openings))).EachAsync(40, play => RunAsync(play.Fates, play.Openings));
    }

    /// <summary>What happens to messages one after the other, and how often the outbox is opened anew.</summary>
    private sealed record Play(List<Fate> Fates, int Openings)
    {
        public override string ToString() => $"{string.Join(' ', Fates)}, opened {Openings} times";
    }

    private static async Task RunAsync(List<Fate> fates, int openings)
    {
        using var limit = CancellationTokenSource.CreateLinkedTokenSource(TestContext.Current.CancellationToken);
        limit.CancelAfter(TimeSpan.FromSeconds(60));
        var headquarters = new ModelHeadquarters();
        var script = new Queue<Fate>(fates);
        var accepted = new List<EventId>();
        await using var box = new UplinkBox(TimeProvider.System);
        box.Options.BatchEvents = 3;
        box.Options.WindowBatches = 3;
        box.Options.CursorTimeout = TimeSpan.FromMilliseconds(20);
        box.Options.ReconnectMin = TimeSpan.FromMilliseconds(1);
        box.Options.ReconnectMax = TimeSpan.FromMilliseconds(2);
        var retained = default(CursorDocument);
        var wire = new Lock();
        box.Connector.Make = () => new FakeConnection(UplinkBox.Address)
        {
            Retained = Volatile.Read(ref retained),
            OnBatch = (connection, message) =>
            {
                lock (wire)
                {
                    Deliver(connection, SentMessage.Read(message));
                }
            },
        };

        void Publish(FakeConnection connection, CursorDocument cursor)
        {
            Volatile.Write(ref retained, cursor);
            connection.Cursor(cursor);
        }

        void Deliver(FakeConnection connection, SentMessage batch)
        {
            switch (script.TryDequeue(out var fate) ? fate : Fate.Committed)
            {
                case Fate.Committed:
                    Publish(connection, headquarters.Take(batch));
                    break;
                case Fate.LostByTheBroker:
                    break;
                case Fate.CommittedAndCursorLost:
                    headquarters.Take(batch);
                    break;
                case Fate.DeliveredTwice:
                    Publish(connection, headquarters.Take(batch));
                    Publish(connection, headquarters.Take(batch));
                    break;
                case Fate.CutBeforeItArrives:
                    connection.End("cut");
                    break;
                case Fate.CutAfterTheCommit:
                    headquarters.Take(batch);
                    connection.End("cut");
                    break;
                case Fate.CutBeforeTheAcknowledgement:
                    Publish(connection, headquarters.Take(batch));
                    connection.End("cut");
                    break;
                case Fate.CursorSentTwice:
                    var cursor = headquarters.Take(batch);
                    Publish(connection, cursor);
                    Publish(connection, cursor);
                    break;
            }
        }

        for (var opening = 0; opening < openings; opening++)
        {
            accepted.AddRange(Ids(await box.AppendAsync(7, limit.Token)));
            if (opening < openings - 1)
            {
                await box.ReopenAsync();
            }
        }

        box.Start();
        accepted.AddRange(Ids(await box.AppendAsync(5, limit.Token)));
        await CommittedAsync(box, accepted[^1].Seq, limit.Token);

        Assert.Equal(accepted, headquarters.Applied);
    }

    private static IEnumerable<EventId> Ids(IEnumerable<OutboxPosition> positions) =>
        positions.Select(p => new EventId(UplinkBox.Address.Gateway, p.Epoch, p.Seq));

    private static async Task CommittedAsync(UplinkBox box, long seq, CancellationToken cancellationToken)
    {
        var changes = Channel.CreateBounded<bool>(new BoundedChannelOptions(1) { FullMode = BoundedChannelFullMode.DropWrite });
        box.Service.StatusChanged += _ => changes.Writer.TryWrite(true);
        while (box.Outbox.CommittedSeq < seq)
        {
            await changes.Reader.ReadAsync(cancellationToken);
        }
    }
}
