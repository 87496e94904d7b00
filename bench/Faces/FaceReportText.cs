using System.Globalization;

namespace Bench.Faces;

/// <summary>What docs/face-accuracy.md says round its tables.</summary>
internal static class FaceReportText
{
    public const string Detection = """
        Detection and its points are the gateway's own in all that follows; nothing was cut or marked by hand. A photo cut so close that no face is found is looked at once more with
        a margin of half its sides: enrolment and `replay camera --gallery` do the same, a camera's frames are looked at once.

        """;

    public const string Verification = """
        TAR: the share of pairs of one person above the threshold; FAR: the share of pairs of two above it. Earlier figures, with other points, on the whole of LFW of which the grey
        photos here are a part with its mislabelled ones taken out (5,537 pairs of the list, 26 to 27 million of all):
        `clean` 98.69 %, .986 at 1e-2, .901 at 1e-3 on the list, .973 / .898 / .736 on every pair, and .774 at 1e-4 on a part with the mirrored image added;
        `accurate` 99.26 %, .994, .982 on the list, .986 / .974 / .941 on every pair. On a colour set of which the colour photos here are a part, `clean` .953 / .874 by length
        and `accurate` .951 / .876.

        """;

    public const string Galleries = """
        Galleries are drawn forty times from the grey photos, the same draws for both packs; a member is probed with every photo that was not used to enrol, one photo deciding alone: the vote of three
        frames and the person who looks come on top. There are 23 people with four photos or more, so that a gallery of 200 with three photos each cannot be drawn: the
        rest are enrolled with one. Earlier figures from the whole of LFW: 50 members of three photos, `clean` at .950 .893 of members and 0.19 % of strangers, .926 at 1 %; `accurate` at .50 .985 and 0.14 %, .984 at 1 %;
        200 members of one photo, `clean` at .950 .546 and 0.26 %, .672 at 1 %; `accurate` at .50 .894 and 0.19 %, .922 at 1 %. 200 members of three photos, not drawn here:
        `clean` at .950 .899 and 1.4 %, `accurate` at .50 .972 and 0.43 %.

        What to take from it: with one photo a member either pack misses many, so that three are asked for. With three, `clean` names more than nine in ten member photos here and hardly a stranger; the photos of these
        few people are easier than the whole set, where at 200 members it left one member photo in six to nine without a name. `accurate` leaves one in thirty.

        """;

    public const string Small = """
        Found: the share of colour faces, from photos that show the whole head, found on a plain grey frame of 1280 x 720; a shop's wall is harder. Earlier figures: BlazeFace all down to 50 pixels and .45 at 30, RetinaFace 1.00, .97, .97, .97, .90, .85, .46. Recognised: the share of the list's pairs of one person still above the threshold of one false accept in a
        thousand, with one photo made so small that its face has that height. Faces below 48 pixels are not embedded; from 64 on little is lost.

        """;

    public const string Speed = """
        Medians in this run, one thread, on two cores that others were using too; an idle machine takes about half (earlier figures of the nets alone: BlazeFace 7.8, dlib's net 8.6 and again for the mirror image, RetinaFace 20.8, fr_feature 16.3, liveness 9.3). `bench vision` takes them beside the nets alone, in the same run. A frame costs the first column; each face that is worth embedding costs the others once, and a track is embedded a few times, not in every frame.
        """;

    public const string Tail = """
        ## What this does not say

        Nothing here measures whether the packs do equally well for women and men, for the old and the young, for every skin: the sets cannot tell, and nets of this kind are known to do worse for people who were rare in what they learned from.
        No photo is from a shop's camera. A site's own thresholds come from its own consenting staff, on the page /camera.
        """;

    public static string Head(IReadOnlyList<FacePhoto> photos)
    {
        var people = photos.Select(photo => photo.Person).Distinct().Count();
        return string.Create(CultureInfo.InvariantCulture, $"""
            # How well faces are recognised

            Measured with `bench faces` (EDGE_SHARED and EDGE_MODELS name the photos and the models) on {photos.Count} photos of {people} people: {photos.Count(photo => photo.IsGrey)} grey press photos, a part of Labeled Faces in the Wild, and {photos.Count(photo => !photo.IsGrey)} colour photos and
            stills. They may be measured with and nothing else: none is in this repository.

            """);
    }
}
