using Microsoft.CodeAnalysis;

namespace Mutation;

/// <summary>A node, and what stands in its place in the mutant.</summary>
internal sealed record Change(SyntaxNode Node, SyntaxNode Instead);
