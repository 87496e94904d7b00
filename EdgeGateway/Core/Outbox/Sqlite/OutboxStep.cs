namespace EdgeGateway.Core.Outbox.Sqlite;

/// <summary>One step of the schema, from the version before it to its own.</summary>
/// <param name="Version">The schema after it; the first step is to 2.</param>
/// <param name="Back">The oldest schema whose program can still write to the file after it: the step before at least, so that one version back always works.</param>
/// <param name="Statements">
/// What it does. It only adds: the programs of <paramref name="Back"/> on name the columns they write, and know nothing of others.
/// </param>
internal sealed record OutboxStep(int Version, int Back, string Statements);
