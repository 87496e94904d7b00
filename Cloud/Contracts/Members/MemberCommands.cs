namespace Cloud.Contracts.Members;

/// <summary>The names of the commands about members, below <c>command/</c>. What they carry is in <see cref="MemberJson"/>; docs/members.md says what they promise.</summary>
public static class MemberCommands
{
    /// <summary>Asks for the gateway's public key and which profiles it holds. Body: an empty object; answer: <see cref="GatewayKeyDocument"/>.</summary>
    public const string Key = "member-key";

    /// <summary>One run of changed profiles, sealed for the gateway. Body: <see cref="ProfilesDocument"/>; answer: <see cref="HeldProfiles"/>.</summary>
    public const string Profiles = "member-profiles";

    /// <summary>The member's consent is withdrawn: the face is to be forgotten. Body: <see cref="WithdrawalDocument"/>; answer: <see cref="WithdrawalAnswer"/>.</summary>
    public const string Withdraw = "withdraw-consent";

    /// <summary>Asks for a member's template, sealed for other gateways. Body: <see cref="TemplateWish"/>; answer: <see cref="TemplateBoxes"/>.</summary>
    public const string Templates = "member-templates";

    /// <summary>Brings a template that another gateway has sealed for this one. Body: <see cref="TemplateDelivery"/>; no answer but the status.</summary>
    public const string Deliver = "member-template-delivery";

    /// <summary>What a box with profiles is for, so that no part of the run's head can be exchanged.</summary>
    public static string ProfilesPurpose(string gateway, string line, long after, long upTo) => $"profiles/{gateway}/{line}/{after}/{upTo}";

    /// <summary>What a box with a template is for.</summary>
    public static string TemplatePurpose(string member) => $"template/{member}";
}
