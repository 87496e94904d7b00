using EdgeGateway.Core.Cameras;
using EdgeGateway.Core.Members;
using EdgeGateway.Core.Visits;
using EdgeGateway.Vision.Packs;
using EdgeGateway.Vision.Recognition;

namespace EdgeGateway.Host.Verbs;

/// <summary>One run of <c>replay camera</c>: frames in, judged faces and visits out as soon as they fall; memory does not grow with the video.</summary>
internal sealed class CameraReplay : IDisposable
{
    private const string Camera = "video";

    private readonly VideoClock _clock = new();
    private readonly VisitLog _visits = new(new VisitOptions());
    private readonly FaceWatch _watch;
    private readonly CameraLines _lines;
    private readonly Dictionary<long, StayedSoFar> _stays = [];
    private (float Across, float Down) _scale = (1, 1);

    /// <summary>Makes room for one video.</summary>
    /// <param name="nets">The pack's nets; disposed with it.</param>
    /// <param name="gallery">Who may be recognised.</param>
    /// <param name="options">How faces are followed and voted on.</param>
    /// <param name="rules">The zone and the thresholds.</param>
    /// <param name="output">Where lines go.</param>
    public CameraReplay(FaceNets nets, IGallery gallery, FaceWatchOptions options, RecognitionRules rules, TextWriter output)
    {
        _watch = new FaceWatch(Camera, nets, gallery, options, rules, _clock);
        _lines = new CameraLines(output);
    }

    /// <summary>Replays the whole video.</summary>
    /// <exception cref="IOException">It cannot be read.</exception>
    public void Run(VideoFrames video)
    {
        while (video.Next(out var original) is { } frame)
        {
            Look(frame, original);
        }

        _watch.End(Take);
    }

    /// <inheritdoc/>
    public void Dispose() => _watch.Dispose();

    private void Look(CameraFrame frame, (int Width, int Height) original)
    {
        _clock.Now = frame.Time;
        _scale = (original.Width / (float)frame.Width, original.Height / (float)frame.Height);
        _watch.Look(frame, Judged, Take);
    }

    private void Judged(FaceJudgement face) => _lines.Judged(face, _scale.Across, _scale.Down);

    private void Take(Presence presence)
    {
        var step = _visits.Take(presence);
        switch (presence)
        {
            case PresenceBegan began:
                _stays[began.Track] = new StayedSoFar(began.Time, null);
                break;
            case PresenceRecognised recognised:
                _stays[recognised.Track] = _stays.GetValueOrDefault(recognised.Track, new StayedSoFar(recognised.FrameTime, null)) with { Member = recognised.Subject };
                foreach (var _ in step.Arrivals)
                {
                    _lines.Arrived(recognised);
                }

                break;
            case PresenceEnded ended when _stays.Remove(ended.Track, out var stay) && ended.Counts:
                _lines.Counted(ended, stay.From, stay.Member);
                break;
        }
    }

    private readonly record struct StayedSoFar(DateTimeOffset From, string? Member);
}
