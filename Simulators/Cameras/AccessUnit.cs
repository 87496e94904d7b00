namespace Simulators.Cameras;

/// <summary>One coded picture: its NAL units without start codes, parameter sets included where it is a key picture.</summary>
/// <param name="Units">The units in order; none empty.</param>
/// <param name="IsKey">Whether decoding can start here (an IDR picture).</param>
internal sealed record AccessUnit(IReadOnlyList<byte[]> Units, bool IsKey);
