namespace Simulators.Cameras.Scenes;

/// <summary>How the hair of a drawn person falls.</summary>
internal enum HairStyle
{
    /// <summary>None.</summary>
    Bald,

    /// <summary>Short, the forehead free.</summary>
    Short,

    /// <summary>Short, with a fringe over the forehead.</summary>
    Fringe,

    /// <summary>Down to the shoulders, on both sides of the face.</summary>
    Long,

    /// <summary>Combed to one side.</summary>
    Parted,
}

/// <summary>What tells one drawn person from another. Lengths are in distances between the pupils (about 63 mm); the origin is between the eyes, y goes down.</summary>
/// <remarks>Proportions vary about those of adults: face width 2.1, nose 0.7 and mouth 1.1 below the eyes, chin at 1.85. Source: Farkas, Anthropometry of the Head and Face.</remarks>
internal sealed record FaceShape
{
    /// <summary>Half the width at the cheekbones.</summary>
    public required float Cheek { get; init; }

    /// <summary>Half the width at the corners of the jaw.</summary>
    public required float Jaw { get; init; }

    /// <summary>Half the width just above the chin.</summary>
    public required float Chin { get; init; }

    /// <summary>How far below the eyes the chin ends.</summary>
    public required float Bottom { get; init; }

    /// <summary>Where the hair begins, negative: above the eyes.</summary>
    public required float Hairline { get; init; }

    /// <summary>Half an eye's width.</summary>
    public required float EyeWidth { get; init; }

    /// <summary>How far it is open.</summary>
    public required float EyeHeight { get; init; }

    /// <summary>How far the outer corner is higher than the inner one.</summary>
    public required float EyeSlant { get; init; }

    /// <summary>Where the middle of the brows is, negative.</summary>
    public required float BrowHeight { get; init; }

    /// <summary>How thick they are.</summary>
    public required float BrowThickness { get; init; }

    /// <summary>How much they are bent.</summary>
    public required float BrowArch { get; init; }

    /// <summary>How far below the eyes the nose ends.</summary>
    public required float NoseLength { get; init; }

    /// <summary>Half its width at the nostrils.</summary>
    public required float NoseWidth { get; init; }

    /// <summary>How far it stands out.</summary>
    public required float NoseDepth { get; init; }

    /// <summary>Where the lips meet.</summary>
    public required float Mouth { get; init; }

    /// <summary>Half the mouth's width.</summary>
    public required float MouthWidth { get; init; }

    /// <summary>How thick the lips are.</summary>
    public required float Lips { get; init; }

    /// <summary>How red they are, 0 to 1.</summary>
    public required float LipColour { get; init; }

    /// <summary>How dark the skin is, 0 to 1.</summary>
    public required float SkinTone { get; init; }

    /// <summary>How yellow rather than red it is, 0 to 1.</summary>
    public required float SkinWarmth { get; init; }

    /// <summary>Folds from nose to mouth and about the eyes, 0 to 1.</summary>
    public required float Age { get; init; }

    /// <summary>The hair's colour: 0 black, 0.35 brown, 0.7 fair, 1 grey.</summary>
    public required float HairColour { get; init; }

    /// <summary>How it falls.</summary>
    public required HairStyle Hair { get; init; }

    /// <summary>How dense the beard is, 0 to 1.</summary>
    public required float Beard { get; init; }

    /// <summary>How dense the moustache is, 0 to 1.</summary>
    public required float Moustache { get; init; }

    /// <summary>Whether there are glasses.</summary>
    public required bool Glasses { get; init; }

    /// <summary>How blue rather than brown the iris is, 0 to 1.</summary>
    public required float Iris { get; init; }

    /// <summary>The colour of the clothes, a hue from 0 to 1.</summary>
    public required float Clothes { get; init; }

    /// <summary>The seed.</summary>
    public required int Seed { get; init; }

    /// <summary>The person of a seed: always the same one.</summary>
    public static FaceShape Of(int seed)
    {
        var dice = new SceneDice(seed);
        var woman = dice.Next() < 0.5f;
        var old = dice.Next() < 0.3f;
        var tone = dice.Next();
        float Between(float least, float most) => least + ((most - least) * dice.Next());
        return new FaceShape
        {
            Seed = seed,
            Cheek = Between(1.0f, 1.18f),
            Jaw = Between(0.82f, 1.02f) - (woman ? 0.06f : 0),
            Chin = Between(0.34f, 0.56f) - (woman ? 0.06f : 0),
            Bottom = Between(1.68f, 2.02f) - (woman ? 0.06f : 0),
            Hairline = -Between(0.95f, 1.3f) - (old && !woman ? 0.2f : 0),
            EyeWidth = Between(0.21f, 0.28f),
            EyeHeight = Between(0.065f, 0.135f),
            EyeSlant = Between(-0.03f, 0.07f),
            BrowHeight = -Between(0.30f, 0.44f),
            BrowThickness = woman ? Between(0.035f, 0.06f) : Between(0.06f, 0.11f),
            BrowArch = Between(0.0f, 0.12f),
            NoseLength = Between(0.62f, 0.84f),
            NoseWidth = Between(0.25f, 0.40f),
            NoseDepth = Between(0.3f, 0.55f),
            Mouth = Between(1.04f, 1.24f),
            MouthWidth = Between(0.34f, 0.5f),
            Lips = Between(0.07f, 0.17f),
            LipColour = woman ? Between(0.4f, 1) : Between(0, 0.4f),
            SkinTone = tone < 0.65f ? Between(0, 0.35f) : Between(0.35f, 1),
            SkinWarmth = dice.Next(),
            Age = old ? Between(0.6f, 1) : Between(0, 0.4f),
            HairColour = old ? Between(0.85f, 1) : Between(0, 0.75f),
            Hair = woman
                ? (dice.Next() < 0.7f ? HairStyle.Long : HairStyle.Fringe)
                : dice.Next() switch { < 0.2f => HairStyle.Bald, < 0.55f => HairStyle.Short, < 0.75f => HairStyle.Fringe, _ => HairStyle.Parted },
            Beard = !woman && dice.Next() < 0.35f ? Between(0.4f, 1) : 0,
            Moustache = !woman && dice.Next() < 0.4f ? Between(0.5f, 1) : 0,
            Glasses = dice.Next() < 0.3f,
            Iris = tone < 0.4f ? dice.Next() : dice.Next() * 0.3f,
            Clothes = dice.Next(),
        };
    }
}
