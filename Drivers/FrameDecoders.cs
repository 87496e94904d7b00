using Drivers.Scales;

namespace Drivers;

/// <summary>The frame decoders by the names the <c>decode</c> verb and the sample frames use.</summary>
public static class FrameDecoders
{
    private static readonly (string Name, Func<ProfileReader, IFrameDecoder> Create)[] s_all =
    [
        ("toledo_8217", profile => new Toledo8217Decoder(
            profile.Choice(WeightUnits.ProfileKey, "kg", "", WeightUnits.All),
            profile.Number(Toledo8217Settings.DecimalsKey, 0, 4),
            profile.Number(Toledo8217Settings.WidthKey, 2, 12))),
        ("toledo_continuous", profile => new ToledoContinuousDecoder(
            ToledoContinuousFormat.Read(profile, defaultUnit: "kg", defaultChecksum: "mettler_where_present"))),
    ];

    /// <summary>The names, in the order of the list.</summary>
    public static IReadOnlyList<string> Names { get; } = [.. s_all.Select(entry => entry.Name)];

    /// <summary>
    /// A decoder for recorded bytes. What the protocol leaves open may be left open here, unlike for a device: the unit is
    /// then kg, and Toledo continuous takes METTLER's check character where one is there.
    /// </summary>
    /// <param name="name">One of <see cref="Names"/>.</param>
    /// <param name="profile">Settings by the names that the driver's profile uses.</param>
    /// <param name="errors">Every mistake in them; empty where the decoder can be used.</param>
    /// <returns>The decoder, or null where the name is not known.</returns>
    public static IFrameDecoder? Create(string name, IReadOnlyDictionary<string, string> profile, out IReadOnlyList<string> errors)
    {
        var reader = new ProfileReader(name, profile);
        IFrameDecoder? decoder = s_all.FirstOrDefault(entry => entry.Name == name).Create?.Invoke(reader);
        if (decoder is not null)
            reader.RejectUnknown();
        errors = reader.Errors;
        return decoder;
    }
}
