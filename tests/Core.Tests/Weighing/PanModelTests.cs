using Core.Tests.Devices;
using EdgeGateway.Core.Devices;
using EdgeGateway.Core.Weighing;
using FsCheck;
using FsCheck.Fluent;

namespace Core.Tests.Weighing;

/// <summary>A pan and people at it, against the interpreter: captures are the loads that came to rest between two zeros.</summary>
public sealed class PanModelTests
{
    [Fact]
    public void Captures_AreTheLoadsThatCameToRestBetweenTwoZeros() =>
        Prop.ForAll(Acts().ToArbitrary(), acts =>
        {
            var pan = new ModelPan();
            foreach (var (act, size) in acts)
            {
                pan.Do(act, size);
            }

            return (pan.Captured == pan.Expected).Label($"{pan.Captured} captured, {pan.Expected} expected: {string.Join(' ', acts)}");
        }).Check(Config.QuickThrowOnFailure.WithMaxTest(5000).WithReplay(20261122, 7919));

    private static Gen<(Act Act, int Size)[]> Acts() =>
        Gen.Frequency(
                (5, Gen.Constant(Act.Add)),
                (2, Gen.Constant(Act.TakeSome)),
                (4, Gen.Constant(Act.TakeAll)),
                (8, Gen.Constant(Act.Rest)),
                (2, Gen.Constant(Act.Shake)),
                (1, Gen.Constant(Act.Silence)),
                (1, Gen.Constant(Act.SwapInSilence)),
                (1, Gen.Constant(Act.Interrupt)),
                (1, Gen.Constant(Act.Overload)),
                (1, Gen.Constant(Act.Damage)),
                (1, Gen.Constant(Act.ScaleTare)),
                (1, Gen.Constant(Act.NetGross)))
            .Zip(Gen.Choose(0, 1_000_000)).ArrayOf().Resize(60);

    private enum Act
    {
        Add,
        TakeSome,
        TakeAll,
        Rest,
        Shake,
        Silence,
        SwapInSilence,
        Interrupt,
        Overload,
        Damage,
        ScaleTare,
        NetGross,
    }

    /// <summary>A scale of 1 g that shows grams, and the rule in the plainest words.</summary>
    private sealed class ModelPan
    {
        private const int Band = 2;
        private const int Minimum = 20;

        private readonly WeighingInterpreter _interpreter = new("scale-1");
        private double _now;
        private int _load;
        private int _tare;
        private bool _net;
        private int _shownAtRest;
        private bool _zeroWasNet;
        private bool _sold;

        public ModelPan() => Rest(1);

        public int Captured { get; private set; }

        public int Expected { get; private set; }

        private int Shown => _net ? _load - _tare : _load;

        public void Do(Act act, int size)
        {
            switch (act)
            {
                case Act.Add:
                    _load += 3 + (size % 5000);
                    Move();
                    break;
                case Act.TakeSome:
                    _load -= _load * (size % 10) / 10;
                    Move();
                    break;
                case Act.TakeAll:
                    _load = 0;
                    Move();
                    break;
                case Act.Rest:
                    Rest(1 + (size % 4));
                    break;
                case Act.Shake:
                    Move();
                    break;
                case Act.Silence:
                    Rest(1);
                    _now += 2 + (size % 100);
                    _interpreter.Interrupt();
                    Rest(1);
                    break;
                case Act.SwapInSilence:
                    Swap(size);
                    break;
                case Act.Interrupt:
                    _interpreter.Interrupt();
                    break;
                case Act.Overload:
                    Feed(Readings.Error(_now += 0.2, "over_capacity"));
                    break;
                case Act.Damage:
                    Feed(Readings.Error(_now += 0.2, "incomplete"));
                    break;
                case Act.ScaleTare:
                    Rest(1);
                    (_tare, _net) = (_load, _load > 0);
                    Rest(1);
                    break;
                case Act.NetGross:
                    Rest(1);
                    _net = _tare > 0 && !_net;
                    Rest(1);
                    break;
            }
        }

        /// <summary>Nobody watches while the goods go and others come: only another weight than before can show it.</summary>
        private void Swap(int size)
        {
            Rest(1);
            if (_sold)
            {
                _load += 10 + (size % 1000);
                _sold = false;
            }

            _now += 3;
            Rest(1);
        }

        private void Rest(int frames)
        {
            if (Shown <= Band)
            {
                (_sold, _zeroWasNet) = (false, _net);
            }
            else if (Shown >= Minimum && !_sold && (_net || !_zeroWasNet))
            {
                (_sold, Expected) = (true, Expected + 1);
            }

            for (var i = 0; i < frames; i++)
            {
                Feed(Readings.Weight(_now += 0.2, Shown / 1000m + 0.000m, true, _net ? NetGross.Net : NetGross.Gross));
            }

            _shownAtRest = Shown;
        }

        private void Move()
        {
            Feed(Readings.Motion(_now += 0.2));
            Feed(Readings.Weight(_now += 0.2, (_shownAtRest + Shown) / 2000m + 0.000m, false, _net ? NetGross.Net : NetGross.Gross));
        }

        private void Feed(WeightReading reading) => Captured += _interpreter.Take(reading) is null ? 0 : 1;
    }
}
