using System.Reflection;
using System.Text.Json;
using EdgeGateway.Console;
using EdgeGateway.Core.Cameras;
using EdgeGateway.Core.Enrolment;
using EdgeGateway.Core.Members;

namespace Host.Tests.Enrolment;

public sealed class EnrolmentPageTests
{
    private static readonly Dictionary<string, string> s_english = JsonSerializer.Deserialize<Dictionary<string, string>>(PageFile.LoadAll()["/strings/en.json"].Bytes)!;

    [Fact]
    public void EveryReasonOfAPhoto_HasWords() => Assert.All(PhotoReasons.All, reason => Assert.Contains($"members.photo.{reason}", s_english.Keys));

    [Fact]
    public void EveryLineOfTheAuditLog_HasWords() => Assert.All(
        typeof(AuditWhat).GetFields(BindingFlags.Public | BindingFlags.Static).Select(field => (string)field.GetRawConstantValue()!),
        what => Assert.Contains($"members.did.{what}", s_english.Keys));

    [Fact]
    public void EveryPictureThatIsNotLive_HasWords() => Assert.All(
        Enum.GetValues<CameraPicture>().Where(picture => picture != CameraPicture.Live), picture => Assert.Contains($"camera.picture.{picture.ToString().ToLowerInvariant()}", s_english.Keys));

    [Theory]
    [InlineData("camera.mode.", "off", "armed", "zone", "off.text", "armed.text", "zone.text")]
    [InlineData("camera.state.", "online", "offline", "unknown")]
    [InlineData("camera.missing.", "people", "faces", "apart")]
    [InlineData("camera.key.", "genuine", "impostor", "possible", "match")]
    [InlineData("members.face.", "enrolled", "none", "other_pack")]
    [InlineData("members.how.", "page", "paper")]
    [InlineData("members.other.", "yes", "no")]
    public void EveryState_HasWords(string prefix, params string[] names) => Assert.All(names, name => Assert.Contains(prefix + name, s_english.Keys));
}
