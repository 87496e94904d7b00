using EdgeGateway.Core.Enrolment;
using EdgeGateway.Core.Members;
using EdgeGateway.Vision.Enrolment;
using EdgeGateway.Vision.Packs;

namespace EdgeGateway.Host.Running;

/// <summary>The photos of people who are being enrolled, as numbers in memory alone; overwritten when used, when the consent ends, or after ten minutes. Safe for use from several threads.</summary>
internal sealed class PhotoSets : IDisposable
{
    /// <summary>How many people may be under way at once.</summary>
    public const int MostPeople = 32;

    /// <summary>How long photos wait for the next one.</summary>
    public static readonly TimeSpan Kept = TimeSpan.FromMinutes(10);

    private readonly Lock _gate = new();
    private readonly Dictionary<string, Entry> _sets = new(StringComparer.Ordinal);
    private readonly TimeProvider _clock;
    private readonly ITimer _sweep;

    /// <param name="clock">Time.</param>
    public PhotoSets(TimeProvider clock)
    {
        _clock = clock;
        _sweep = clock.CreateTimer(_ => Sweep(), null, Kept / 10, Kept / 10);
    }

    /// <summary>How many good photos there are of somebody.</summary>
    public int Count(string subject)
    {
        lock (_gate)
        {
            return _sets.TryGetValue(subject, out var entry) ? entry.Set.Count : 0;
        }
    }

    /// <summary>Takes a photo's numbers in, and has charge of them.</summary>
    public PhotoView Add(string subject, ModelPack pack, float[] embedding)
    {
        lock (_gate)
        {
            if (!_sets.TryGetValue(subject, out var entry))
            {
                if (_sets.Count == MostPeople)
                {
                    Drop(_sets.MinBy(one => one.Value.Used).Key);
                }

                entry = _sets[subject] = new Entry(new PhotoSet(pack));
            }

            entry.Used = _clock.GetTimestamp();
            return Answer(subject, entry.Set.Add(embedding));
        }
    }

    /// <summary>What is told of a photo that was not good for the reason, or was where there is none.</summary>
    public PhotoView Answer(string subject, string? reason)
    {
        var taken = Count(subject);
        return new PhotoView(reason is null, reason, reason is null ? null : Words(reason), taken, PhotoSet.Fewest, taken >= PhotoSet.Fewest);
    }

    /// <summary>The template of somebody's photos, the caller's to dispose; null where there are too few.</summary>
    public FaceTemplate? Template(string subject)
    {
        lock (_gate)
        {
            return _sets.TryGetValue(subject, out var entry) && entry.Set.IsEnough ? entry.Set.Template() : null;
        }
    }

    /// <summary>Overwrites somebody's photos.</summary>
    public void Forget(string subject)
    {
        lock (_gate)
        {
            Drop(subject);
        }
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        _sweep.Dispose();
        lock (_gate)
        {
            foreach (var subject in _sets.Keys.ToArray())
            {
                Drop(subject);
            }
        }
    }

    private static string Words(string reason) => reason switch
    {
        PhotoReasons.NoPicture => "it is no JPEG that can be read, or it has more than 40 million pixels",
        PhotoReasons.NoFrame => "the camera gives no picture now",
        PhotoReasons.NoFace => "no face was found; look into the camera",
        PhotoReasons.SeveralFaces => "more than one face is near; only the person who is enrolled may be",
        PhotoReasons.Small => "the face is too small; come nearer",
        PhotoReasons.Clipped => "the face is cut off by the edge of the picture",
        PhotoReasons.Turned => "the face is turned away; look straight into the camera",
        PhotoReasons.Blurred => "the face is not sharp; hold still",
        PhotoReasons.Dark => "the face is too dark; turn to the light",
        PhotoReasons.Flat => "the face has no shades; clean the lens, or turn away from a light behind",
        PhotoReasons.OtherFace => "it is not like the photos before; if those were of somebody else, start over",
        PhotoReasons.SamePicture => "it is the same picture again; take a new one",
        _ => reason,
    };

    private void Drop(string subject)
    {
        if (_sets.Remove(subject, out var entry))
        {
            entry.Set.Dispose();
        }
    }

    private void Sweep()
    {
        lock (_gate)
        {
            foreach (var subject in _sets.Where(one => _clock.GetElapsedTime(one.Value.Used) > Kept).Select(one => one.Key).ToArray())
            {
                Drop(subject);
            }
        }
    }

    private sealed class Entry(PhotoSet set)
    {
        public PhotoSet Set { get; } = set;

        public long Used { get; set; }
    }
}
