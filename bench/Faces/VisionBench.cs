using System.Diagnostics;
using System.Globalization;
using EdgeGateway.Vision;
using EdgeGateway.Vision.Faces;
using EdgeGateway.Vision.Onnx;
using EdgeGateway.Vision.Packs;
using EdgeGateway.Vision.Pictures;

namespace Bench.Faces;

/// <summary>What a frame of 1280 x 720 costs, stage by stage, beside the nets alone; and how many frames two threads get through. Needs no photo.</summary>
internal static class VisionBench
{
    private const int Warmups = 5;
    private const int Runs = 60;
    private const int FramesASecond = 5;
    private static readonly TimeSpan s_together = TimeSpan.FromSeconds(5);

    private static readonly DetectedFace s_face = new(
        560, 240, 150, 190, 0.9f, FacePoints.Of(new(605, 310), new(665, 312), new(636, 350), new(610, 390), new(662, 391)));

    public static IReadOnlyList<BenchRow> Run(string models, CancellationToken cancellationToken)
    {
        var rows = new List<BenchRow>();
        foreach (var pack in ModelPacks.All)
        {
            try
            {
                using var library = ModelLibrary.Open(new VisionOptions { ModelsFolder = models, Pack = pack.Name, ClearedLicences = [pack.Name] });
                rows.AddRange(Measure(library, cancellationToken));
            }
            catch (ModelPackException e)
            {
                Console.Error.WriteLine($"vision: {pack.Name} is left out: {e.Message}");
            }
        }

        return rows;
    }

    private static List<BenchRow> Measure(ModelLibrary library, CancellationToken cancellationToken)
    {
        using var nets = library.CreateNets();
        var (name, frame, found, embedding) = (library.Pack.Name, Frame(), new DetectedFace[16], new float[nets.Embedder.Numbers]);
        var (detector, embedder) = (library.Pack.Detector!, library.Pack.Embedder!);
        var isPlanar = detector.Kind == DetectorKind.RetinaFace;
        var sessions = new Queue<OnnxSession>(library.Sessions);
        var far = sessions.Dequeue();
        var near = isPlanar ? sessions.Dequeue() : far;
        var rows = new List<BenchRow>
        {
            Row("faces found in a frame", () => nets.Detector.Detect(frame, found), Alone(far, isPlanar ? [1, 3, detector.Height, detector.Width] : [1, 256, 256, 3])),
            Row("a face looked at from near", () => nets.Detector.TryRefine(frame, s_face, out _), Alone(near, isPlanar ? [1, 3, detector.NearSide, detector.NearSide] : [1, 256, 256, 3])),
            Row(embedder.Mirrored ? "a face embedded, with its mirror image" : "a face embedded", () => nets.Embedder.Embed(frame, s_face, embedding), Alone(sessions.Dequeue(), [1, 3, embedder.Side, embedder.Side], embedder.Mirrored ? 2 : 1)),
        };
        if (nets.Liveness is { } liveness)
        {
            rows.Add(Row("alive?", () => liveness.Score(frame, s_face), Alone(sessions.Dequeue(), [1, 3, 128, 128])));
        }

        var (frames, seconds) = Together(library, frame, cancellationToken);
        rows.Add(new BenchRow(
            $"{name}: frames a second, two threads, one face found, looked at and embedded in each",
            Text($"{frames / seconds:0.0}"),
            Text($"{FramesASecond * 4} for four streams of {FramesASecond}"),
            Text($"{frames / seconds / FramesASecond:0.0} streams at full load, without decoding; {Process.GetCurrentProcess().WorkingSet64 / 1_048_576.0:0} MB resident, one set of sessions")));
        return rows;

        BenchRow Row(string what, Action work, Action alone)
        {
            var (median, least) = Milliseconds(work, cancellationToken);
            var (aloneMedian, aloneLeast) = Milliseconds(alone, cancellationToken);
            return new BenchRow($"{name}: {what}", Text($"{median:0.0} ms"), Text($"{aloneMedian:0.0} ms, the net alone"), Text($"least {least:0.0}, the net alone {aloneLeast:0.0}; one thread"));
        }
    }

    private static Action Alone(OnnxSession session, long[] shape, int times = 1)
    {
        // Every output is made room for by its name; the first alone would leave part of the net out.
        var run = new OnnxRun(session, [shape], [.. session.Outputs.Select(output => (output, ShapeOf(output, shape)))]);
        return () =>
        {
            for (var i = 0; i < times; i++)
            {
                run.Execute();
            }
        };
    }

    private static long[] ShapeOf(string output, long[] input) => output switch
    {
        "Identity:0" => [1, 512, 1],
        "Identity_1:0" => [1, 384, 1],
        "Identity_2:0" => [1, 512, 16],
        "Identity_3:0" => [1, 384, 16],
        "embedding" => [1, 128],
        "output" => [1, input[2] == 112 ? 512 : 3],
        _ => Cells(output, input),
    };

    private static long[] Cells(string output, long[] input)
    {
        var stride = int.Parse(output[(output.LastIndexOf("stride", StringComparison.Ordinal) + 6)..], CultureInfo.InvariantCulture);
        var planes = output.Contains("cls", StringComparison.Ordinal) ? 4 : output.Contains("bbox", StringComparison.Ordinal) ? 8 : 20;
        return [1, planes, input[2] / stride, input[3] / stride];
    }

    private static (double Median, double Least) Milliseconds(Action work, CancellationToken cancellationToken)
    {
        var values = new double[Runs];
        for (var i = -Warmups; i < Runs; i++)
        {
            cancellationToken.ThrowIfCancellationRequested();
            var begun = TimeProvider.System.GetTimestamp();
            work();
            if (i >= 0)
            {
                values[i] = TimeProvider.System.GetElapsedTime(begun).TotalMilliseconds;
            }
        }

        Array.Sort(values);
        return (values[Runs / 2], values[0]);
    }

    private static (int Frames, double Seconds) Together(ModelLibrary library, RgbPicture frame, CancellationToken cancellationToken)
    {
        var frames = 0;
        var begun = TimeProvider.System.GetTimestamp();
        var threads = Enumerable.Range(0, 2).Select(_ => new Thread(() =>
        {
            using var nets = library.CreateNets();
            var (found, embedding) = (new DetectedFace[16], new float[nets.Embedder.Numbers]);
            while (TimeProvider.System.GetElapsedTime(begun) < s_together && !cancellationToken.IsCancellationRequested)
            {
                nets.Detector.Detect(frame, found);
                nets.Detector.TryRefine(frame, s_face, out var _);
                nets.Embedder.Embed(frame, s_face, embedding);
                Interlocked.Increment(ref frames);
            }
        })).ToArray();
        Array.ForEach(threads, thread => thread.Start());
        Array.ForEach(threads, thread => thread.Join());
        return (frames, TimeProvider.System.GetElapsedTime(begun).TotalSeconds);
    }

    private static RgbPicture Frame()
    {
        var frame = new RgbPicture(1280, 720);
        for (var i = 0; i < frame.Bytes.Length; i++)
        {
            frame.Bytes[i] = (byte)((i / 3 % 1280 / 6) ^ (i / 3840 / 4));
        }

        return frame;
    }

    private static string Text(FormattableString text) => text.ToString(CultureInfo.InvariantCulture);
}
