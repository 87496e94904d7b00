namespace EdgeGateway.Core.Scanning;

/// <summary>Which elements belong together and which do not. A till reads on where they do not fit, and says so.</summary>
internal static class Gs1Associations
{
    /// <summary>Adds a warning for each identifier that misses another one or cannot stand with it.</summary>
    public static void Check(IReadOnlyList<Gs1Element> elements, List<ScanFault> warnings)
    {
        for (var i = 0; i < elements.Count; i++)
        {
            var ai = ApplicationIdentifiers.Find(elements[i].Ai)!;
            if (elements.Take(i).Any(e => e.Ai == ai.Ai))
            {
                continue;
            }

            foreach (var group in ai.Needs)
            {
                if (!elements.Any(e => group.Any(pattern => ApplicationIdentifier.IsMeant(e.Ai, pattern))))
                {
                    warnings.Add(new ScanFault(ScanFaults.Association, $"({ai.Ai}) should stand with {string.Join(" or ", group)}", ai.Ai));
                }
            }

            foreach (var pattern in ai.Excludes)
            {
                if (elements.FirstOrDefault(e => e.Ai != ai.Ai && ApplicationIdentifier.IsMeant(e.Ai, pattern)) is { } other)
                {
                    warnings.Add(new ScanFault(ScanFaults.Association, $"({ai.Ai}) should not stand with ({other.Ai})", ai.Ai));
                }
            }
        }
    }
}
