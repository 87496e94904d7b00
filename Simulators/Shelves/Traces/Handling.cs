namespace Simulators.Shelves.Traces;

/// <summary>Carries out one prospect on a plate.</summary>
internal sealed class Handling(SimulatedPlate plate, SimulatedPlate neighbour, double at, Dice dice)
{
    private readonly Dictionary<int, int> _taken = [];
    private readonly Dictionary<int, int> _brought = [];
    private double _grams;
    private string? _thing;

    /// <summary>Does it.</summary>
    /// <returns>The change of load, what moved, and what it was where it was not goods.</returns>
    public (double Grams, IReadOnlyList<(int Item, int Count)> Moved, string? Thing) Do(Prospect chosen)
    {
        Take(chosen);
        Return(chosen);
        Bring(chosen);
        PutThing(chosen);
        Stray(chosen);
        List<(int, int)> moved = [.. _taken.Select(pair => (pair.Key, -pair.Value)), .. _brought.Select(pair => (pair.Key, pair.Value))];
        return (_grams, moved, _thing);
    }

    private void Take(Prospect chosen)
    {
        var held = new List<Piece>();
        foreach (var (index, count) in chosen.Takes)
        {
            for (var k = 0; k < count; k++)
            {
                var pieces = plate.Items[index].Pieces;
                var piece = dice.Pick(pieces);
                pieces.Remove(piece);
                held.Add(piece);
                _grams -= piece.Felt;
            }

            _taken[index] = _taken.GetValueOrDefault(index) + count;
        }

        if (held.Count > 0)
        {
            plate.Out.Add(new Held(held, at));
        }
    }

    private void Return(Prospect chosen)
    {
        if (chosen.Back is not { } held)
        {
            return;
        }

        for (var k = 0; k < chosen.BackPieces; k++)
        {
            var piece = held.Pieces[0];
            held.Pieces.RemoveAt(0);
            Put(piece);
        }

        if (held.Pieces.Count == 0)
        {
            plate.Out.Remove(held);
        }
    }

    private void Bring(Prospect chosen)
    {
        if (chosen.Brings is not (var index, > 0 and var count))
        {
            return;
        }

        var item = plate.Items[index];
        for (var k = 0; k < count; k++)
        {
            Put(item.Draw(index, dice));
        }

        if (chosen.Kind != ActKind.Restock)
        {
            return;
        }

        item.Deliver(count);
        plate.Refilling = item.Start - item.Pieces.Count < 2 || dice.Chance(0.1) ? null : index;
        if (plate.Refilling is null)
        {
            item.NextDelivery(dice);
        }
    }

    private void Put(Piece piece)
    {
        piece.Felt = piece.Grams * (1 + (SimulatedPlate.CornerShare * dice.Normal()));
        plate.Items[piece.Item].Pieces.Add(piece);
        _grams += piece.Felt;
        _brought[piece.Item] = _brought.GetValueOrDefault(piece.Item) + 1;
    }

    private void PutThing(Prospect chosen)
    {
        if (chosen.Puts is { } kind)
        {
            var thing = new ForeignThing(kind.Name, Math.Max(ForeignKind.Least, kind.Grams + (kind.Sigma * dice.Normal())), at);
            plate.Things.Add(thing);
            _grams += thing.Grams;
            _thing = thing.Name;
        }

        if (chosen.Clears is { } cleared)
        {
            plate.Things.Remove(cleared);
            _grams -= cleared.Grams;
            _thing = cleared.Name;
        }
    }

    private void Stray(Prospect chosen)
    {
        if (chosen.Stray is not { } stray)
        {
            return;
        }

        _thing = stray.Sku;
        if (stray.Piece is { } there)
        {
            plate.Strays.Remove(stray);
            _grams -= there.Felt;
            return;
        }

        // The piece is one that was just taken next door where there is one: somebody changed their mind a step too far.
        var carried = neighbour.Out.Find(held => held.Pieces.Count == 1 && neighbour.Items[held.Pieces[0].Item] == stray.Home);
        var piece = carried?.Pieces[0] ?? stray.Home.Draw(-1, dice);
        if (carried is not null)
        {
            neighbour.Out.Remove(carried);
        }

        piece = piece with { Felt = piece.Grams * (1 + (SimulatedPlate.CornerShare * dice.Normal())) };
        plate.Strays.Add(stray with { Piece = piece });
        _grams += piece.Felt;
    }
}
