using EdgeGateway.Vision.Tracking;

namespace Vision.Tests.Tracking;

public sealed class AssignmentTests
{
    [Fact]
    public void Solve_BestForOneIsWorseForAll_TakesTheBestForAll() => Assert.Equal([1, 0], Assignment.Solve(new float[,] { { 5, 4 }, { 4, 0.1f } }));

    [Fact]
    public void Solve_NothingWorth_GivesNothing() => Assert.Equal([-1, -1], Assignment.Solve(new float[,] { { 0 }, { 0 } }));

    [Fact]
    public void Solve_AgainstEveryOrder_IsNeverWorse()
    {
        var random = new Random(7);
        for (var round = 0; round < 200; round++)
        {
            var worth = new float[random.Next(1, 5), random.Next(1, 5)];
            for (var i = 0; i < worth.GetLength(0); i++)
            {
                for (var j = 0; j < worth.GetLength(1); j++)
                {
                    worth[i, j] = random.Next(4) == 0 ? 0 : random.NextSingle();
                }
            }

            var given = Assignment.Solve(worth);

            Assert.Equal(given.Count(column => column >= 0), given.Where(column => column >= 0).Distinct().Count());
            Assert.Equal(Best(worth, 0, 0), given.Select((column, row) => column < 0 ? 0 : worth[row, column]).Sum(), 0.0001f);
        }
    }

    private static float Best(float[,] worth, int row, int used)
    {
        if (row == worth.GetLength(0))
        {
            return 0;
        }

        var best = Best(worth, row + 1, used);
        for (var column = 0; column < worth.GetLength(1); column++)
        {
            if ((used & (1 << column)) == 0)
            {
                best = Math.Max(best, worth[row, column] + Best(worth, row + 1, used | (1 << column)));
            }
        }

        return best;
    }
}
