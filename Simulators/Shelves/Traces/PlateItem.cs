namespace Simulators.Shelves.Traces;

/// <summary>One SKU of a plate: what the planogram says and what is true.</summary>
internal sealed class PlateItem
{
    /// <summary>Its number.</summary>
    public required string Sku { get; init; }

    /// <summary>What it is.</summary>
    public required Article Article { get; init; }

    /// <summary>How wrong the planogram's spread is: it was learnt from a few pieces.</summary>
    public required double SigmaError { get; init; }

    /// <summary>The spread the planogram believes.</summary>
    public double PlanogramSigma => Sigma * SigmaError;

    /// <summary>The spread of its pieces.</summary>
    public required double Sigma { get; init; }

    /// <summary>How often it is this one that is moved.</summary>
    public required double Popularity { get; init; }

    /// <summary>Pieces at the start.</summary>
    public int Start { get; set; }

    /// <summary>What a piece of the batch now delivered weighs on average.</summary>
    public double BatchGrams { get; set; }

    /// <summary>What is on the plate.</summary>
    public List<Piece> Pieces { get; } = [];

    /// <summary>What a piece from the plate weighs on average, as one who knew the batches would say.</summary>
    public double MeanOnPlate { get; private set; }

    /// <summary>How much the batches on the plate differ, in square grams.</summary>
    public double BatchVarianceOnPlate { get; private set; }

    private readonly Dictionary<double, int> _batches = [];

    /// <summary>How far batches are off, one standard deviation as a share.</summary>
    public required double BatchShare { get; init; }

    /// <summary>How likely the next delivery is of another batch.</summary>
    public required double NewBatches { get; init; }

    /// <summary>The next delivery comes.</summary>
    public void NextDelivery(Dice dice)
    {
        if (dice.Chance(NewBatches))
        {
            NextBatch(dice);
        }
    }

    /// <summary>Another batch.</summary>
    public void NextBatch(Dice dice) => BatchGrams = Article.Grams * (1 + (BatchShare * dice.Normal()));

    /// <summary>Draws a piece of the batch.</summary>
    public Piece Draw(int index, Dice dice) => new(index, Math.Max(1, BatchGrams + (Sigma * dice.Normal())));

    /// <summary>So many of the present batch were delivered.</summary>
    public void Deliver(int pieces)
    {
        _batches[BatchGrams] = _batches.GetValueOrDefault(BatchGrams) + pieces;
        double total = _batches.Values.Sum();
        MeanOnPlate = _batches.Sum(batch => batch.Key * batch.Value) / total;
        BatchVarianceOnPlate = _batches.Sum(batch => batch.Value * (batch.Key - MeanOnPlate) * (batch.Key - MeanOnPlate)) / total;
    }
}
