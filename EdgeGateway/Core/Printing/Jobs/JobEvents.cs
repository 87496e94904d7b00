using System.Security.Cryptography;
using System.Text;
using Cloud.Contracts;
using EdgeGateway.Core.Events;

namespace EdgeGateway.Core.Printing.Jobs;

/// <summary>Makes the event of an outcome. Its id is made of the job and the number of the outcome, so that it is kept once however often it is handed over.</summary>
internal static class JobEvents
{
    /// <summary>The event of a job that has just been settled, or null where the change was no outcome.</summary>
    public static EventDraft? Of(PrintJob before, PrintJob after)
    {
        if (after.Outcomes == before.Outcomes)
        {
            return null;
        }

        var type = after.State switch
        {
            JobState.Printed => EventTypes.PrintCompleted,
            JobState.Unknown => EventTypes.PrintUnknown,
            _ => EventTypes.PrintFailed,
        };
        var printer = after.Printer ?? after.Request.Printer;
        return new EventDraft(type, printer, after.Since, DraftJson.Write(json =>
        {
            json.WriteString("job", after.Id);
            json.WriteString("printer", printer ?? "");
            if (after.Reason is { } reason || after.State != JobState.Printed)
            {
                json.WriteString("reason", after.Reason ?? "");
            }

            json.WriteString("template", after.Request.Template);
            json.WriteNumber("copies", after.Request.Copies);
            json.WriteNumber("printed", after.Done);
            json.WriteBoolean("duplicate", after.MarkedUpTo > 0);
            json.WriteNumber("attempts", after.Attempts);
            json.WriteString("requested_by", after.Asker.Source);
            if (after.Said is { } said)
            {
                json.WriteString("said", said);
            }

            if (after.Answer is { } answer)
            {
                json.WriteString("answer", JobText.Of(answer));
                if (after.Answerer is { } who)
                {
                    json.WriteString("who", who);
                }
            }
        }), Derive($"print-outcome/{after.Id:D}/{after.Outcomes}"));
    }

    /// <summary>A UUID that is always the same for a text: version 8 of RFC 9562, of its SHA-256.</summary>
    public static Guid Derive(string text)
    {
        var bytes = SHA256.HashData(Encoding.UTF8.GetBytes(text)).AsSpan(0, 16);
        bytes[6] = (byte)((bytes[6] & 0x0f) | 0x80);
        bytes[8] = (byte)((bytes[8] & 0x3f) | 0x80);
        return new Guid(bytes, bigEndian: true);
    }
}
