namespace EdgeGateway.Vision.Packs;

/// <summary>A file that a pack is made of: loaded only where it is, byte for byte, the one that was measured.</summary>
/// <param name="Path">Where it lies below the models folder.</param>
/// <param name="Sha256">Its SHA-256 in lower-case hexadecimal.</param>
/// <param name="Source">The npm package it comes from, with version. scripts/models.sh takes it from there.</param>
public sealed record ModelFile(string Path, string Sha256, string Source);
