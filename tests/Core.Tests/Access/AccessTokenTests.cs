using System.Net;
using System.Runtime.Versioning;
using EdgeGateway.Core.Access;
using Tests.Shared;

namespace Core.Tests.Access;

/// <summary>A token that is guessed at.</summary>
[SupportedOSPlatform("linux")]
public sealed class AccessTokenTests : IDisposable
{
    private const string Right = "Bearer the-right-token-0";

    private static readonly IPAddress s_till = IPAddress.Parse("10.0.0.5");
    private static readonly IPAddress s_thief = IPAddress.Parse("10.0.0.66");

    private readonly string _file = Path.GetTempFileName();
    private readonly ManualClock _clock = new();
    private readonly AccessToken _token;

    public AccessTokenTests()
    {
        File.WriteAllText(_file, Right[7..]);
        Assert.Null(AccessToken.TryRead(_file, _clock, out var token));
        _token = token!;
    }

    public void Dispose() => File.Delete(_file);

    [Fact]
    public void Look_AfterTooManyDifferentWrongOnes_ListensToNobodyThereForTheMinute()
    {
        Guess(s_thief, TokenGuesses.MostOfOne - 1);
        Assert.Equal(TokenAnswer.Right, _token.Look(Right, s_thief));
        Guess(s_thief, TokenGuesses.MostOfOne);
        Assert.Equal(TokenAnswer.TooManyGuesses, _token.Look(Right, s_thief));
        Assert.Equal(TokenAnswer.Right, _token.Look(Right, s_till));
        _clock.Advance(TimeSpan.FromMinutes(1));
        Assert.Equal(TokenAnswer.Right, _token.Look(Right, s_thief));
    }

    [Fact]
    public void Look_TheSameWrongOneAgainAndAgain_KeepsNobodyOut()
    {
        for (var i = 0; i < 3 * TokenGuesses.MostOfOne; i++)
        {
            Assert.Equal(TokenAnswer.Wrong, _token.Look("Bearer a-wrong-token-that-was-set", s_till));
        }

        Assert.Equal(TokenAnswer.Right, _token.Look(Right, s_till));
    }

    [Fact]
    public void Look_WithoutAToken_IsNoGuess()
    {
        for (var i = 0; i < 3 * TokenGuesses.MostOfOne; i++)
        {
            Assert.Equal(TokenAnswer.Wrong, _token.Look(i % 2 == 0 ? null : $"Basic {i}", s_till));
        }

        Assert.Equal(TokenAnswer.Right, _token.Look(Right, s_till));
    }

    [Fact]
    public void Look_FromManyAddressesOfOneNetwork_IsOneWhoGuesses()
    {
        for (var i = 0; i < TokenGuesses.MostOfOne; i++)
        {
            Assert.Equal(TokenAnswer.Wrong, _token.Look($"Bearer wrong-{i}", IPAddress.Parse($"2001:db8::{i:x}")));
        }

        Assert.Equal(TokenAnswer.TooManyGuesses, _token.Look(Right, IPAddress.Parse("2001:db8::ffff")));
        Assert.Equal(TokenAnswer.Right, _token.Look(Right, IPAddress.Parse("2001:db8:0:1::1")));
        Assert.Equal(TokenAnswer.Right, _token.Look(Right, IPAddress.Parse("::ffff:10.0.0.5")));
    }

    [Fact]
    public void Look_FromVeryManyAddresses_ListensToNobody()
    {
        for (var i = 0; i < TokenGuesses.MostOfAll; i++)
        {
            Assert.Equal(TokenAnswer.Wrong, _token.Look($"Bearer wrong-{i}", new IPAddress([10, 1, (byte)(i / 10 / 256), (byte)(i / 10)])));
        }

        Assert.Equal(TokenAnswer.TooManyGuesses, _token.Look(Right, s_till));
    }

    private void Guess(IPAddress from, int tokens)
    {
        for (var i = 0; i < tokens; i++)
        {
            Assert.Equal(TokenAnswer.Wrong, _token.Look($"Bearer wrong-{i}", from));
        }
    }
}
