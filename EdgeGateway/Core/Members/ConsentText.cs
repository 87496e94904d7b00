using System.Security.Cryptography;
using System.Text;

namespace EdgeGateway.Core.Members;

/// <summary>What somebody reads before consenting, in one language. A text that was once shown is never changed: a change is a new version.</summary>
/// <param name="Version">Its version, such as <c>2026-11</c>.</param>
/// <param name="Language"><c>en</c>, <c>zh-CN</c> or <c>zh-TW</c>.</param>
/// <param name="Title">Its heading.</param>
/// <param name="Body">The text, paragraphs parted by empty lines.</param>
public sealed record ConsentText(string Version, string Language, string Title, string Body)
{
    /// <summary>SHA-256 of the heading, a line feed and the text in UTF-8, lower case; it goes into the record of every consent.</summary>
    public string Hash => Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes($"{Title}\n{Body}")));
}
