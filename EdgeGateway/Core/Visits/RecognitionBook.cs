using System.Text.Json.Serialization;
using EdgeGateway.Core.Shelves.Calibration;
using Microsoft.Extensions.Logging;

namespace EdgeGateway.Core.Visits;

/// <summary>What the owner chose for each camera, on the disk before it is in force. Safe for use from several threads.</summary>
/// <remarks>A damaged file is put aside and said so; then every camera is off until somebody chooses again.</remarks>
public sealed class RecognitionBook
{
    /// <summary>The name of the file in the data folder.</summary>
    public const string FileName = "recognition.json";

    private readonly KeptList<CameraRules> _list;

    /// <summary>Reads what was chosen.</summary>
    /// <param name="path">The file; it need not be there.</param>
    /// <param name="clock">Names a file that is put aside.</param>
    /// <param name="logger">Told of damage.</param>
    public RecognitionBook(string path, TimeProvider clock, ILogger logger) => _list = new KeptList<CameraRules>(
        path, RecognitionJson.Default.ListCameraRules, Wrong, "no camera recognises anybody until it is chosen again", clock, logger);

    /// <summary>A camera's rules are others now; told after they are on the disk.</summary>
    public event Action<CameraRules>? Changed;

    /// <summary>What was wrong with the file at the start and what to do, or null.</summary>
    public string? Problem => _list.Problem;

    /// <summary>What holds for a camera: off where nothing was chosen.</summary>
    public CameraRules Of(string camera) => _list.Entries.FirstOrDefault(one => one.Camera == camera) ?? CameraRules.Off(camera);

    /// <summary>Puts rules in force; returns when they are on the disk.</summary>
    /// <exception cref="ArgumentException">There is a mistake in them.</exception>
    /// <exception cref="IOException">The disk does not take them; what held before holds.</exception>
    public void Keep(CameraRules rules)
    {
        ArgumentNullException.ThrowIfNull(rules);
        if (Wrong(rules) is { } mistake)
        {
            throw new ArgumentException(mistake, nameof(rules));
        }

        _list.Change(before => [.. before.Where(one => one.Camera != rules.Camera), rules]);
        Changed?.Invoke(rules);
    }

    private static string? Wrong(CameraRules rules) =>
        string.IsNullOrWhiteSpace(rules.Camera) ? "rules without a camera"
        : rules.Mistakes().Select(one => $"camera {rules.Camera}: {one.Path}: {one.Message}").FirstOrDefault();
}

[JsonSourceGenerationOptions(
    PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase, UnmappedMemberHandling = JsonUnmappedMemberHandling.Disallow, UseStringEnumConverter = true,
    RespectNullableAnnotations = true, RespectRequiredConstructorParameters = true)]
[JsonSerializable(typeof(List<CameraRules>))]
internal sealed partial class RecognitionJson : JsonSerializerContext;
