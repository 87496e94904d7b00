namespace EdgeGateway.Vision.Tracking;

/// <summary>Gives every row at most one column so that the sum of the worths is the greatest. Pure.</summary>
/// <remarks>The Hungarian method by shortest augmenting paths. Source: Jonker and Volgenant, A shortest augmenting path algorithm for dense and sparse linear assignment problems, Computing 38, 1987.</remarks>
internal static class Assignment
{
    /// <summary>Solves it.</summary>
    /// <param name="worth">Rows by columns; 0 and less is never given.</param>
    /// <returns>The column of every row, or -1.</returns>
    public static int[] Solve(float[,] worth)
    {
        var (rows, columns) = (worth.GetLength(0), worth.GetLength(1));
        var size = Math.Max(rows, columns);
        var rowPotential = new double[size + 1];
        var columnPotential = new double[size + 1];
        var rowOf = new int[size + 1];
        var before = new int[size + 1];
        for (var row = 1; row <= size; row++)
        {
            rowOf[0] = row;
            var least = new double[size + 1];
            Array.Fill(least, double.PositiveInfinity);
            var used = new bool[size + 1];
            var column = 0;
            do
            {
                column = Step(worth, rowOf, before, least, used, column, rowPotential, columnPotential);
            }
            while (rowOf[column] != 0);

            while (column != 0)
            {
                rowOf[column] = rowOf[before[column]];
                column = before[column];
            }
        }

        var given = new int[rows];
        Array.Fill(given, -1);
        for (var column = 1; column <= columns; column++)
        {
            if (rowOf[column] <= rows && worth[rowOf[column] - 1, column - 1] > 0)
            {
                given[rowOf[column] - 1] = column - 1;
            }
        }

        return given;
    }

    /// <summary>One step of the shortest path: the nearest column that is not reached yet.</summary>
    private static int Step(
        float[,] worth, int[] rowOf, int[] before, double[] least, bool[] used, int column, double[] rowPotential, double[] columnPotential)
    {
        used[column] = true;
        var row = rowOf[column];
        var (next, delta) = (0, double.PositiveInfinity);
        for (var j = 1; j < used.Length; j++)
        {
            if (used[j])
            {
                continue;
            }

            var cost = Cost(worth, row - 1, j - 1) - rowPotential[row] - columnPotential[j];
            if (cost < least[j])
            {
                (least[j], before[j]) = (cost, column);
            }

            if (least[j] < delta)
            {
                (delta, next) = (least[j], j);
            }
        }

        for (var j = 0; j < used.Length; j++)
        {
            if (used[j])
            {
                rowPotential[rowOf[j]] += delta;
                columnPotential[j] -= delta;
            }
            else
            {
                least[j] -= delta;
            }
        }

        return next;
    }

    private static double Cost(float[,] worth, int row, int column) =>
        row < worth.GetLength(0) && column < worth.GetLength(1) ? -Math.Max(0, worth[row, column]) : 0;
}
