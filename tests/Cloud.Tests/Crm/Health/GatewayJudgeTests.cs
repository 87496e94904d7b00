using Cloud.Crm.Health;
using Cloud.Crm.Leases;
using Tests.Shared;

namespace Cloud.Tests.Crm.Health;

/// <summary>What headquarters makes of a gateway, against a gateway whose truth is known at every second.</summary>
public sealed class GatewayJudgeTests
{
    private const int Changes = 1_000;

    public static TheoryData<int> Seeds => [.. Enumerable.Range(1, 10)];

    [Theory]
    [MemberData(nameof(Seeds))]
    public void Decide_AThousandChanges_IsNeverWrongForLongerThanThirtySeconds(int seed)
    {
        var world = new World(seed);
        var done = 0;
        while (done < Changes)
        {
            world.Change();
            done++;
            for (var seconds = world.Next(1, 80); seconds > 0; seconds--)
            {
                world.Second();
                Assert.True(world.WrongFor <= GatewayJudge.Longest.TotalSeconds, $"seed {seed}, change {done}: {world}");
            }
        }

        Assert.True(world.Seen.SetEquals([GatewayState.Online, GatewayState.Degraded, GatewayState.Offline, GatewayState.Lying]), "the run must pass through every state");
    }

    [Fact]
    public void Decide_NeverHeard_IsUnknownAndNotSilent() =>
        Assert.Equal(GatewayState.Unknown, GatewayJudge.Decide(GatewayState.Unknown, new Heard(null, TimeSpan.Zero, null, TimeSpan.FromHours(1)), isUnwell: false));

    [Fact]
    public void Decide_HeadquartersJustBack_CallsNobodySilent() => Assert.Equal(
        GatewayState.Online,
        GatewayJudge.Decide(GatewayState.Online, new Heard(true, TimeSpan.FromHours(1), TimeSpan.FromMinutes(10), GatewayJudge.Silence), isUnwell: false));

    [Theory]
    [InlineData(26, 26, true)]
    [InlineData(24, 24, false)]
    public void Decide_ConnectedAndSilent_IsLyingAfterTheSilence(int listening, int sinceBatch, bool lying) => Assert.Equal(
        lying ? GatewayState.Lying : GatewayState.Online,
        GatewayJudge.Decide(
            GatewayState.Online, new Heard(true, TimeSpan.FromHours(1), TimeSpan.FromSeconds(sinceBatch), TimeSpan.FromSeconds(listening)), isUnwell: false));

    [Fact]
    public void Decide_EventsOnTheirWayAtTheGoodbye_AreNoLie() => Assert.Equal(
        GatewayState.Offline,
        GatewayJudge.Decide(GatewayState.Online, new Heard(false, TimeSpan.FromSeconds(6), TimeSpan.FromSeconds(2), TimeSpan.FromHours(1)), isUnwell: false));

    /// <summary>A gateway, a broker that keeps a durable session and a retained state, and a headquarters that restarts and goes deaf.</summary>
    private sealed class World
    {
        private readonly Random _random;
        private readonly ManualClock _clock = new();
        private readonly Queue<Action<Hearing>> _queued = [];
        private Hearing _hearing;
        private ShardLease _lease = new(1, "node-1", 1);
        private WatchedGateway _watched = WatchedGateway.From(GatewayState.Unknown, "");
        private bool _says = true;
        private bool _sends = true;
        private bool _unwell;
        private bool _reported;
        private bool? _stored;
        private int _deafFor;
        private int _second;
        private GatewayState _truth;

        internal World(int seed)
        {
            _random = new Random(seed);
            _hearing = new Hearing(_clock);
            _hearing.Listen(_lease);
            Tell(Said(true));
        }

        internal int WrongFor { get; private set; }

        internal HashSet<GatewayState> Seen { get; } = [];

        internal int Next(int least, int below) => _random.Next(least, below);

        internal void Change()
        {
            switch (_random.Next(8))
            {
                case 0 or 1:
                    _says = !_says;
                    Tell(Said(_says));
                    break;
                case 2 or 3:
                    _sends = !_sends;
                    break;
                case 4:
                    _unwell = !_unwell;
                    break;
                case 5:
                    // Both at once: a plug pulled, or pushed in.
                    _sends = _says = !_says;
                    Tell(Said(_says));
                    break;
                case 6 when _deafFor == 0:
                    Restart();
                    break;
                case 7 when _deafFor == 0:
                    _hearing.Stop(_lease);
                    _deafFor = _random.Next(1, 120);
                    break;
            }
        }

        internal void Second()
        {
            _clock.Advance(TimeSpan.FromSeconds(1));
            _second++;
            if (_sends && _second % 10 == 0)
            {
                var unwell = _unwell;
                Tell(h =>
                {
                    h.Sign(7);
                    _reported = unwell;
                });
            }

            if (_deafFor > 0 && --_deafFor == 0)
            {
                Listen();
            }

            if (_second % 2 == 0 && _hearing.Of(_lease, 7, _stored) is { } heard)
            {
                _watched.Take(Numbers(_reported), _clock.GetUtcNow().UtcDateTime);
                _watched.Judge(heard);
                Seen.Add(_watched.State);
            }

            var truth = _says != _sends ? GatewayState.Lying : !_says ? GatewayState.Offline : _unwell ? GatewayState.Degraded : GatewayState.Online;
            WrongFor = truth != _truth || _deafFor > 0 || truth == _watched.State ? 0 : WrongFor + 1;
            _truth = truth;
        }

        public override string ToString() => $"says {_says}, sends {_sends}, unwell {_unwell}: decided {_watched.State}, wrong for {WrongFor} s";

        private static HealthNumbers Numbers(bool unwell) => HealthNumbers.Read(unwell ? """{"undervoltage":true}""" : """{"undervoltage":false}""");

        private Action<Hearing> Said(bool online) => h =>
        {
            h.Said(7, online);
            _stored = online;
        };

        private void Tell(Action<Hearing> message)
        {
            if (_deafFor == 0)
            {
                message(_hearing);
            }
            else
            {
                _queued.Enqueue(message);
            }
        }

        private void Restart()
        {
            _watched = WatchedGateway.From(_watched.State, _watched.Words);
            _hearing = new Hearing(_clock);
            _lease = _lease with { Token = _lease.Token + 1 };
            WrongFor = 0;
            Listen();
        }

        private void Listen()
        {
            _hearing.Listen(_lease);
            if (_random.Next(3) == 0)
            {
                // The broker has lost the session.
                _queued.Clear();
            }

            while (_queued.TryDequeue(out var message))
            {
                message(_hearing);
            }

            Said(_says)(_hearing);
        }
    }
}
