using EdgeGateway.Core.Shelves.Calibration;
using Microsoft.Extensions.Logging.Abstractions;

namespace Core.Tests.Shelves.Calibration;

public sealed class CalibrationStoreTests : IDisposable
{
    private readonly CalibratedPlate _plate = new();

    private string Path => _plate.File(CalibrationStore.FileName);

    public void Dispose() => _plate.Dispose();

    [Fact]
    public void Calibration_IsThereAfterARestart_ToTheLastDigit()
    {
        var made = _plate.Calibrate(0, 1000, 2000.125m);

        var read = Open().Find(CalibratedPlate.Name)!;

        Assert.Equal(made with { Points = [] }, read with { Points = [] });
        Assert.Equal(made.Points, read.Points);
    }

    [Fact]
    public void TenCalibrationsOfAPlateAreKept_TheNewestFirst()
    {
        var store = Open();
        for (var i = 1; i <= 13; i++)
        {
            store.Keep(Made("A1", i));
            store.Keep(Made("B1", 100 + i));
        }

        Assert.Equal(Enumerable.Range(4, 10).Reverse().Select(i => (double)i), Open().History("A1").Select(one => one.CountsPerGram));
        Assert.Equal(113, Open().Find("B1")!.CountsPerGram);
    }

    [Fact]
    public void EveryFlippedByte_IsFoundOut_AndTheFileIsPutAside()
    {
        Open().Keep(Made("A1", 430));
        var whole = File.ReadAllBytes(Path);
        for (var i = 0; i < whole.Length - 1; i++)
        {
            var damaged = (byte[])whole.Clone();
            damaged[i] ^= 1;
            File.WriteAllBytes(Path, damaged);

            var store = Open();

            Assert.True(store.Find("A1") is null && store.Problem is not null, $"byte {i}");
            Assert.False(File.Exists(Path));
            var aside = Assert.Single(Directory.GetFiles(System.IO.Path.GetDirectoryName(Path)!, "*.damaged-*"));
            Assert.Equal(damaged, File.ReadAllBytes(aside));
            File.Delete(aside);
        }
    }

    [Fact]
    public void FileCutAnywhere_IsFoundOut()
    {
        Open().Keep(Made("A1", 430));
        var whole = File.ReadAllBytes(Path);
        for (var length = 0; length < whole.Length - 1; length++)
        {
            File.WriteAllBytes(Path, whole[..length]);
            Assert.True(Open().Problem is not null, $"{length} bytes");
            Directory.GetFiles(System.IO.Path.GetDirectoryName(Path)!, "*.damaged-*").ToList().ForEach(File.Delete);
        }
    }

    [Fact]
    public void DamagedFile_MayBeFollowedByANewCalibration()
    {
        File.WriteAllText(Path, "{}");
        var store = Open();
        store.Keep(Made("A1", 430));

        Assert.Contains("damaged-", store.Problem, StringComparison.Ordinal);
        Assert.Equal(430, Open().Find("A1")!.CountsPerGram);
    }

    [Fact]
    public void FileThatCannotBeReplaced_KeepsNothing()
    {
        // A folder in its place cannot be replaced by a file.
        Directory.CreateDirectory(Path);
        File.WriteAllText(System.IO.Path.Combine(Path, "inside"), "");
        var store = Open();

        Assert.Throws<IOException>(() => store.Keep(Made("A1", 430)));

        Assert.Null(store.Find("A1"));
        Assert.True(Directory.Exists(Path));
    }

    [Fact]
    public void ChangedPlate_IsTold_AfterItIsInForce()
    {
        var store = Open();
        var told = new List<(string, double?)>();
        store.Changed += (_, change) => told.Add((change.Plate, store.Find(change.Plate)?.CountsPerGram));

        store.Keep(Made("A1", 430));

        Assert.Equal([("A1", 430)], told);
    }

    private static PlateCalibration Made(string plate, double countsPerGram)
    {
        var at = new DateTimeOffset(2026, 11, 22, 8, 0, 0, TimeSpan.Zero);
        return new PlateCalibration(
            plate, countsPerGram, 8388608, at, "Li Na", [new CalibrationPoint(0, 8388608, 20, 30, 21.5m, at), new CalibrationPoint(1000, 8388608 + 1000 * countsPerGram, 20, 30, null, at)], null, 0.05);
    }

    private CalibrationStore Open() => new(Path, _plate.Clock, NullLogger.Instance);
}
