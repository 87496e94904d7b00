namespace Simulation.Disk;

/// <summary>One machine's disk for one life of the machine: its files, what is wrong with it, and the moment at which its power goes.</summary>
internal sealed class SimulatedDisk
{
    private readonly VirtualTime? _time;
    private long _dieAt = long.MaxValue;
    private Action? _died;

    /// <summary>Makes a disk of everything below <paramref name="folder"/>.</summary>
    /// <param name="folder">Its folder.</param>
    /// <param name="isMirrored">Whether files are real ones in that folder while SQLite has them closed, for code that looks at them itself.</param>
    /// <param name="time">For slow syncs; null where time stands still.</param>
    public SimulatedDisk(string folder, bool isMirrored, VirtualTime? time = null)
    {
        (Folder, IsMirrored, _time) = (folder, isMirrored, time);
        SimulatedVfs.Mount(this);
    }

    public string Folder { get; }

    public bool IsMirrored { get; }

    public Dictionary<string, SimulatedFile> Files { get; } = new(StringComparer.Ordinal);

    /// <summary>Whether the machine is off: nothing that is done from now on has any effect.</summary>
    public bool IsDead { get; private set; }

    /// <summary>How many writes, truncations, syncs and deletions there were.</summary>
    public long Operations { get; private set; }

    /// <summary>The most bytes all files may have together.</summary>
    public long Room { get; set; } = long.MaxValue;

    public bool FailsSyncs { get; set; }

    public bool FailsWrites { get; set; }

    public bool IsReadOnly { get; set; }

    public TimeSpan SyncTime { get; set; }

    /// <summary>Called after each operation has been done; for those who take images.</summary>
    public Action? Watched { get; set; }

    /// <summary>Takes the power away in the middle of an operation to come.</summary>
    public void DieAfter(int operations, Action died) => (_dieAt, _died) = (Operations + operations, died);

    public void Die()
    {
        IsDead = true;
        SimulatedVfs.Unmount(this);
    }

    /// <summary>Gives its memory back, when its images have been taken.</summary>
    public void Discard()
    {
        (_died, Watched) = (null, null);
        foreach (var file in Files.Values)
        {
            file.Load(new FileBytes());
        }

        Files.Clear();
    }

    public bool HasRoomFor(SimulatedFile file, int end) => end <= file.Now.Length || Files.Values.Sum(f => (long)f.Now.Length) + end - file.Now.Length <= Room;

    /// <summary>Counts an operation. False where the power went with it: it has not happened, or not to its end.</summary>
    public bool Count()
    {
        Operations++;
        if (Operations < _dieAt)
        {
            return true;
        }

        _dieAt = long.MaxValue;
        Die();
        _died?.Invoke();
        return false;
    }

    public void Sync(SimulatedFile file)
    {
        if (SyncTime > TimeSpan.Zero)
        {
            _time?.Pass(SyncTime);
        }

        file.Sync();
    }

    /// <summary>The files as the next life of the machine finds them.</summary>
    /// <param name="cut">Null where only the program ended: then everything written is there.</param>
    public Dictionary<string, FileBytes> Image(PowerCut? cut)
    {
        var image = new Dictionary<string, FileBytes>(StringComparer.Ordinal);
        if (IsMirrored)
        {
            foreach (var path in Directory.EnumerateFiles(Folder).Where(p => !Files.ContainsKey(p) && !p.EndsWith(".lock", StringComparison.Ordinal)).Order(StringComparer.Ordinal))
            {
                image[Path.GetFileName(path)] = FileBytes.Load(path);
            }
        }

        foreach (var file in Files.Values)
        {
            if ((cut is null ? file.Now.Copy() : file.Crashed(cut)) is { } bytes)
            {
                image[Path.GetFileName(file.Path)] = bytes;
            }
            else
            {
                image.Remove(Path.GetFileName(file.Path));
            }
        }

        return image;
    }

    /// <summary>Puts files on a disk that nobody has opened yet.</summary>
    public void Load(IReadOnlyDictionary<string, FileBytes> image)
    {
        foreach (var (name, bytes) in image)
        {
            var path = Path.Combine(Folder, name);
            if (IsMirrored)
            {
                bytes.Save(path);
            }
            else
            {
                var file = new SimulatedFile(path);
                file.Load(bytes);
                Files[path] = file;
            }
        }
    }
}
