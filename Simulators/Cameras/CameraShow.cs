using System.Collections.Concurrent;
using Simulators.Cameras.Scenes;
using Simulators.Session;

namespace Simulators.Cameras;

/// <summary>What a simulated camera sees: the empty shop, and now and then somebody of the cast, each written to the ground truth. Read by one thread.</summary>
internal sealed class CameraShow
{
    private const int MostAsked = 16;

    private readonly IReadOnlyList<AccessUnit> _empty;
    private readonly ConcurrentDictionary<int, IReadOnlyList<AccessUnit>> _visits = [];
    private readonly ConcurrentQueue<int> _asked = [];
    private readonly GroundTruth _truth;
    private readonly Random _random;
    private readonly int _framesPerSecond;
    private readonly TimeSpan? _every;
    private IReadOnlyList<AccessUnit> _scene;
    private int _at;
    private int? _person;
    private int _untilNext;

    /// <summary>Starts with the empty shop.</summary>
    /// <param name="empty">The empty shop, beginning with a key picture.</param>
    /// <param name="framesPerSecond">Pictures a second.</param>
    /// <param name="every">How often somebody comes by himself, about; null for only when asked.</param>
    /// <param name="truth">Who came when.</param>
    /// <param name="random">Chooses who comes.</param>
    public CameraShow(IReadOnlyList<AccessUnit> empty, int framesPerSecond, TimeSpan? every, GroundTruth truth, Random random)
    {
        (_empty, _scene, _framesPerSecond, _every, _truth, _random) = (empty, empty, framesPerSecond, every, truth, random);
        _untilNext = Pause() / 2;
    }

    /// <summary>Who can come: the scenes that are ready.</summary>
    public IReadOnlyCollection<int> Ready => [.. _visits.Keys.Order()];

    /// <summary>Adds a person's scene. From any thread.</summary>
    public void Add(int person, IReadOnlyList<AccessUnit> visit) => _visits[person] = visit;

    /// <summary>Lets a person come as soon as the picture is empty. From any thread.</summary>
    /// <returns>Null, or why not.</returns>
    public string? Ask(int person)
    {
        if (!_visits.ContainsKey(person))
        {
            return $"{Cast.NameOf(person)} is not drawn; there are {string.Join(", ", Ready.Select(Cast.NameOf))}";
        }

        if (_asked.Count >= MostAsked)
        {
            return $"{MostAsked} people wait already";
        }

        _asked.Enqueue(person);
        return null;
    }

    /// <summary>The next picture.</summary>
    public AccessUnit Next()
    {
        _untilNext--;
        if (_person is { } there)
        {
            Tell(there);
        }

        if (_at >= _scene.Count || (_person is null && _scene[_at].IsKey && IsDue()))
        {
            Change();
        }

        return _scene[_at++];
    }

    private void Tell(int person)
    {
        if (_at == (int)(Visit.AtCounter * _framesPerSecond))
        {
            Write("at_counter", person);
        }
    }

    private bool IsDue() => !_asked.IsEmpty || (_untilNext <= 0 && _every is not null && !_visits.IsEmpty);

    private void Change()
    {
        if (_person is { } gone)
        {
            Write("gone", gone);
            _person = null;
            _untilNext = Pause();
        }

        _at = 0;
        _scene = _empty;
        if (!IsDue())
        {
            return;
        }

        var ready = Ready.ToList();
        _person = _asked.TryDequeue(out var asked) ? asked : ready[_random.Next(ready.Count)];
        _scene = _visits[_person.Value];
        Write("comes", _person.Value);
    }

    private void Write(string what, int person) => _truth.Write(what, json =>
    {
        json.WriteString("person", Cast.NameOf(person));
        json.WriteNumber("seed", Cast.Seeds[person]);
    });

    private int Pause() => (int)((_every ?? TimeSpan.Zero).TotalSeconds * _framesPerSecond * (0.6 + (0.8 * _random.NextDouble())));
}
