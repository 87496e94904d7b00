namespace EdgeGateway.Host.Updating;

/// <summary>One file of a version.</summary>
/// <param name="Path">Below the version's folder, with slashes: 1 to 100 of letters, digits and <c>. _ + / -</c>, no part of it <c>.</c> or <c>..</c> or empty.</param>
/// <param name="Size">Bytes.</param>
/// <param name="Hash">SHA-256, 64 digits in lower case.</param>
internal sealed record UpdateFile(string Path, long Size, string Hash);
