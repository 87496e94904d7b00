using EdgeGateway.Vision.Faces;
using EdgeGateway.Vision.Onnx;
using EdgeGateway.Vision.Pictures;

namespace EdgeGateway.Vision.Packs;

/// <summary>A pack, loaded once for the process. Its sessions are shared; <see cref="CreateNets"/> may be called from any thread.</summary>
public sealed class ModelLibrary : IDisposable
{
    private readonly OnnxRuntime _runtime;
    private readonly List<OnnxSession> _sessions = [];
    private readonly OnnxSession _detector;
    private readonly OnnxSession _near;
    private readonly OnnxSession _embedder;
    private readonly OnnxSession? _liveness;

    private ModelLibrary(ModelPack pack, OnnxRuntime runtime, ModelBytes bytes)
    {
        Pack = pack;
        _runtime = runtime;
        try
        {
            _detector = Load(bytes.Detector);
            _near = bytes.Near is { } near ? Load(near) : _detector;
            _embedder = Load(bytes.Embedder);
            _liveness = bytes.Liveness is { } liveness ? Load(liveness) : null;
            CreateNets().Dispose();
        }
        catch
        {
            Dispose();
            throw;
        }
    }

    /// <summary>Every net's session, for measuring the nets alone.</summary>
    internal IReadOnlyList<OnnxSession> Sessions => _sessions;

    /// <summary>The pack.</summary>
    public ModelPack Pack { get; }

    /// <summary>Loads the pack the options name: checks every file against its SHA-256 and converts what is no ONNX yet. Takes about a second; blocks.</summary>
    /// <exception cref="ModelPackException">The pack is unknown, its licence not cleared, a file missing, changed or unusable: all mistakes at once, one line each.</exception>
    public static ModelLibrary Open(VisionOptions options)
    {
        var mistakes = ModelPacks.Mistakes(options).Select(mistake => $"vision.{mistake.Path}: {mistake.Message}").ToList();
        var folder = new ModelFolder(options.ModelsFolder);
        var library = LibraryOf(options, folder, mistakes);
        var bytes = ModelPacks.Find(options.Pack) is { } pack ? ModelBytes.Read(pack, folder, mistakes) : null;
        if (mistakes.Count > 0 || bytes is null)
        {
            throw new ModelPackException(mistakes);
        }

        try
        {
            return new ModelLibrary(bytes.Pack, OnnxRuntime.Load(library), bytes);
        }
        catch (OnnxException e)
        {
            throw new ModelPackException($"pack \"{options.Pack}\" cannot be loaded: {e.Message}", e);
        }
        finally
        {
            // The files and what was made of them come to some hundred megabytes that nobody needs again: back to the system with them.
            GC.Collect(GC.MaxGeneration, GCCollectionMode.Aggressive, blocking: true, compacting: true);
        }
    }

    /// <summary>Room for one thread to run the nets in. The library must live longer.</summary>
    public FaceNets CreateNets()
    {
        var (detector, embedder) = (Pack.Detector!, Pack.Embedder!);
        return new FaceNets(
            Pack,
            detector.Kind == DetectorKind.BlazeFace ? new BlazeFaceDetector(_detector, detector) : new RetinaFaceDetector(_detector, _near, detector),
            new ChipEmbedder(_embedder, embedder),
            _liveness is { } liveness ? new LivenessScorer(liveness, Pack.Liveness!) : null);
    }

    /// <summary>Runs every net once, so that the first frame is as quick as the next, and a net that cannot run is known at once.</summary>
    /// <exception cref="ModelPackException">A net does not run.</exception>
    public void Warm()
    {
        try
        {
            using var nets = CreateNets();
            var picture = new RgbPicture(64, 64);
            var face = new DetectedFace(16, 16, 32, 32, 1, FacePoints.Of(new(24, 28), new(40, 28), new(32, 36), new(26, 44), new(38, 44)));
            nets.Detector.Detect(picture, new DetectedFace[1]);
            nets.Detector.TryRefine(picture, face, out _);
            nets.Embedder.Embed(picture, face, new float[nets.Embedder.Numbers]);
            nets.Liveness?.Score(picture, face);
        }
        catch (OnnxException e)
        {
            throw new ModelPackException($"pack \"{Pack.Name}\" does not run: {e.Message}", e);
        }
    }

    /// <summary>A pack's recognition net as ONNX.</summary>
    /// <param name="pack">The pack.</param>
    /// <param name="folder">The models folder.</param>
    /// <exception cref="ModelPackException">A file is missing or changed.</exception>
    public static byte[] Convert(ModelPack pack, string folder)
    {
        var mistakes = new List<string>();
        return ModelBytes.ReadEmbedder(pack, new ModelFolder(folder), mistakes) ?? throw new ModelPackException(mistakes);
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        foreach (var session in _sessions)
        {
            session.Dispose();
        }

        _runtime.Dispose();
    }

    private static string LibraryOf(VisionOptions options, ModelFolder folder, List<string> mistakes)
    {
        if (options.RuntimeLibrary is { } own)
        {
            if (!File.Exists(own))
            {
                mistakes.Add($"vision.runtimeLibrary: there is no file {own}");
            }

            return own;
        }

        if (RuntimeLibrary.Here is not { } file)
        {
            mistakes.Add("ONNX Runtime is there for x64 and arm64; this machine is neither. Name one of your own in vision.runtimeLibrary");
            return "";
        }

        if (folder.Mistake(file, "runtime") is { } mistake)
        {
            mistakes.Add(mistake);
        }

        return folder.PathOf(file);
    }

    private OnnxSession Load(byte[] model)
    {
        var session = OnnxSession.Load(_runtime, model);
        _sessions.Add(session);
        return session;
    }
}
