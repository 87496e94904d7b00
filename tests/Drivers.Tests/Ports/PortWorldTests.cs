using System.Globalization;
using Drivers.Ports;
using EdgeGateway.Core.Setup;
using Tests.Shared;

namespace Drivers.Tests.Ports;

/// <summary>Stores whose plugs are pulled, moved and exchanged, with udev late and the gateway restarted: no role is ever read from another thing.</summary>
/// <remarks>
/// Each case is a folder tree as sysfs and /dev have it; the roles are configured by the names the product itself proposes. After each event, and in the
/// middle of it while udev's links are old, every role is looked up, and what is really behind the node that would be opened is compared.
/// </remarks>
public sealed class PortWorldTests(ITestOutputHelper output)
{
    private const int Cases = 1000;
    private const int WildCases = 400;

    private static readonly string[] s_sockets = ["1", "2", "1.1", "1.2", "3.1.4", "4"];

    [Fact]
    public void RenamedRepluggedSwapped_EveryRoleIsKept()
    {
        int kept = 0, roles = 0;
        for (int seed = 0; seed < Cases; seed++)
        {
            using var world = new World(seed, mayLeaveSocketWithoutSerial: false);
            world.Run();
            Assert.True(world.Wrong.Count == 0, $"seed {seed}: {string.Join("; ", world.Wrong)}");
            Assert.True(world.Said.Count == 0, $"seed {seed}: {string.Join("; ", world.Said)}");
            kept++;
            roles += world.Roles;
        }
        output.WriteLine($"{kept} of {Cases} cases kept every one of their {roles} roles");
    }

    [Fact]
    public void Anything_ARoleIsKept_OrItIsSaidThatItCannotBeKnown()
    {
        int kept = 0, said = 0, alike = 0;
        for (int seed = 0; seed < WildCases; seed++)
        {
            using var world = new World(Cases + seed, mayLeaveSocketWithoutSerial: true);
            world.Run();
            Assert.True(world.Wrong.Count == 0, $"seed {Cases + seed}: {string.Join("; ", world.Wrong)}");
            if (world.Alike > 0)
                alike++;
            else if (world.Said.Count > 0)
                said++;
            else
                kept++;
        }
        output.WriteLine($"{kept} cases kept every role; in {said} at least one was refused with the reason; "
            + $"in {alike} a thing without serial number was exchanged for its exact like in the same socket, which the page says beforehand (knownBy socket)");
        Assert.True(kept > WildCases / 4 && said > WildCases / 4 && alike is > 0 and < WildCases / 4, $"{kept} {said} {alike}");
    }

    private sealed class World : IDisposable
    {
        private readonly FakeMachine _machine = new();
        private readonly Random _random;
        private readonly int _seed;
        private readonly bool _mayLeave;
        private readonly List<Role> _roles = [];
        private readonly Dictionary<Thing, string> _homes = [];
        private PortMemory _memory = new();

        public World(int seed, bool mayLeaveSocketWithoutSerial)
        {
            (_seed, _mayLeave, _random) = (seed, mayLeaveSocketWithoutSerial, new Random(seed));
            string[] sockets = [.. s_sockets];
            _random.Shuffle(sockets);
            int count = _random.Next(2, 6);
            for (int i = 0; i < count; i++)
                PlugIn(sockets[i], Invent($"thing {i}"));
            PortPicture picture = Settle();
            foreach ((string socket, (Thing thing, string node)) in _machine.Plugged)
            {
                SeenPort port = picture.Find(_machine.Dev(node))!;
                StableName name = StableName.Of(port, picture, _memory);
                _roles.Add(new Role(name, thing, socket));
                _homes[thing] = socket;
                _memory.Bind(name.Name, port);
            }
        }

        public int Roles => _roles.Count;

        /// <summary>A role would have been read from another thing, or a thing that can be known was not found.</summary>
        public List<string> Wrong { get; } = [];

        /// <summary>A role that is plugged in was refused, with the reason.</summary>
        public List<string> Said { get; } = [];

        /// <summary>How often a role led to a thing that nobody could tell from the right one.</summary>
        public int Alike { get; private set; }

        public void Run()
        {
            for (int step = _random.Next(2, 7); step > 0; step--)
            {
                Step();
                if (_random.Next(3) == 0)
                    _memory = PortMemory.Read(_memory.ToUtf8());
            }
            PutBack();
            Check(Settle(), isSettled: true);
        }

        public void Dispose() => _machine.Dispose();

        private void Step()
        {
            switch (_random.Next(_mayLeave ? 6 : 4))
            {
                case 0: // The machine starts anew and counts its ports in another order.
                    (string Socket, Thing Thing)[] all = [.. _machine.Plugged.Select(pair => (pair.Key, pair.Value.Thing))];
                    foreach ((string socket, _) in all)
                        Pull(socket);
                    _random.Shuffle(all);
                    foreach ((string socket, Thing thing) in all)
                        PlugIn(socket, thing);
                    break;
                case 1: // One plug is pulled and comes back, perhaps under another number.
                    if (AnySocket() is string one)
                    {
                        Thing thing = Pull(one);
                        PlugIn(one, thing, _random.Next(2) == 0 ? _random.Next(20, 40) : null);
                    }
                    break;
                case 2: // Two plugs are pulled and come back in the other order, so that the numbers are swapped; those with a serial number swap sockets too.
                    if (AnySocket() is string first && AnySocket() is string second && first != second)
                    {
                        (Thing a, Thing b) = (Pull(first), Pull(second));
                        bool cross = _mayLeave || (CanMove(a) && CanMove(b));
                        PlugIn(cross ? first : second, b);
                        PlugIn(cross ? second : first, a);
                    }
                    break;
                case 3: // A plug is put into another socket.
                    if (AnySocket() is string from && FreeSocket() is string to && (_mayLeave || CanMove(_machine.Plugged[from].Thing)))
                        PlugIn(to, Pull(from));
                    break;
                case 4: // Something new comes, perhaps the like of what is there.
                    if (FreeSocket() is string free)
                        PlugIn(free, Invent($"new {_random.Next()}"));
                    break;
                case 5: // Something is put into the place of another thing.
                    if (AnySocket() is string taken)
                    {
                        Pull(taken);
                        PlugIn(taken, Invent($"other {_random.Next()}"));
                    }
                    break;
            }
            if (_random.Next(2) == 0)
                Check(Settle(), isSettled: true);
        }

