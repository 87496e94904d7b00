using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;

namespace Mutation;

/// <summary>What is never changed: what must be constant, what is only said, and what is dead outside the planted-fault build.</summary>
internal static class Untouched
{
    /// <summary>Whether nothing in <paramref name="node"/> is changed.</summary>
    internal static bool Is(SyntaxNode node, SemanticModel meaning) => node switch
    {
        AttributeListSyntax or EnumMemberDeclarationSyntax or ParameterSyntax or CaseSwitchLabelSyntax => true,
        FieldDeclarationSyntax field => field.Modifiers.Any(SyntaxKind.ConstKeyword),
        LocalDeclarationStatementSyntax local => local.IsConst,
        ThrowStatementSyntax or ThrowExpressionSyntax => true,
        InterpolatedStringExpressionSyntax => true,
        ArgumentListSyntax { Parent: InvocationExpressionSyntax { Expression: MemberAccessExpressionSyntax { Name.Identifier.Text: "ConfigureAwait" } } } => true,
        IfStatementSyntax { Condition: var condition } => IsPlanted(condition),
        InvocationExpressionSyntax call => IsPlanted(call) || IsSaid(call, meaning),
        _ => false,
    };

    /// <summary>Whether the names that <paramref name="node"/> declares are seen outside it, so that it cannot be doubled.</summary>
    internal static bool Declares(SyntaxNode node) =>
        node.DescendantNodes(n => n is not LambdaExpressionSyntax).Any(n => n is SingleVariableDesignationSyntax or DeclarationExpressionSyntax);

    /// <summary>Whether it is true in the planted-fault build only.</summary>
    internal static bool IsPlanted(ExpressionSyntax expression) =>
        (expression is BinaryExpressionSyntax { RawKind: (int)SyntaxKind.LogicalAndExpression } and && (IsPlanted(and.Left) || IsPlanted(and.Right)))
        || expression is InvocationExpressionSyntax { Expression: MemberAccessExpressionSyntax { Expression: IdentifierNameSyntax { Identifier.Text: "PlantedFault" } } }
            or MemberAccessExpressionSyntax { Expression: IdentifierNameSyntax { Identifier.Text: "PlantedFault" } };

    private static bool IsSaid(InvocationExpressionSyntax call, SemanticModel meaning)
    {
        if (call.Expression is MemberAccessExpressionSyntax { Name.Identifier.Text: "ThrowIfNull" or "Dispose" or "DisposeAsync" })
        {
            return true;
        }

        return meaning.GetSymbolInfo(call).Symbol is IMethodSymbol method
            && (method.GetAttributes().Concat(method.ReducedFrom?.GetAttributes() ?? []).Any(a => a.AttributeClass?.Name == "LoggerMessageAttribute") || method.ContainingType.Name is "LogMessages" or "Debug");
    }
}
