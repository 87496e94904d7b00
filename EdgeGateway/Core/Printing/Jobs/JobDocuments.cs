using System.Text.Json;

namespace EdgeGateway.Core.Printing.Jobs;

/// <summary>Makes the documents of jobs, and keeps the last few, so that a job is not drawn when it is accepted and again when it is sent. Thread-safe.</summary>
internal sealed class JobDocuments(IDocumentRenderer renderer)
{
    private const int Kept = 16;

    private readonly Lock _gate = new();
    private readonly Queue<(PrintJobRequest Request, PrinterProfile Profile, PrintDocument Document)> _made = new();

    /// <summary>The names of the templates.</summary>
    public IReadOnlyList<string> Templates => renderer.Templates;

    /// <summary>The document of a request for a printer.</summary>
    /// <exception cref="PrintDocumentException">It cannot be made or does not fit; the message has every mistake.</exception>
    public PrintDocument Of(PrintJobRequest request, PrinterProfile profile)
    {
        lock (_gate)
        {
            foreach (var made in _made)
            {
                if (made.Request == request && made.Profile == profile)
                {
                    return made.Document;
                }
            }
        }

        var document = renderer.Render(request.Template, Data(request.Data), request.Culture, profile);
        lock (_gate)
        {
            _made.Enqueue((request, profile, document));
            if (_made.Count > Kept)
            {
                _made.Dequeue();
            }
        }

        return document;
    }

    /// <summary>The document of a request as a picture.</summary>
    /// <exception cref="PrintDocumentException">It cannot be made; the message has every mistake.</exception>
    public string Preview(PrintJobRequest request, PrinterProfile profile) => renderer.Preview(request.Template, Data(request.Data), request.Culture, profile);

    private static JsonElement Data(string json)
    {
        try
        {
            using var document = JsonDocument.Parse(json);
            return document.RootElement.Clone();
        }
        catch (JsonException e)
        {
            throw new PrintDocumentException($"data: not JSON: {e.Message}");
        }
    }
}
