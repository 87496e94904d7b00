using System.Globalization;
using Simulators.Cameras.Scenes;

namespace Simulators.Cameras;

/// <summary>What a simulated camera is to do.</summary>
/// <param name="People">How many of the cast come.</param>
/// <param name="Every">How often, about; null for only when asked.</param>
/// <param name="Seed">Who comes when.</param>
/// <param name="Port">The TCP port; 0 for any free one.</param>
/// <param name="Photos">Folder for photos of everybody, or null.</param>
/// <param name="Film">File for a film of everybody, or null.</param>
internal sealed record CameraPlan(int People, TimeSpan? Every, int Seed, int Port, string? Photos, string? Film)
{
    private const int PhotosEach = 6;

    /// <summary>Draws everybody, one after the other; each can come as soon as he is drawn.</summary>
    public async Task DrawAsync(Film film, VideoCoder coder, CameraShow show, CancellationToken cancellationToken)
    {
        for (var person = 0; person < People; person++)
        {
            if (Photos is not null)
            {
                await PhotographAsync(film, coder, person, cancellationToken);
            }

            show.Add(person, await film.VisitAsync(Cast.Seeds[person], person % 2 == 0, cancellationToken));
        }
    }

    /// <summary>Writes a film of everybody.</summary>
    public async Task ShootAsync(Film film, VideoCoder coder, string file, CancellationToken cancellationToken)
    {
        var pictures = new List<AccessUnit>(await film.EmptyAsync(2, cancellationToken));
        for (var person = 0; person < People; person++)
        {
            pictures.AddRange(await film.VisitAsync(Cast.Seeds[person], person % 2 == 0, cancellationToken));
            if (Photos is not null)
            {
                await PhotographAsync(film, coder, person, cancellationToken);
            }
        }

        await File.WriteAllBytesAsync(file, await coder.WrapAsync(pictures, cancellationToken), cancellationToken);
    }

    private async Task PhotographAsync(Film film, VideoCoder coder, int person, CancellationToken cancellationToken)
    {
        var folder = Path.Combine(Photos!, Cast.NameOf(person));
        Directory.CreateDirectory(folder);
        for (var number = 0; number < PhotosEach; number++)
        {
            var photo = await coder.JpegAsync(film.Photo(Cast.Seeds[person], number), cancellationToken);
            await File.WriteAllBytesAsync(Path.Combine(folder, string.Create(CultureInfo.InvariantCulture, $"{number + 1}.jpg")), photo, cancellationToken);
        }
    }
}