        /// <summary>What is known by its socket alone goes back there where the case promises that.</summary>
        private void PutBack()
        {
            if (_mayLeave)
                return;
            foreach ((string socket, (Thing thing, _)) in _machine.Plugged.Where(pair => !CanMove(pair.Value.Thing)).ToArray())
                Assert.Equal(_homes[thing], socket);
        }

        private bool CanMove(Thing thing) => _roles.Find(role => role.Thing == thing)?.Name.KnownBy == KnownBy.Serial;

        private Thing Invent(string truth) => _random.Next(5) switch
        {
            0 => Thing.Ch340(truth),
            1 => Thing.Cp2102(truth),
            2 => Thing.Cdc(truth, $"3265D53A{_random.Next(1000, 9999).ToString(CultureInfo.InvariantCulture)}"),
            3 => Thing.Ftdi(truth, "A600FAKE"),
            _ => Thing.Ftdi(truth, $"A{_random.Next(1000, 9999).ToString(CultureInfo.InvariantCulture)}XY{_random.Next(10, 99).ToString(CultureInfo.InvariantCulture)}"),
        };

        private string? AnySocket() => _machine.Plugged.Count == 0 ? null : _machine.Plugged.Keys.ElementAt(_random.Next(_machine.Plugged.Count));

        private string? FreeSocket()
        {
            // In a promised case a socket belongs to the thing that is known by it, also while that is away.
            string[] free = [.. s_sockets.Where(socket => !_machine.Plugged.ContainsKey(socket)
                && (_mayLeave || !_homes.Any(home => home.Value == socket && !CanMove(home.Key))))];
            return free.Length == 0 ? null : free[_random.Next(free.Length)];
        }

        private Thing Pull(string socket)
        {
            Thing thing = _machine.Plugged[socket].Thing;
            _machine.Unplug(socket);
            Between();
            return thing;
        }

        private void PlugIn(string socket, Thing thing, int? number = null)
        {
            _machine.Plug(socket, thing, number is int free && File.Exists(_machine.Dev($"{thing.Tty}{free}")) ? null : number);
            Between();
        }

        /// <summary>udev is late as often as not.</summary>
        private void Between()
        {
            if (_random.Next(2) == 0)
                Check(Look(), isSettled: false);
            else if (_random.Next(2) == 0)
                Check(Settle(), isSettled: false);
        }

        private PortPicture Settle()
        {
            _machine.Udev(_random.Next);
            return Look();
        }

        private PortPicture Look()
        {
            PortPicture picture = new PortInventory(_machine.Folders).Look();
            _memory.Observe(picture);
            return picture;
        }

        private void Check(PortPicture picture, bool isSettled)
        {
            foreach (Role role in _roles)
            {
                PortPlace place = PortPlace.Find(role.Name.Name, picture, _memory);
                (string Key, (Thing Thing, string Node) Value)[] there = [.. _machine.Plugged.Where(pair => _machine.Dev(pair.Value.Node) == place.Path).Select(pair => (pair.Key, pair.Value))];
                if (place.Path is null)
                    Refused(role, place, isSettled);
                else if (there is not [var found])
                    Wrong.Add($"{role.Name.Name} leads to {place.Path}, where nothing is");
                else if (found.Value.Thing != role.Thing)
                    Other(role, found.Value.Thing, found.Key);
            }
        }

        private void Refused(Role role, PortPlace place, bool isSettled)
        {
            bool isPluggedIn = _machine.Plugged.Any(pair => pair.Value.Thing == role.Thing);
            if (string.IsNullOrEmpty(place.Problem))
                Wrong.Add($"{role.Name.Name} is refused without a reason");
            if (!isSettled || !isPluggedIn)
                return;
            bool isAtHome = _machine.Plugged.TryGetValue(role.Home, out (Thing Thing, string Node) there) && there.Thing == role.Thing;
            bool couldBeKnown = role.Name.KnownBy == KnownBy.Socket ? isAtHome
                : _machine.Plugged.Values.Count(other => other.Thing.Serial == role.Thing.Serial) == 1 && !place.IsUncertain;
            if (couldBeKnown)
                Wrong.Add($"{role.Name.Name} is refused though it can be known: {place.Problem}");
            Said.Add(place.Problem!);
        }

        /// <summary>Right only where nobody could know: in its own socket, of the same make, with nothing that tells it apart, and known by the socket.</summary>
        private void Other(Role role, Thing thing, string socket)
        {
            if (role.Name.KnownBy == KnownBy.Socket && socket == role.Home && thing with { Truth = role.Thing.Truth } == role.Thing)
                Alike++;
            else if (role.Name.KnownBy == KnownBy.Serial && thing with { Truth = role.Thing.Truth } == role.Thing)
                Alike++; // Two of one make and serial number that were never seen together.
            else
                Wrong.Add($"{role.Name.Name} leads to {thing.Truth} instead of {role.Thing.Truth} (seed {_seed})");
        }
    }

    /// <summary>What a device was configured as.</summary>
    private sealed record Role(StableName Name, Thing Thing, string Home);
}
