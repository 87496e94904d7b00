using EdgeGateway.Core.Members;
using FsCheck;
using FsCheck.Fluent;

namespace Core.Tests.Members;

/// <summary>Any history of giving, enrolling, withdrawing, visiting, waiting, stopping and killing: a template exists exactly where a live consent was enrolled, in memory and on the disk.</summary>
public sealed class VaultPropertyTests
{
    private static readonly string[] s_people = ["m-0", "m-1", "m-2"];

    private enum Act
    {
        Give,
        Enrol,
        EnrolByAnOldGrant,
        Withdraw,
        Visit,
        Wait,
        Restart,
        Kill,
        KillWithin,
    }

    [Fact]
    public void AnyHistory_ATemplateExistsExactlyWhereALiveConsentDoes() =>
        Prop.ForAll(
            Gen.Elements(Enum.GetValues<Act>()).Zip(Gen.Choose(0, 2)).Zip(Gen.Choose(0, 3)).ArrayOf().Resize(24).ToArbitrary(),
            history => Play(history).GetAwaiter().GetResult()).Check(Config.QuickThrowOnFailure.WithMaxTest(40).WithReplay(20261122, 6151));

    private static async Task<Property> Play(((Act Act, int Who) What, int Number)[] history)
    {
        var play = new VaultPlay();
        try
        {
            foreach (var ((act, who), number) in history)
            {
                await play.DoAsync(act.ToString(), s_people[who], who, number);
                if (play.FindMistake(s_people) is { } mistake)
                {
                    return false.Label($"{mistake} after {act} of {s_people[who]}: {string.Join(' ', history)}");
                }
            }

            return true.Label("");
        }
        finally
        {
            play.Dispose();
        }
    }
}
