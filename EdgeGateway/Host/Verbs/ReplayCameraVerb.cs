using System.CommandLine;
using System.Globalization;
using System.Numerics;
using EdgeGateway.Vision;
using EdgeGateway.Vision.Onnx;
using EdgeGateway.Vision.Packs;
using EdgeGateway.Vision.Recognition;

namespace EdgeGateway.Host.Verbs;

/// <summary><c>replay camera --gallery DIR VIDEO</c>: recorded video in, judged faces and visits out. Reads both, keeps nothing.</summary>
internal static class ReplayCameraVerb
{
    /// <summary>Makes the verb.</summary>
    public static Command Create(Streams streams)
    {
        var gallery = new Option<string>("--gallery") { Description = "Whom to recognise: a folder for each member, with photos (.jpg, .png) of one face.", HelpName = "DIR", Required = true };
        var video = new Argument<string>("VIDEO") { Description = "The video: whatever ffmpeg reads." };
        var pack = new Option<string>("--pack") { Description = "The model pack: clean or accurate.", HelpName = "NAME", DefaultValueFactory = _ => "clean" };
        var noVote = new Option<bool>("--no-vote") { Description = "For measuring: judge every good face alone, and let one match name somebody." };
        var models = new Option<string?>("--models") { Description = "Where the models are; otherwise where they were fetched to.", HelpName = "DIR" };
        var fps = new Option<int>("--fps") { Description = "How many frames of each second are looked at, 1 to 30.", HelpName = "N", DefaultValueFactory = _ => 5 };
        var zone = new Option<string?>("--zone") { Description = "The corners of the recognition zone, 0 to 1 of the picture: x,y,x,y,x,y and more; otherwise the whole picture.", HelpName = "X,Y,..." };
        var verb = new Command("camera", "Tell from a recorded video who came: one JSON object a line.") { gallery, video, pack, noVote, models, fps, zone };
        verb.SetAction(result =>
        {
            if (result.GetValue(fps) is < 1 or > 30)
            {
                streams.Error.WriteLine($"replay camera: --fps came {result.GetValue(fps)}; expected 1 to 30");
                return ExitCode.BadUsage;
            }

            if (!TryPolygon(result.GetValue(zone), out var polygon))
            {
                streams.Error.WriteLine($"replay camera: --zone came {result.GetValue(zone)}; expected three corners or more, such as 0,0,1,0,1,1: each number 0 to 1 of the picture");
                return ExitCode.BadUsage;
            }

            if (ModelPacks.Find(result.GetValue(pack)!) is null)
            {
                streams.Error.WriteLine($"replay camera: --pack came {result.GetValue(pack)}; expected {string.Join(" or ", ModelPacks.All.Select(one => one.Name))}");
                return ExitCode.BadUsage;
            }

            try
            {
                var options = new VisionOptions { Pack = result.GetValue(pack)! };
                options.ModelsFolder = result.GetValue(models) ?? FetchedModels.Folder(options.ModelsFolder);
                return Run(options, result.GetRequiredValue(gallery), result.GetRequiredValue(video), polygon, result.GetValue(fps), result.GetValue(noVote), streams);
            }
            catch (Exception e) when (e is IOException or UnauthorizedAccessException or ModelPackException or OnnxException)
            {
                streams.Output.Flush();
                streams.Error.WriteLine($"replay camera: {e.Message}");
                return ExitCode.Failed;
            }
        });
        return verb;
    }

    /// <summary>Reads <c>x,y,x,y,...</c>; nothing is the whole picture.</summary>
    internal static bool TryPolygon(string? text, out IReadOnlyList<Vector2> polygon)
    {
        polygon = RecognitionRules.WholePicture;
        if (text is null)
        {
            return true;
        }

        var numbers = new List<float>();
        foreach (var part in text.Split(','))
        {
            if (!float.TryParse(part, NumberStyles.Float, CultureInfo.InvariantCulture, out var number) || !(number is >= 0 and <= 1))
            {
                return false;
            }

            numbers.Add(number);
        }

        polygon = [.. numbers.Chunk(2).Where(pair => pair.Length == 2).Select(pair => new Vector2(pair[0], pair[1]))];
        return numbers.Count % 2 == 0 && polygon.Count is >= 3 and <= 64;
    }

    private static int Run(VisionOptions options, string galleryFolder, string videoFile, IReadOnlyList<Vector2> polygon, int fps, bool noVote, Streams streams)
    {
        if (!File.Exists(videoFile))
        {
            streams.Error.WriteLine($"replay camera: {videoFile}: there is no such file");
            return ExitCode.Failed;
        }

        if (ModelPacks.Find(options.Pack) is { LicenceIsClear: false })
        {
            streams.Error.WriteLine($"replay camera: the licence of the pack {options.Pack} is not clear (docs/models.md): for measuring; a store needs the owner's word in its configuration");
            options.ClearedLicences.Add(options.Pack);
        }

        using var library = ModelLibrary.Open(options);
        using var photoNets = library.CreateNets();
        using var gallery = PhotoGallery.Read(galleryFolder, photoNets, streams.Error);
        var thresholds = library.Pack.Thresholds;
        if (gallery.Count > thresholds.MostPeople)
        {
            streams.Error.WriteLine(
                $"replay camera: {gallery.Count} people are more than the {thresholds.MostPeople} that the pack {options.Pack} can be relied on for; a face must be nearer the more there are");
        }

        var rules = new RecognitionRules(RecognitionMode.Zone, "video", polygon, CountAnonymously: true, thresholds);
        using var video = VideoFrames.OfVideo(videoFile, fps);

        // A recording is a picture of faces already: whether somebody alive stood before the camera cannot be asked of it.
        using (var replay = new CameraReplay(library.CreateNets(), gallery, new FaceWatchOptions { WithoutVote = noVote, LeastLiveness = 0 }, rules, streams.Output))
        {
            replay.Run(video);
        }

        streams.Output.Flush();
        if (video.Problem is { Length: > 0 } problem)
        {
            streams.Error.WriteLine($"replay camera: {videoFile}: not all of it could be read: {problem}");
        }

        return ExitCode.Done;
    }
}
