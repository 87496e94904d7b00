namespace EdgeGateway.Core.Printing.Jobs;

/// <summary>The four characters by which a printer may confirm a sheet: always the same for a job, its attempt and its sheet.</summary>
internal static class JobMark
{
    private const string Alphabet = "0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz";

    /// <summary>The mark of the next attempt.</summary>
    public static string Of(PrintJob job)
    {
        var bytes = JobEvents.Derive($"print-mark/{job.Id:D}/{job.Attempts + 1}/{job.Done + 1}").ToByteArray();
        return string.Create(4, bytes, static (mark, from) =>
        {
            for (var i = 0; i < mark.Length; i++)
            {
                mark[i] = Alphabet[BitConverter.ToUInt16(from, i * 2) % Alphabet.Length];
            }
        });
    }
}
