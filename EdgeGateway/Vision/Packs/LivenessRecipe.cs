namespace EdgeGateway.Vision.Packs;

/// <summary>How a pack tells a living face from a picture of one. A soft sign: never proof, never for a payment.</summary>
/// <param name="File">The net; input <c>input</c>, output <c>output</c> with the living class first.</param>
/// <param name="Side">The side of its input in pixels.</param>
/// <param name="Surroundings">How much more than the face's box it looks at; less where the picture ends before.</param>
/// <param name="Levels">How the net wants its colours.</param>
public sealed record LivenessRecipe(ModelFile File, int Side, float Surroundings, ColourLevels Levels);
