using System.ComponentModel.DataAnnotations;

namespace EdgeGateway.Vision;

/// <summary>Recognising members by their faces. Without this section no picture is looked at.</summary>
public sealed class VisionOptions
{
    /// <summary>Where the models are, as <c>scripts/models.sh</c> puts them.</summary>
    /// <value>The default is <c>/usr/share/edge-gateway/models</c>.</value>
    [Required]
    [StringLength(4096, MinimumLength = 1)]
    public string ModelsFolder { get; set; } = "/usr/share/edge-gateway/models";

    /// <summary>The model pack: <c>clean</c> or <c>accurate</c>.</summary>
    /// <value>The default is <c>clean</c>, whose weights their authors gave away.</value>
    [Required]
    [StringLength(64, MinimumLength = 1)]
    public string Pack { get; set; } = "clean";

    /// <summary>Packs of unclear licence that the owner states to have cleared.</summary>
    /// <value>The default is empty: such a pack is not loaded.</value>
    public List<string> ClearedLicences { get; set; } = [];

    /// <summary>ONNX Runtime's native library, where another than the one in the models folder is wanted. It is not checked against a SHA-256.</summary>
    /// <value>The default is null: the one in <see cref="ModelsFolder"/> for this processor.</value>
    [StringLength(4096, MinimumLength = 1)]
    public string? RuntimeLibrary { get; set; }
}
