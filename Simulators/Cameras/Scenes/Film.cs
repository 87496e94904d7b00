namespace Simulators.Cameras.Scenes;

/// <summary>Draws scenes frame by frame and has them coded; one thread at a time.</summary>
internal sealed class Film
{
    private readonly ScenePicture _empty;
    private readonly ScenePicture _frame;
    private readonly sbyte[] _grain = new sbyte[65_537];
    private readonly SceneDice _dice = new(7);
    private readonly VideoCoder _coder;

    /// <summary>Draws the shop.</summary>
    /// <param name="coder">Codes pictures; its size is theirs.</param>
    public Film(VideoCoder coder)
    {
        _coder = coder;
        (_empty, _frame) = (new ScenePicture(coder.Width, coder.Height), new ScenePicture(coder.Width, coder.Height));
        Shop.Draw(_empty);
        for (var i = 0; i < _grain.Length; i++)
        {
            _grain[i] = (sbyte)((_dice.Next() + _dice.Next() + _dice.Next() - 1.5f) * 5);
        }
    }

    /// <summary>The empty shop.</summary>
    public Task<IReadOnlyList<AccessUnit>> EmptyAsync(float seconds, CancellationToken cancellationToken) => _coder.CodeAsync(Frames(seconds, static (_, _) => { }), cancellationToken);

    /// <summary>Black pictures with the noise of a sensor in the dark.</summary>
    public Task<IReadOnlyList<AccessUnit>> BlackAsync(CancellationToken cancellationToken) =>
        _coder.CodeAsync(Frames(1f / _coder.FramesPerSecond, static (picture, _) => Array.Clear(picture.Bytes)), cancellationToken);

    /// <summary>One person comes and goes.</summary>
    public Task<IReadOnlyList<AccessUnit>> VisitAsync(int seed, bool fromLeft, CancellationToken cancellationToken)
    {
        var shape = FaceShape.Of(seed);
        var portrait = new FacePainter(shape).Paint();
        var visit = new Visit(shape, fromLeft);
        return _coder.CodeAsync(Frames(Visit.Length, (picture, seconds) => visit.Draw(picture, portrait, seconds)), cancellationToken);
    }

    /// <summary>A photo of a person at the counter, for enrolment.</summary>
    /// <param name="seed">The person.</param>
    /// <param name="number">0, 1, 2: each a little otherwise.</param>
    public ScenePicture Photo(int seed, int number)
    {
        var picture = new ScenePicture(_coder.Width, _coder.Height);
        picture.CopyFrom(_empty);
        var shape = FaceShape.Of(seed);
        new Visit(shape, fromLeft: true).Draw(picture, new FacePainter(shape).Paint(), Visit.AtCounter + (0.4f * number));
        picture.AddNoise(_grain, (int)(_dice.Next() * _grain.Length));
        return picture;
    }

    private IEnumerable<byte[]> Frames(float seconds, Action<ScenePicture, float> draw)
    {
        var count = (int)MathF.Round(seconds * _coder.FramesPerSecond);
        for (var i = 0; i < count; i++)
        {
            _frame.CopyFrom(_empty);
            draw(_frame, (float)i / _coder.FramesPerSecond);
            _frame.AddNoise(_grain, (int)(_dice.Next() * _grain.Length));
            yield return _frame.Bytes;
        }
    }
}
