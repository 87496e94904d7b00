using System.Text.Json;
using Cloud.Contracts;
using Cloud.Contracts.Commands;

namespace Cloud.Crm.Gateways;

/// <summary>How a command stands, beside what gateways answer (<see cref="CommandStatus"/>).</summary>
internal static class CommandState
{
    /// <summary>It is sent, and nothing is heard yet.</summary>
    internal const string Asked = "asked";

    /// <summary>The gateway is at it.</summary>
    internal const string Underway = CommandStatus.Underway;

    /// <summary>No answer came in time: nobody knows what became of it. A late one replaces this.</summary>
    internal const string Unanswered = "unanswered";

    /// <summary>It did not get out.</summary>
    internal const string Unsent = "unsent";
}

/// <summary>A command that somebody sent.</summary>
/// <param name="Id">Its id; the same id again is the same command.</param>
/// <param name="Name">What.</param>
/// <param name="Device">To which device, or null.</param>
/// <param name="Who">Who sent it.</param>
/// <param name="AskedAt">When.</param>
/// <param name="Status">How it stands: <c>asked</c>, <c>underway</c>, <c>unanswered</c>, <c>unsent</c>, or what the gateway answered.</param>
/// <param name="Reason">Why, in words, or null.</param>
/// <param name="Progress">How far it is; null where that is not known.</param>
/// <param name="AnsweredAt">When the answer came, or headquarters gave up; null until then.</param>
/// <param name="Body">What it gave back; null where it gave nothing, the list leaves it out, or the caller may not see it.</param>
internal sealed record GatewayCommandView(
    string Id, string Name, string? Device, string Who, DateTime AskedAt, string Status, string? Reason, CommandProgress? Progress, DateTime? AnsweredAt, JsonElement? Body);

/// <summary>A command was taken in and its answer will stand in the list.</summary>
internal sealed record CommandTaken(string Id);
