using Drivers.Ports;
using Drivers.Scales;

namespace Drivers.Detection;

/// <summary>Makes the candidates of one detection out of the list of protocols.</summary>
internal static class Candidates
{
    /// <summary>Every protocol that runs on a line or the network, at each usual setting, with each thing its profile may leave open.</summary>
    /// <param name="protocols">The protocols.</param>
    /// <param name="request">One line setting, or none where the port has no line.</param>
    public static List<Candidate> Of(IEnumerable<ScaleProtocol> protocols, DetectionRequest request) =>
    [
        .. from protocol in protocols
           where protocol.OpenPort is null
           from line in Lines(protocol, request)
           from profile in protocol.DetectionProfiles
           select new Candidate(protocol, line.Setting, profile, line.Rank),
    ];

    private static IEnumerable<(LineSettings? Setting, int Rank)> Lines(ScaleProtocol protocol, DetectionRequest request)
    {
        if (!request.HasLine)
            return [(null, 0)];
        if (request.Line is LineSettings only)
            return [(only, 0)];
        return protocol.Lines.Select((line, rank) => ((LineSettings?)LineSettings.Parse(line), rank));
    }
}
